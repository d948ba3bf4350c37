import { bcdLowFirst, hexByte } from "./bytes.ts";
import { decimalText } from "./dlt645.ts";
import { frameError } from "./errors.ts";
import { type DecodedFrame, type FrameParts, type FrameValue, frameParts } from "./frame.ts";

/** 68 type address(7) control length data checksum 16. */
const LAYOUT = { lengthAt: 10, startsAt: [], dataLimit: 100 };

const TYPES: Readonly<Record<number, string>> = {
  16: "cold water",
  17: "hot water",
  18: "drinking water",
  19: "grey water",
  32: "heat",
  33: "cold",
  48: "gas",
  64: "electricity",
};

/** Control codes without the answer bit (CJ/T 188, 4.5). */
const FUNCTIONS: Readonly<Record<number, string>> = {
  1: "read data",
  2: "read key version",
  3: "read address",
  4: "write data",
  5: "write address",
  22: "write motor synchronous data",
};
const READ_DATA = 1;
const ANSWER = 0x80;
const ABNORMAL = 0x40;

/** Unit codes of a quantity (CJ/T 188, table 11). */
const UNITS: Readonly<Record<number, string>> = {
  1: "J",
  2: "Wh",
  5: "kWh",
  8: "MWh",
  11: "kJ",
  14: "MJ",
  17: "GJ",
  20: "W",
  23: "kW",
  26: "MW",
  41: "L",
  44: "m3",
  50: "L/h",
  53: "m3/h",
};

const METERED_DATA = "901F";
/** Answer of a water or gas meter to 901F: two quantities of five bytes, seven bytes of time, two of status. */
const METERED_LENGTH = 19;

/**
 * Decodes a frame of CJ/T 188: the address is the vendor code (two bytes) and the meter's number (five), low byte first.
 * @throws FRAME_… with the byte offset
 */
export function decodeCjt188(given: Uint8Array): DecodedFrame {
  const parts = frameParts(given, LAYOUT);
  const { bytes, data, offset } = parts;
  const type = TYPES[bytes[1]!];
  if (type === undefined) {
    throw frameError("FRAME_TYPE_UNKNOWN", { found: hexByte(bytes[1]!) }, { byte: offset + 1 });
  }
  const control = bytes[9]!;
  const address = addressOf(parts);
  const base = {
    protocol: "cjt188",
    address: address.slice(4),
    vendor: address.slice(0, 4),
    meterType: type,
    control: hexByte(control),
    direction: (control & ANSWER) === 0 ? ("to-meter" as const) : ("from-meter" as const),
    function: FUNCTIONS[control & 0x3f] ?? "unknown",
    ...((control & ABNORMAL) === 0 ? {} : { abnormal: true }),
    data: [...data].map(hexByte).join(" "),
  };
  if (data.length < 3 || (control & 0x3f) !== READ_DATA) return { ...base, values: [] };
  const identifier = hexByte(data[1]!) + hexByte(data[0]!);
  const known = {
    ...base,
    identifier,
    serial: data[2]!,
    ...(identifier === METERED_DATA ? { meaning: "metered data" } : {}),
  };
  const payload = data.subarray(3);
  if (identifier !== METERED_DATA || payload.length !== METERED_LENGTH) return { ...known, values: [] };
  return { ...known, values: meteredValues(parts, payload) };
}

function meteredValues({ offset }: FrameParts, payload: Uint8Array): FrameValue[] {
  const at = offset + LAYOUT.lengthAt + 4;
  const status = hexByte(payload[18]!) + hexByte(payload[17]!);
  return [
    quantity(payload.subarray(0, 5), "cumulative flow", at),
    quantity(payload.subarray(5, 10), "cumulative flow at settlement", at + 5),
    { name: "time (YYYYMMDDhhmmss)", value: digitsOf(payload.subarray(10, 17), at + 10) },
    { name: "status", value: status },
  ];
}

/** Four bytes XXXXXX.XX and a unit code. */
function quantity(bytes: Uint8Array, name: string, at: number): FrameValue {
  const digits = digitsOf(bytes.subarray(0, 4), at);
  const unit = UNITS[bytes[4]!];
  if (unit === undefined) {
    const params = { byte: at + 4, found: hexByte(bytes[4]!), expected: "a unit code of CJ/T 188" };
    throw frameError("FRAME_DATA_INVALID", params, { byte: at + 4 });
  }
  return { name, value: decimalText(digits, 2), unit };
}

function digitsOf(bytes: Uint8Array, at: number): string {
  const digits = bcdLowFirst(bytes);
  if (digits !== undefined) return digits;
  const found = [...bytes].map(hexByte).join(" ");
  throw frameError(
    "FRAME_DATA_INVALID",
    { byte: at, found, expected: "binary-coded decimals" },
    { byte: at },
  );
}

/** Fourteen digits; AA stands for any pair in a request to all meters. */
function addressOf({ bytes }: FrameParts): string {
  return [8, 7, 6, 5, 4, 3, 2].map((at) => hexByte(bytes[at]!)).join("");
}
