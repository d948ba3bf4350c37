import { z } from "zod";
import { retryMessage as run } from "#app/services/message/retry-message.ts";
import { tenantProcedure } from "../base.ts";

export const retryMessage = tenantProcedure({ action: "retry", noun: "message", who: "staff" })
  .input(z.object({ messageId: z.uuid() }))
  .mutation(({ ctx, input }) => run(ctx.scope, input.messageId, new Date()));
