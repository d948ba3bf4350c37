import { Secret, TOTP } from "otpauth";
import { encode } from "uqr";

/**
 * Time-based one-time codes (RFC 6238) with the parameters that every authenticator knows: SHA-1, six digits, a step of
 * 30 s. The library does the arithmetic; which codes are still good is decided by whoever asks.
 */
const STEP_S = 30;
const DIGITS = 6;
/** A clock may be off by one step to either side (RFC 6238 §5.2). */
const STEPS_OFF_MAX = 1;
const SECRET_BYTES = 20;

/** A new shared secret, in base32: 160 bits, as long as the hash (RFC 4226 §4). */
export const newTotpSecret = (): string => new Secret({ size: SECRET_BYTES }).base32;

/** The step whose code this is, or null: of now or the steps beside it. */
export function stepOf(secret: string, code: string, now: Date): number | null {
  const typed = code.normalize("NFKC").replace(/\s/g, "");
  if (!/^\d{6}$/.test(typed)) return null;
  const delta = totp(secret).validate({ token: typed, timestamp: now.getTime(), window: STEPS_OFF_MAX });
  return delta === null ? null : Math.floor(now.getTime() / 1000 / STEP_S) + delta;
}

/** The code of a moment, as an authenticator shows it. */
export const codeAt = (secret: string, now: Date): string =>
  totp(secret).generate({ timestamp: now.getTime() });

/** What an authenticator is given: as address (behind the picture) and as key to be typed. */
export interface Enrolment {
  readonly uri: string;
  /** In groups of four, as it is read and typed. */
  readonly key: string;
  /** The picture of `uri`: dark squares as a path in a square of `size` units, with its quiet zone. */
  readonly picture: { readonly size: number; readonly path: string };
}

export function enrolmentOf(secret: string, issuer: string, login: string): Enrolment {
  const uri = new TOTP({
    issuer,
    label: login,
    secret: Secret.fromBase32(secret),
    digits: DIGITS,
    period: STEP_S,
  }).toString();
  const { data, size } = encode(uri, { ecc: "M", border: 4 });
  const path = data.flatMap((row, y) => row.map((dark, x) => (dark ? `M${x} ${y}h1v1h-1z` : ""))).join("");
  return { uri, key: secret.replace(/(.{4})(?=.)/g, "$1 "), picture: { size, path } };
}

const totp = (secret: string): TOTP =>
  new TOTP({ secret: Secret.fromBase32(secret), digits: DIGITS, period: STEP_S, algorithm: "SHA1" });
