import { createCipheriv, createDecipheriv, createHmac, randomBytes } from "node:crypto";
import { z } from "zod";
import { newNonce, signatureOf, unixSeconds } from "../signing.ts";

export { isFresh, newNonce, REPLAY_WINDOW_S, sameSignature, signatureOf, unixSeconds } from "../signing.ts";

/**
 * The words on the wire between merchant and gateway, after WeChat Pay API v3 (signature of timestamp, nonce and body, each
 * on a line; the event encrypted by AES-256-GCM with the merchant's key). One difference: both sides sign with HMAC-SHA256
 * and the merchant's key instead of RSA with certificates, which a local simulator has nobody to issue.
 */

export const SCHEMA = "WECHATPAY2-HMAC-SHA256";

export interface Merchant {
  readonly id: string;
  readonly key: string;
}

export const orderRequest = z.object({
  mchid: z.string().min(1),
  description: z.string().max(127),
  out_trade_no: z.string().regex(/^[\w-]{6,32}$/),
  time_expire: z.iso.datetime({ offset: true }),
  notify_url: z.url({ protocol: /^https?$/ }),
  redirect_url: z.url({ protocol: /^https?$/ }),
  amount: z.object({ total: z.number().int().positive(), currency: z.string().length(3) }),
});
export type OrderRequest = z.infer<typeof orderRequest>;

export const transaction = z.object({
  mchid: z.string(),
  out_trade_no: z.string(),
  trade_state: z.enum(["NOTPAY", "SUCCESS", "CLOSED"]),
  transaction_id: z.string().optional(),
  success_time: z.iso.datetime({ offset: true }).optional(),
  amount: z.object({ total: z.number().int().positive(), currency: z.string().length(3) }),
});
export type Transaction = z.infer<typeof transaction>;

export const notification = z.object({
  id: z.string().min(1).max(64),
  create_time: z.iso.datetime({ offset: true }),
  event_type: z.literal("TRANSACTION.SUCCESS"),
  resource_type: z.literal("encrypt-resource"),
  resource: z.object({
    algorithm: z.literal("AEAD_AES_256_GCM"),
    ciphertext: z.string(),
    nonce: z.string(),
    associated_data: z.string(),
  }),
});
export type NotificationBody = z.infer<typeof notification>;

/** The `authorization` header of a merchant's request. `target` is path and query. */
export function authorize(
  merchant: Merchant,
  method: string,
  target: string,
  body: string,
  now: Date,
  nonce = newNonce(),
): string {
  const timestamp = unixSeconds(now);
  const signature = signatureOf(merchant.key, method, target, timestamp, nonce, body);
  return `${SCHEMA} mchid="${merchant.id}",nonce_str="${nonce}",timestamp="${timestamp}",signature="${signature}"`;
}

const AUTHORIZATION = new RegExp(
  `^${SCHEMA} mchid="([^"]{1,64})",nonce_str="([^"]{1,64})",timestamp="(\\d{1,12})",signature="([^"]{1,128})"$`,
);

export interface Authorization {
  readonly merchantId: string;
  readonly nonce: string;
  readonly timestamp: string;
  readonly signature: string;
}

export function readAuthorization(header: string | undefined): Authorization | undefined {
  const [, merchantId, nonce, timestamp, signature] = AUTHORIZATION.exec(header ?? "") ?? [];
  if (merchantId === undefined || nonce === undefined || timestamp === undefined || signature === undefined)
    return undefined;
  return { merchantId, nonce, timestamp, signature };
}

/** AES-256-GCM under the merchant's key; `associated` is authenticated beside the text. */
export function seal(key: string, text: string, associated: string): NotificationBody["resource"] {
  const nonce = randomBytes(12);
  const cipher = createCipheriv("aes-256-gcm", aesKey(key), nonce).setAAD(Buffer.from(associated));
  const ciphertext = Buffer.concat([cipher.update(text, "utf8"), cipher.final(), cipher.getAuthTag()]);
  return {
    algorithm: "AEAD_AES_256_GCM",
    ciphertext: ciphertext.toString("base64"),
    nonce: nonce.toString("base64"),
    associated_data: associated,
  };
}

/** Throws when the text was not sealed with this key or was changed on its way. */
export function unseal(key: string, resource: NotificationBody["resource"]): string {
  const sealed = Buffer.from(resource.ciphertext, "base64");
  const decipher = createDecipheriv("aes-256-gcm", aesKey(key), Buffer.from(resource.nonce, "base64"), {
    authTagLength: TAG_BYTES,
  });
  decipher.setAAD(Buffer.from(resource.associated_data)).setAuthTag(sealed.subarray(-TAG_BYTES));
  return Buffer.concat([decipher.update(sealed.subarray(0, -TAG_BYTES)), decipher.final()]).toString("utf8");
}

const TAG_BYTES = 16;

/** A key of its own for encryption, so that one key never serves two purposes. */
function aesKey(key: string): Buffer {
  return createHmac("sha256", key).update("notification encryption").digest();
}

/** The merchant account of a tenant at the simulated gateway; a real one is issued by the gateway. */
export function simulatedMerchant(secret: string, tenantSlug: string): Merchant {
  const key = createHmac("sha256", secret)
    .update(`payment gateway merchant ${tenantSlug}`)
    .digest("base64url");
  return { id: tenantSlug, key };
}
