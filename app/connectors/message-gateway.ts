import type { Locale } from "#engines/kernel/errors.ts";

/** A message as it leaves: the same reference each time that the same message is tried. */
export interface OutgoingMessage {
  readonly reference: string;
  readonly to: string;
  readonly subject: string | null;
  readonly text: string;
  readonly locale: Locale;
}

export type SendOutcome =
  /** The gateway answers for it now. */
  | { readonly outcome: "accepted"; readonly providerId: string }
  /** It will not take it: never (`permanent`), or not at this time. */
  | {
      readonly outcome: "refused";
      readonly code: string;
      readonly detail: string;
      readonly permanent: boolean;
    }
  /** Nobody knows whether it took it: to be tried again under the same reference. */
  | { readonly outcome: "unreachable"; readonly detail: string };

/** A way out for messages of one channel and utility. It answers; it does not throw for what a gateway does. */
export interface MessageGateway {
  send(message: OutgoingMessage): Promise<SendOutcome>;
}
