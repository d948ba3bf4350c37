import { errorsOf } from "#engines/kernel/errors.ts";
import type { MessageGateway, OutgoingMessage, SendOutcome } from "../message-gateway.ts";
import { isFresh, REPLAY_WINDOW_S, sameSignature, signatureOf } from "../signing.ts";
import { smsErrors } from "./errors.ts";
import {
  readSignature,
  type SendRequest,
  type SmsAccount,
  type StatusReport,
  sendAnswer,
  signed,
  statusReports,
  TEMPORARY_CODES,
} from "./protocol.ts";

const fail = errorsOf(smsErrors);

const REQUEST_TIMEOUT_MS = 8_000;
const SEND_TARGET = "/sms/v1/messages";

export interface SmsProvider {
  readonly url: string;
  readonly account: SmsAccount;
  /** Where it sends status reports. */
  readonly reportUrl: string;
}

/** An SMS provider that speaks the protocol of `protocol.ts`; the simulator of app/simulators answers it. */
export function smsGateway({ url, account, reportUrl }: SmsProvider): MessageGateway {
  return {
    async send(message) {
      const body = JSON.stringify(requestOf(message, reportUrl));
      try {
        const answer = await fetch(new URL(SEND_TARGET, url), {
          method: "POST",
          headers: {
            ...signed(account, "POST", SEND_TARGET, body, new Date()),
            "content-type": "application/json",
          },
          body,
          redirect: "error",
          signal: AbortSignal.timeout(REQUEST_TIMEOUT_MS),
        });
        return outcomeOf(answer.status, await answer.json());
      } catch (error) {
        return { outcome: "unreachable", detail: causeOf(error) };
      }
    },
  };
}

function requestOf(message: OutgoingMessage, reportUrl: string): SendRequest {
  return {
    PhoneNumbers: message.to,
    Content: message.text,
    OutId: message.reference,
    ReportUrl: reportUrl,
  };
}

function outcomeOf(status: number, body: unknown): SendOutcome {
  const read = sendAnswer.safeParse(body);
  if (!read.success) return { outcome: "unreachable", detail: `HTTP ${status} without a readable answer` };
  const { Code: code, Message: detail, BizId: providerId } = read.data;
  if (code === "OK" && providerId !== undefined) return { outcome: "accepted", providerId };
  return { outcome: "refused", code, detail, permanent: !TEMPORARY_CODES.includes(code) };
}

const causeOf = (error: unknown): string => {
  const { message, cause } = error as Error;
  return (cause instanceof Error ? `${message}: ${cause.message}` : message).slice(0, 300);
};

/**
 * Opens a push of status reports: the signature first (in constant time), then its time, then its content.
 * @throws SMS_REPORT_UNSIGNED, SMS_REPORT_FORGED, SMS_REPORT_STALE, SMS_REPORT_MALFORMED
 */
export function openReports(
  account: SmsAccount,
  request: { readonly authorization: string | undefined; readonly target: string; readonly body: string },
  now: Date,
): readonly StatusReport[] {
  const by = readSignature(request.authorization);
  if (by === undefined || by.accountId !== account.id) throw fail("SMS_REPORT_UNSIGNED");
  const expected = signatureOf(account.key, "POST", request.target, by.timestamp, by.nonce, request.body);
  if (!sameSignature(expected, by.signature)) throw fail("SMS_REPORT_FORGED");
  if (!isFresh(by.timestamp, now)) throw fail("SMS_REPORT_STALE", { windowS: REPLAY_WINDOW_S });
  try {
    return statusReports.parse(JSON.parse(request.body));
  } catch (error) {
    throw fail("SMS_REPORT_MALFORMED", { detail: (error as Error).message.slice(0, 300) }, undefined, error);
  }
}
