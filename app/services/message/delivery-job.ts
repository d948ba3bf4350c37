import { ALWAYS_SENT, type MessageCategory } from "#schema/blueprint/message/schema.ts";

/** Danger and one-time codes have a person waiting; they never queue behind a month of bills. */
export function deliveryJobOf(category: MessageCategory): "message.deliver" | "message.deliver-urgent" {
  return ALWAYS_SENT.includes(category) ? "message.deliver-urgent" : "message.deliver";
}
