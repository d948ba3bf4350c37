import { createHmac } from "node:crypto";
import { emailGateway } from "#app/connectors/email/gateway.ts";
import type { MessageGateway } from "#app/connectors/message-gateway.ts";
import { smsGateway } from "#app/connectors/sms/gateway.ts";
import { type SmsAccount, simulatedSmsAccount } from "#app/connectors/sms/protocol.ts";
import { env } from "#app/platform/env.ts";
import { remember } from "#app/platform/remember.ts";
import type { MessageChannel } from "#schema/blueprint/message/schema.ts";

/** The utility as its messages name it. */
export interface Sender {
  readonly slug: string;
  readonly name: string;
}

/** The ways out for a channel; undefined where the installation has none. */
export type Gateways = (channel: MessageChannel, sender: Sender) => MessageGateway | undefined;

/** Inside the utility: where status reports of SMS arrive. */
export const SMS_REPORT_PATH = "api/messages/sms-reports";

/** The gateways that the environment of this process names. They are kept: a mail server's has connections. */
export const configuredGateways: Gateways = (channel, sender) => {
  const { SMS_URL, SMTP_URL, MAIL_FROM } = env();
  if (channel === "sms" && SMS_URL !== undefined) {
    return smsGateway({
      url: SMS_URL,
      account: smsAccountOf(sender.slug),
      reportUrl: reportUrlOf(sender.slug),
    });
  }
  if (channel === "email" && SMTP_URL !== undefined) {
    return remember(`message.email.${sender.slug}`, () =>
      emailGateway({ url: SMTP_URL, from: { name: sender.name, address: MAIL_FROM } }),
    );
  }
  return undefined;
};

export function smsAccountOf(slug: string): SmsAccount {
  return simulatedSmsAccount(smsSecret(), slug);
}

/** What web process, worker and simulator derive the accounts' keys from. */
function smsSecret(): string {
  const { SMS_SECRET: given, MANIFOLD_SECRET: root } = env();
  return given ?? createHmac("sha256", root).update("simulated sms provider").digest("base64url");
}

function reportUrlOf(slug: string): string {
  const { PUBLIC_URL, PORT } = env();
  return new URL(`/t/${slug}/${SMS_REPORT_PATH}`, PUBLIC_URL ?? `http://127.0.0.1:${PORT}`).toString();
}
