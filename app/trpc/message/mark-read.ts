import { z } from "zod";
import { markRead as run } from "#app/services/message/own-messages.ts";
import { tenantProcedure } from "../base.ts";

export const markRead = tenantProcedure({ action: "receive", noun: "message", who: "customer" })
  .input(
    z.union([
      z.object({ messageId: z.uuid(), unread: z.boolean().optional() }),
      z.object({ all: z.literal(true) }),
    ]),
  )
  .mutation(({ ctx, input }) => run(ctx.scope, input, new Date()));
