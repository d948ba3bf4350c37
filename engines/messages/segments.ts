/**
 * The basic character set of GSM 7-bit (3GPP TS 23.038 §6.2.1); those of the extension table (§6.2.1.1) take two septets.
 */
const BASIC = new Set(
  "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà",
);
const EXTENSION = new Set("\f^{}\\[~]|€");

export interface SmsSize {
  readonly encoding: "gsm-7" | "ucs-2";
  /** Septets of GSM 7-bit, or UTF-16 units of UCS-2. */
  readonly units: number;
  /** So many messages the operator sends and charges. */
  readonly segments: number;
}

// A part of a longer message gives 6 octets to the header that joins it (3GPP TS 23.040 §9.2.3.24.1).
const SINGLE = { "gsm-7": 160, "ucs-2": 70 } as const;
const PART = { "gsm-7": 153, "ucs-2": 67 } as const;

/** How an SMS is encoded, and into how many segments it is cut. A character is never cut in two. */
export function smsSize(text: string): SmsSize {
  const widths = [...text].map((character) =>
    BASIC.has(character) ? 1 : EXTENSION.has(character) ? 2 : undefined,
  );
  const encoding = widths.every((width) => width !== undefined) ? "gsm-7" : "ucs-2";
  const lengths =
    encoding === "gsm-7" ? (widths as number[]) : [...text].map((character) => character.length);
  const units = lengths.reduce((sum, length) => sum + length, 0);
  if (units <= SINGLE[encoding]) return { encoding, units, segments: 1 };
  let segments = 1;
  let used = 0;
  for (const length of lengths) {
    if (used + length > PART[encoding]) {
      segments += 1;
      used = 0;
    }
    used += length;
  }
  return { encoding, units, segments };
}
