import { z } from "zod";
import { MESSAGE_CHANNELS, MESSAGE_STATES } from "#app/services/message/list-messages.ts";

/** The filters of the outbox, in the address and in the export. */
export const messageFilter = z.object({
  search: z
    .string()
    .trim()
    .max(100)
    .regex(/^\P{Cc}*$/u)
    .optional(),
  channel: z.enum(MESSAGE_CHANNELS).optional(),
  state: z.enum(MESSAGE_STATES).optional(),
  template: z
    .string()
    .max(100)
    .regex(/^[\w.-]*$/)
    .optional(),
});

export const messagePlace = z.object({
  after: z.string().max(400).optional(),
  before: z.string().max(400).optional(),
});
