import { bcdLowFirst, hexByte } from "./bytes.ts";
import { type ItemFormat, itemFormat } from "./dlt645-items.ts";
import { frameError } from "./errors.ts";
import { type DecodedFrame, type FrameParts, type FrameValue, frameParts } from "./frame.ts";

/** 68 address(6) 68 control length data checksum 16. */
const LAYOUT = { lengthAt: 9, startsAt: [7], dataLimit: 200 };
const CODING = 0x33;

/** Function codes: the low five bits of the control byte (DL/T 645-2007, 7.1). */
const FUNCTIONS: Readonly<Record<number, string>> = {
  3: "security",
  8: "broadcast time",
  17: "read data",
  18: "read following data",
  19: "read address",
  20: "write data",
  21: "write address",
  22: "freeze",
  23: "change speed",
  24: "change password",
  25: "clear demand",
  26: "clear meter",
  27: "clear events",
  28: "relay control",
};
const READ_DATA = 17;

/**
 * Decodes a frame of DL/T 645-2007. Data bytes are sent with 33 (hexadecimal) added, low byte first.
 * @throws FRAME_… with the byte offset
 */
export function decodeDlt645(given: Uint8Array): DecodedFrame {
  const parts = frameParts(given, LAYOUT);
  const control = parts.bytes[8]!;
  const data = parts.data.map((byte) => (byte - CODING + 256) % 256);
  const base = {
    protocol: "dlt645-2007",
    address: addressOf(parts),
    control: hexByte(control),
    direction: (control & 0x80) === 0 ? ("to-meter" as const) : ("from-meter" as const),
    function: FUNCTIONS[control & 0x1f] ?? "unknown",
    following: (control & 0x20) !== 0,
    data: [...data].map(hexByte).join(" "),
  };
  if ((control & 0xc0) === 0xc0)
    return { ...base, abnormal: true, errorCode: data.length > 0 ? hexByte(data[0]!) : "", values: [] };
  if ((control & 0x1f) !== READ_DATA || data.length < 4) return { ...base, values: [] };
  const identifier = [3, 2, 1, 0].map((at) => hexByte(data[at]!)).join("");
  const format = itemFormat(identifier);
  const meaning = format === undefined ? {} : { meaning: format.name };
  const payload = data.subarray(4);
  if (payload.length === 0) return { ...base, identifier, ...meaning, values: [] };
  return {
    ...base,
    identifier,
    ...meaning,
    values: format === undefined ? [] : valuesOf(parts, payload, format),
  };
}

/** Twelve digits; AA stands for any digit pair in a request to all meters. */
function addressOf({ bytes, offset }: FrameParts): string {
  let address = "";
  for (let at = 6; at >= 1; at -= 1) {
    const byte = bytes[at]!;
    if (byte !== 0xaa && (byte >> 4 > 9 || (byte & 15) > 9)) {
      throw frameError(
        "FRAME_ADDRESS_INVALID",
        { byte: offset + at, found: hexByte(byte) },
        { byte: offset + at },
      );
    }
    address += hexByte(byte);
  }
  return address;
}

function valuesOf({ offset }: FrameParts, payload: Uint8Array, format: ItemFormat): FrameValue[] {
  const wanted = format.bytes + (format.stamped ? 5 : 0);
  const at = offset + LAYOUT.lengthAt + 5;
  if (payload.length !== wanted) {
    const params = {
      byte: at,
      found: `${payload.length} bytes`,
      expected: `${wanted} bytes of ${format.name}`,
    };
    throw frameError("FRAME_DATA_INVALID", params, { byte: at });
  }
  const bytes = payload.slice(0, format.bytes);
  const last = format.bytes - 1;
  const negative = format.signed === true && (bytes[last]! & 0x80) !== 0;
  if (negative) bytes[last] = bytes[last]! & 0x7f;
  const digits = bcdLowFirst(bytes);
  if (digits === undefined) {
    const found = [...bytes].map(hexByte).join(" ");
    throw frameError(
      "FRAME_DATA_INVALID",
      { byte: at, found, expected: "binary-coded decimals" },
      { byte: at },
    );
  }
  const value = decimalText(digits, format.decimals, negative);
  const unit = format.unit === undefined ? {} : { unit: format.unit };
  const values: FrameValue[] = [{ name: format.name, value, ...unit }];
  if (format.stamped) {
    values.push({
      name: "time of the demand (YYMMDDhhmm)",
      value: bcdLowFirst(payload.subarray(format.bytes)) ?? "",
    });
  }
  return values;
}

/** "00000026" with two decimals → "0.26". Items without decimals keep their leading zeros: they are codes and times. */
export function decimalText(digits: string, decimals: number, negative = false): string {
  if (decimals === 0) return digits;
  const whole = digits.slice(0, -decimals).replace(/^0+(?=\d)/, "") || "0";
  return `${negative ? "-" : ""}${whole}.${digits.slice(-decimals)}`;
}
