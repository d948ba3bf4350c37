import { createTransport } from "nodemailer";
import { htmlOf } from "#engines/messages/index.ts";
import type { MessageGateway, SendOutcome } from "../message-gateway.ts";

const CONNECT_TIMEOUT_MS = 5_000;
const ANSWER_TIMEOUT_MS = 15_000;

export interface MailServer {
  /** `smtp://user:password@host:port` or `smtps://…`. */
  readonly url: string;
  /** Who sends: the utility's name before an address of the installation. */
  readonly from: { readonly name: string; readonly address: string };
}

/** A mail server by SMTP (RFC 5321). The reference is the Message-ID, by which a repeated mail is known. */
export function emailGateway({ url, from }: MailServer): MessageGateway {
  const transport = createTransport({
    url,
    connectionTimeout: CONNECT_TIMEOUT_MS,
    greetingTimeout: CONNECT_TIMEOUT_MS,
    socketTimeout: ANSWER_TIMEOUT_MS,
    // No file and no address of a text is ever fetched.
    disableFileAccess: true,
    disableUrlAccess: true,
  });
  const host = from.address.slice(from.address.indexOf("@") + 1);
  return {
    async send(message) {
      try {
        const sent = await transport.sendMail({
          from,
          to: { name: "", address: message.to },
          subject: message.subject ?? "",
          text: message.text,
          html: htmlOf(message.text, message.locale),
          messageId: `<${message.reference}@${host}>`,
          headers: { "Content-Language": message.locale, "Auto-Submitted": "auto-generated" },
        });
        return { outcome: "accepted", providerId: sent.messageId };
      } catch (error) {
        return outcomeOf(error as Error & { responseCode?: number });
      }
    },
  };
}

/** 5yz is for good, 4yz for now (RFC 5321 §4.2.1); without an answer nobody knows. */
function outcomeOf(error: Error & { responseCode?: number }): SendOutcome {
  const detail = error.message.slice(0, 300);
  const { responseCode } = error;
  if (responseCode === undefined) return { outcome: "unreachable", detail };
  return { outcome: "refused", code: `SMTP ${responseCode}`, detail, permanent: responseCode >= 500 };
}
