import { errorsOf, type Locale } from "#engines/kernel/errors.ts";
import type { MessageProgram } from "#engines/messages/index.ts";
import { ALWAYS_SENT, type MessageChannel } from "#schema/blueprint/message/schema.ts";
import { outboxErrors } from "./errors.ts";

const fail = errorsOf(outboxErrors);

/** Somebody to be told, with all ways to reach them and what they want. */
export interface Recipient {
  readonly customerId?: string;
  readonly personId?: string;
  readonly locale: Locale | undefined;
  readonly addresses: Readonly<Partial<Record<MessageChannel, string>>>;
  /** `category:channel`. */
  readonly declined: readonly string[];
  readonly accepted: readonly string[];
  /** Set: by this channel and no other. */
  readonly only?: MessageChannel;
}

export interface Route {
  readonly channel: MessageChannel;
  readonly address: string | null;
  /** Why it is not sent: NO_ADDRESS, DECLINED, NO_CONSENT. */
  readonly reason: string | null;
}

/**
 * By which channels a message goes: into the inbox where there is one, and by the first other channel that reaches and is
 * wanted; in danger by every one. When none does, one row says why nothing was sent.
 */
export function routesOf(program: MessageProgram, recipient: Recipient, template: string): readonly Route[] {
  if (recipient.only !== undefined) {
    const { only: channel } = recipient;
    if (!program.channels.includes(channel)) throw fail("MESSAGE_CHANNEL_MISSING", { template, channel });
    return [{ channel, address: recipient.addresses[channel] ?? null, reason: null }];
  }
  const asked = program.channels.map((channel) => ({
    channel,
    address: channel === "app" ? null : (recipient.addresses[channel] ?? null),
    reason: refusalOf(program, recipient, channel),
  }));
  const open = asked.filter(({ reason }) => reason === null);
  if (open.length === 0) return asked.slice(0, 1);
  if (program.category === "safety") return open;
  const outside = open.find(({ channel }) => channel !== "app");
  return open.filter((route) => route.channel === "app" || route === outside);
}

function refusalOf(program: MessageProgram, recipient: Recipient, channel: MessageChannel): string | null {
  const reachable = channel === "app" ? recipient.customerId : recipient.addresses[channel];
  if (reachable === undefined) return "NO_ADDRESS";
  // The inbox is the customer's own record of what was said; only what is pushed can be declined.
  if (channel === "app" || ALWAYS_SENT.includes(program.category)) return null;
  const wish = `${program.category}:${channel}`;
  if (recipient.declined.includes(wish)) return "DECLINED";
  if (program.consentAsked && !recipient.accepted.includes(wish)) return "NO_CONSENT";
  return null;
}
