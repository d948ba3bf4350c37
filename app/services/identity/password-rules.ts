import { identityError } from "./errors.ts";

/**
 * What a password must not be (NIST SP 800-63B-4 §3.1.1.2): too short, one that everybody tries first, or made of what
 * is known of the person. No rule on kinds of characters and no expiry: both make people choose worse ones.
 */
export const PASSWORD_LENGTH_MIN = 8;
/** A longer one only makes the server work: no person types it. At least 64 must be possible. */
export const PASSWORD_LENGTH_MAX = 200;

export interface PasswordContext {
  /** The utility's own minimum; never below ours. */
  readonly lengthMin: number;
  /** Login, name and utility, of which a password must not be made. */
  readonly words: readonly string[];
}

export const NO_CONTEXT: PasswordContext = { lengthMin: PASSWORD_LENGTH_MIN, words: [] };

/** @throws PASSWORD_WEAK, PASSWORD_LONG, PASSWORD_COMMON, PASSWORD_PERSONAL, each naming `path` */
export async function checkPassword(
  password: string,
  context: PasswordContext = NO_CONTEXT,
  path = "password",
): Promise<void> {
  const length = Math.max(context.lengthMin, PASSWORD_LENGTH_MIN);
  const plain = password.normalize("NFKC");
  // People count characters, not the halves of which some consist.
  if ([...plain].length < length) throw identityError("PASSWORD_WEAK", { length }, { path });
  if (plain.length > PASSWORD_LENGTH_MAX)
    throw identityError("PASSWORD_LONG", { length: PASSWORD_LENGTH_MAX }, { path });
  const lower = plain.toLowerCase();
  if (isRun(lower) || (await commonPasswords()).has(lower))
    throw identityError("PASSWORD_COMMON", {}, { path });
  if (context.words.some((word) => isMadeOf(lower, word.normalize("NFKC").toLowerCase())))
    throw identityError("PASSWORD_PERSONAL", {}, { path });
}

/** "aaaaaaaa", "abcabcabc", "12345678", "87654321". */
function isRun(text: string): boolean {
  const codes = [...text].map((character) => character.codePointAt(0) ?? 0);
  const [first, second] = codes;
  const step = (second ?? 0) - (first ?? 0);
  if (Math.abs(step) <= 1 && codes.every((code, at) => at === 0 || code - (codes[at - 1] ?? 0) === step))
    return true;
  return /^(.{1,4})\1+$/u.test(text);
}

/** The word with digits and signs around it, such as "linzhou2026!". */
function isMadeOf(text: string, word: string): boolean {
  if (word.length < 4) return false;
  const at = text.indexOf(word);
  return at >= 0 && /^[\d\p{P}\p{S}\s]*$/u.test(text.slice(0, at) + text.slice(at + word.length));
}

let common: Promise<ReadonlySet<string>> | undefined;

/** Loaded when the first password is chosen: the list is a megabyte. */
function commonPasswords(): Promise<ReadonlySet<string>> {
  common ??= import("@zxcvbn-ts/language-common").then(
    ({ dictionary }) => new Set([...(dictionary["passwords-common"] as readonly string[]), ...CHINESE]),
  );
  return common;
}

// Often used in China and missing in the list: "I love you", "for a lifetime" and keyboard walks.
const CHINESE = [
  "woaini1314",
  "woaini520",
  "woaini521",
  "5201314520",
  "1314520520",
  "a123456789",
  "a1234567890",
  "aa123456",
  "qq123456",
  "qq123456789",
  "wang1234",
  "zhang123",
  "woaini123",
  "iloveyou520",
  "asd123456",
  "zxc123456",
  "abc123456",
  "1qaz2wsx3edc",
  "q1w2e3r4t5",
  "admin888",
  "admin123456",
  "password123",
];
