import { checksum, hexByte } from "./bytes.ts";
import { frameError } from "./errors.ts";

/** A value that a frame carries. */
export interface FrameValue {
  readonly name: string;
  /** Decimal text, or the digits as they stand where the meaning is not a number. */
  readonly value: string;
  readonly unit?: string;
}

/** What a frame says, whatever its protocol. */
export interface DecodedFrame {
  readonly protocol: string;
  readonly address: string;
  readonly control: string;
  readonly direction: "to-meter" | "from-meter";
  readonly identifier?: string;
  readonly meaning?: string;
  readonly values: readonly FrameValue[];
  /** The data field in hexadecimal, after the protocol's own coding was taken off. */
  readonly data: string;
  readonly [more: string]: unknown;
}

const START = 0x68;
const END = 0x16;
/** Bytes that wake a meter before the frame. */
const PREAMBLE = 0xfe;

/** Where the parts of a frame of this family (68 … length data checksum 16) stand, counted from its first 68. */
export interface FrameLayout {
  /** Place of the length byte; data follow it. */
  readonly lengthAt: number;
  /** Where further start marks stand. */
  readonly startsAt: readonly number[];
  /** Most data bytes that the standard allows. */
  readonly dataLimit: number;
}

export interface FrameParts {
  /** Byte offset of the first 68 in what was given. */
  readonly offset: number;
  /** From the first 68 to the end mark. */
  readonly bytes: Uint8Array;
  readonly data: Uint8Array;
}

/**
 * Checks the outside of a frame: start marks, length, checksum, end mark, nothing behind it. Wake-up bytes FE before it
 * are passed over.
 * @throws FRAME_… with the byte offset in what was given
 */
export function frameParts(given: Uint8Array, layout: FrameLayout): FrameParts {
  let offset = 0;
  while (given[offset] === PREAMBLE) offset += 1;
  const bytes = given.subarray(offset);
  const shortest = layout.lengthAt + 3;
  if (bytes.length < shortest) {
    throw frameError(
      "FRAME_TOO_SHORT",
      { byte: given.length, expected: offset + shortest },
      { byte: given.length },
    );
  }
  for (const at of [0, ...layout.startsAt]) {
    if (bytes[at] === START) continue;
    const byte = offset + at;
    throw frameError("FRAME_START_INVALID", { byte, found: hexByte(bytes[at]!) }, { byte });
  }
  const length = bytes[layout.lengthAt]!;
  const held = bytes.length - shortest;
  if (length !== held || length > layout.dataLimit) {
    const byte = offset + layout.lengthAt;
    throw frameError(
      "FRAME_LENGTH_INVALID",
      { found: length, expected: Math.min(held, layout.dataLimit) },
      { byte },
    );
  }
  const checkAt = bytes.length - 2;
  const expected = checksum(bytes.subarray(0, checkAt));
  if (bytes[checkAt] !== expected) {
    const params = { found: hexByte(bytes[checkAt]!), expected: hexByte(expected) };
    throw frameError("FRAME_CHECKSUM_INVALID", params, { byte: offset + checkAt });
  }
  if (bytes[checkAt + 1] !== END) {
    const byte = offset + checkAt + 1;
    throw frameError("FRAME_END_INVALID", { byte, found: hexByte(bytes[checkAt + 1]!) }, { byte });
  }
  return { offset, bytes, data: bytes.subarray(layout.lengthAt + 1, checkAt) };
}
