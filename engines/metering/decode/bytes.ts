import { frameError } from "./errors.ts";

/** Two upper-case hexadecimal digits. */
export function hexByte(byte: number): string {
  return byte.toString(16).toUpperCase().padStart(2, "0");
}

/** "68 61 01…" → bytes; blanks between digits do not matter. @throws FRAME_HEX_INVALID with the position of the character */
export function parseHex(text: string): Uint8Array {
  const digits: number[] = [];
  for (let at = 0; at < text.length; at += 1) {
    const character = text[at]!;
    if (/\s/.test(character)) continue;
    const digit = Number.parseInt(character, 16);
    if (Number.isNaN(digit)) {
      const byte = Math.floor(digits.length / 2);
      throw frameError("FRAME_HEX_INVALID", { position: at + 1, found: character }, { byte, column: at + 1 });
    }
    digits.push(digit);
  }
  if (digits.length % 2 === 1) {
    const byte = (digits.length - 1) / 2;
    throw frameError(
      "FRAME_HEX_INVALID",
      { position: text.length + 1, found: "" },
      { byte, column: text.length + 1 },
    );
  }
  return Uint8Array.from(
    { length: digits.length / 2 },
    (_, at) => digits[2 * at]! * 16 + digits[2 * at + 1]!,
  );
}

/** The sum of bytes modulo 256: the checksum of DL/T 645 and CJ/T 188. */
export function checksum(bytes: Uint8Array): number {
  let sum = 0;
  for (const byte of bytes) sum = (sum + byte) % 256;
  return sum;
}

/** Decimal digits of binary-coded bytes that come low byte first. `undefined` when a half-byte is no digit. */
export function bcdLowFirst(bytes: Uint8Array): string | undefined {
  let digits = "";
  for (let at = bytes.length - 1; at >= 0; at -= 1) {
    const byte = bytes[at]!;
    if (byte >> 4 > 9 || (byte & 15) > 9) return undefined;
    digits += hexByte(byte);
  }
  return digits;
}
