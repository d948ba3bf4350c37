import { z } from "zod";
import { showMessage as run } from "#app/services/message/show-message.ts";
import { tenantProcedure } from "../base.ts";

export const showMessage = tenantProcedure({ action: "read", noun: "message", who: "staff" })
  .input(z.object({ messageId: z.uuid() }))
  .query(({ ctx, input }) => run(ctx.scope, input.messageId));
