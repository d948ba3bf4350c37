import { listMessages as run } from "#app/services/message/list-messages.ts";
import { tenantProcedure } from "../base.ts";
import { messageFilter, messagePlace } from "./message-filter.ts";

export const listMessages = tenantProcedure({ action: "read", noun: "message", who: "staff" })
  .input(messageFilter.extend(messagePlace.shape))
  .query(({ ctx, input: { after, before, ...filter } }) => run(ctx.scope, filter, { after, before }));
