import { createCipheriv, createDecipheriv, createHmac, hkdfSync, randomBytes } from "node:crypto";
import { env } from "./env.ts";

/**
 * Secrets at rest. Each purpose has a key of its own, derived from the root secret (HKDF-SHA-256, RFC 5869): what is sealed
 * for one can be opened for no other, and a copy of the database alone opens nothing.
 */

const VERSION = "1";
const NONCE_BYTES = 12;
const TAG_BYTES = 16;

/**
 * Encrypts a text (AES-256-GCM). `owner` is whom it belongs to, e.g. a person's id: it is authenticated, so that a sealed
 * text moved to another row cannot be opened there.
 */
export function seal(purpose: string, text: string, owner: string): string {
  const nonce = randomBytes(NONCE_BYTES);
  const cipher = createCipheriv("aes-256-gcm", keyFor(purpose), nonce).setAAD(Buffer.from(owner));
  const sealed = Buffer.concat([nonce, cipher.update(text, "utf8"), cipher.final(), cipher.getAuthTag()]);
  return `${VERSION}.${sealed.toString("base64url")}`;
}

/** The text again. Throws when it was sealed for another purpose or owner, under another root secret, or was changed. */
export function unseal(purpose: string, sealed: string, owner: string): string {
  const [version, body = ""] = sealed.split(".");
  if (version !== VERSION) throw new Error("the sealed text is of an unknown version");
  const bytes = Buffer.from(body, "base64url");
  if (bytes.length < NONCE_BYTES + TAG_BYTES) throw new Error("the sealed text is too short");
  const decipher = createDecipheriv("aes-256-gcm", keyFor(purpose), bytes.subarray(0, NONCE_BYTES), {
    authTagLength: TAG_BYTES,
  });
  decipher.setAAD(Buffer.from(owner)).setAuthTag(bytes.subarray(-TAG_BYTES));
  const text = decipher.update(bytes.subarray(NONCE_BYTES, -TAG_BYTES));
  return Buffer.concat([text, decipher.final()]).toString("utf8");
}

/** A hash that only this installation can make: for short secrets, which a plain hash would not keep from being guessed. */
export function keyedHash(purpose: string, ...parts: readonly string[]): Buffer {
  return createHmac("sha256", keyFor(purpose)).update(JSON.stringify(parts)).digest();
}

function keyFor(purpose: string): Buffer {
  return Buffer.from(hkdfSync("sha256", env().MANIFOLD_SECRET, "", `manifold ${purpose}`, 32));
}
