import { z } from "zod";
import { ownMessages } from "#app/services/message/own-messages.ts";
import { MESSAGE_CATEGORIES } from "#schema/blueprint/message/schema.ts";
import { tenantProcedure } from "../base.ts";
import { messagePlace } from "./message-filter.ts";

export const listOwnMessages = tenantProcedure({ action: "receive", noun: "message", who: "customer" })
  .input(
    messagePlace.extend({ category: z.enum(MESSAGE_CATEGORIES).optional(), unread: z.boolean().optional() }),
  )
  .query(({ ctx, input: { after, before, ...filter } }) => ownMessages(ctx.scope, filter, { after, before }));
