import type { Locale } from "#engines/kernel/errors.ts";
import type { MessageCategory, MessageChannel } from "#schema/blueprint/message/schema.ts";
import type { MessageContext } from "./filters.ts";
import type { QuietHours } from "./quiet-hours.ts";
import type { SmsSize } from "./segments.ts";

export interface RenderedSms extends SmsSize {
  readonly text: string;
}

export interface RenderedEmail {
  readonly subject: string;
  readonly text: string;
}

export interface RenderedApp {
  readonly title: string;
  readonly text: string;
  readonly link: string | undefined;
}

/** What a message says, by every channel that its template has. */
export interface RenderedMessage {
  readonly sms?: RenderedSms;
  readonly email?: RenderedEmail;
  readonly app?: RenderedApp;
}

/** A compiled message template. */
export interface MessageProgram {
  readonly category: MessageCategory;
  readonly channels: readonly MessageChannel[];
  readonly consentAsked: boolean;
  /** Undefined: it may go out at any hour. */
  readonly quietHours: QuietHours | undefined;
  /** @throws MESSAGE_VARIABLE_MISSING, MESSAGE_VARIABLE_TYPE, MESSAGE_TOO_COSTLY */
  render(data: Readonly<Record<string, unknown>>, context: MessageContext): RenderedMessage;
  /** With the samples, as a designer shows it. */
  sample(context: MessageContext): RenderedMessage;
  readonly locales: readonly Locale[];
}
