import { createHmac, randomBytes, timingSafeEqual } from "node:crypto";

/** How far the clocks of both sides may be apart, and how long a captured message could be replayed. */
export const REPLAY_WINDOW_S = 300;

/** The lines that are signed, each ended by a line feed. */
export function signatureOf(key: string, ...lines: readonly string[]): string {
  return createHmac("sha256", key)
    .update(lines.map((line) => `${line}\n`).join(""))
    .digest("base64");
}

/** Compares in constant time, so that a forger learns nothing from how long a refusal takes. */
export function sameSignature(expected: string, given: string): boolean {
  const [a, b] = [Buffer.from(expected, "base64"), Buffer.from(given, "base64")];
  return a.length === b.length && timingSafeEqual(a, b);
}

export function isFresh(timestamp: string, now: Date): boolean {
  return Math.abs(Number(timestamp) - now.getTime() / 1000) <= REPLAY_WINDOW_S;
}

export const unixSeconds = (at: Date): string => String(Math.floor(at.getTime() / 1000));

export const newNonce = (): string => randomBytes(16).toString("hex");
