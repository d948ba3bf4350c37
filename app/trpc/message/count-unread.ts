import { unreadMessages } from "#app/services/message/own-messages.ts";
import { tenantProcedure } from "../base.ts";

export const countUnread = tenantProcedure({ action: "receive", noun: "message", who: "customer" }).query(
  ({ ctx }) => unreadMessages(ctx.scope),
);
