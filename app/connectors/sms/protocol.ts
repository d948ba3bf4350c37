import { createHmac } from "node:crypto";
import { z } from "zod";
import { newNonce, signatureOf, unixSeconds } from "../signing.ts";

/**
 * The words on the wire to an SMS provider, after those of Chinese clouds (Alibaba Cloud SMS: PhoneNumbers, SignName, OutId,
 * BizId, `isv.` and `isp.` codes, reports as an array acknowledged by `{"code":0}`). Both directions are signed with
 * HMAC-SHA256 over method, target, timestamp, nonce and body, each on a line.
 */

export const SMS_SCHEME = "SMS1-HMAC-SHA256";

/** The account of a utility at the provider. */
export interface SmsAccount {
  readonly id: string;
  readonly key: string;
}

export const sendRequest = z.object({
  PhoneNumbers: z.string().regex(/^\+?\d{5,20}$/),
  Content: z.string().min(1).max(1_000),
  /** The customer's own number of the message. The provider takes the same number once. */
  OutId: z.string().regex(/^[\w-]{6,64}$/),
  ReportUrl: z.url({ protocol: /^https?$/ }),
});
export type SendRequest = z.infer<typeof sendRequest>;

export const sendAnswer = z.object({
  Code: z.string().max(100),
  Message: z.string().max(500),
  RequestId: z.string().max(100),
  BizId: z.string().max(100).optional(),
});
export type SendAnswer = z.infer<typeof sendAnswer>;

export const statusReport = z.object({
  /** The same for every delivery of the same report. */
  report_id: z.string().min(1).max(64),
  phone_number: z.string(),
  out_id: z.string().min(1).max(64),
  biz_id: z.string().max(100),
  report_time: z.iso.datetime({ offset: true }),
  success: z.boolean(),
  err_code: z.string().max(60),
});
export type StatusReport = z.infer<typeof statusReport>;

export const statusReports = z.array(statusReport).min(1).max(100);

/** Codes after which the same message may well be taken later; any other refusal is for good. */
export const TEMPORARY_CODES: readonly string[] = [
  "isp.SYSTEM_ERROR",
  "isv.BUSINESS_LIMIT_CONTROL",
  "isv.AMOUNT_NOT_ENOUGH",
];

/** The headers that sign a request of either side. `target` is path and query. */
export function signed(account: SmsAccount, method: string, target: string, body: string, now: Date) {
  const [timestamp, nonce] = [unixSeconds(now), newNonce()];
  const signature = signatureOf(account.key, method, target, timestamp, nonce, body);
  return {
    authorization: `${SMS_SCHEME} Credential=${account.id},Timestamp=${timestamp},Nonce=${nonce},Signature=${signature}`,
  };
}

const AUTHORIZATION = new RegExp(
  `^${SMS_SCHEME} Credential=([\\w-]{1,64}),Timestamp=(\\d{1,12}),Nonce=(\\w{1,64}),Signature=([A-Za-z0-9+/=]{1,128})$`,
);

export interface SignedBy {
  readonly accountId: string;
  readonly timestamp: string;
  readonly nonce: string;
  readonly signature: string;
}

export function readSignature(header: string | undefined): SignedBy | undefined {
  const [, accountId, timestamp, nonce, signature] = AUTHORIZATION.exec(header ?? "") ?? [];
  if (accountId === undefined || timestamp === undefined || nonce === undefined || signature === undefined)
    return undefined;
  return { accountId, timestamp, nonce, signature };
}

/** The account of a utility at the simulated provider; a real one is issued by the provider. */
export function simulatedSmsAccount(secret: string, tenantSlug: string): SmsAccount {
  return {
    id: tenantSlug,
    key: createHmac("sha256", secret).update(`sms account ${tenantSlug}`).digest("base64url"),
  };
}
