import {
  createHash,
  createPrivateKey,
  createPublicKey,
  hkdfSync,
  type KeyObject,
  sign,
  verify,
} from "node:crypto";
import { env } from "./env.ts";
import { remember } from "./remember.ts";

/**
 * Ed25519 (RFC 8032) signatures of the installation. The private key is derived from MANIFOLD_SECRET and never stored, so
 * whoever can write the database can still not sign. Signatures of another installation (a bundle from a test system, a
 * restored backup) verify when its public key is in MANIFOLD_TRUSTED_KEYS.
 */

export interface Signature {
  /** Fingerprint of the public key. */
  readonly keyId: string;
  /** Base64. */
  readonly value: string;
}

/** PKCS #8 and SubjectPublicKeyInfo headers of an Ed25519 key (RFC 8410): the 32 bytes of the key follow. */
const PRIVATE_HEADER = Buffer.from("302e020100300506032b657004220420", "hex");
const PUBLIC_HEADER = Buffer.from("302a300506032b6570032100", "hex");
const KEY_BYTES = 32;

export function signText(text: string): Signature {
  const { privateKey, keyId } = ownKey();
  return { keyId, value: sign(null, Buffer.from(text), privateKey).toString("base64") };
}

/** Whether a text was signed by this installation or by one that it trusts. */
export function verifyText(text: string, signature: Signature): boolean {
  const key = publicKeys().get(signature.keyId);
  return key !== undefined && verify(null, Buffer.from(text), key, Buffer.from(signature.value, "base64"));
}

/** Whether the key of a signature is known here at all. */
export function isTrustedKey(keyId: string): boolean {
  return publicKeys().has(keyId);
}

/** The public key of this installation: what another one puts into its MANIFOLD_TRUSTED_KEYS. */
export function ownPublicKey(): { keyId: string; publicKey: string } {
  const { keyId, raw } = ownKey();
  return { keyId, publicKey: raw.toString("base64") };
}

function ownKey(): { privateKey: KeyObject; keyId: string; raw: Buffer } {
  return remember("signing.own", () => {
    const seed = hkdfSync("sha256", env().MANIFOLD_SECRET, "", "manifold release signing", KEY_BYTES);
    const privateKey = createPrivateKey({
      key: Buffer.concat([PRIVATE_HEADER, Buffer.from(seed)]),
      format: "der",
      type: "pkcs8",
    });
    const raw = createPublicKey(privateKey).export({ format: "der", type: "spki" }).subarray(-KEY_BYTES);
    return { privateKey, keyId: fingerprint(raw), raw };
  });
}

function publicKeys(): ReadonlyMap<string, KeyObject> {
  return remember("signing.trusted", () => {
    const trusted = (env().MANIFOLD_TRUSTED_KEYS ?? []).map((text) => Buffer.from(text, "base64"));
    return new Map(
      [ownKey().raw, ...trusted].map((raw) => [
        fingerprint(raw),
        createPublicKey({ key: Buffer.concat([PUBLIC_HEADER, raw]), format: "der", type: "spki" }),
      ]),
    );
  });
}

/** SHA-256 of the key, its first 16 hexadecimal digits. */
function fingerprint(raw: Buffer): string {
  return createHash("sha256").update(raw).digest("hex").slice(0, 16);
}
