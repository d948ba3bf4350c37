import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { ManifoldError } from "../../kernel/errors.ts";
import { checksum, parseHex } from "./bytes.ts";
import { PROTOCOLS, type Protocol } from "./protocols.ts";

const ENERGY = "68 61 01 00 00 00 00 68 91 08 33 33 34 33 59 33 33 33 8A 16";
const VOLTAGE = "68 61 01 00 00 00 00 68 91 06 33 34 34 35 34 43 10 16";
const WATER = "68 10 44 33 22 11 00 33 78 01 03 1F 90 00 80 16";

const decode = (protocol: Protocol, hex: string) => PROTOCOLS[protocol](parseHex(hex));

/** The error of a frame that must be refused. */
function refusal(protocol: Protocol, frame: Uint8Array): ManifoldError {
  try {
    PROTOCOLS[protocol](frame);
  } catch (error) {
    if (error instanceof ManifoldError) return error;
    throw error;
  }
  throw new Error("it was not refused");
}

/** A frame with the right checksum and end around the given bytes. */
function sealed(hex: string): Uint8Array {
  const bytes = parseHex(hex);
  return Uint8Array.from([...bytes, checksum(bytes), 0x16]);
}

describe("DL/T 645-2007", () => {
  test("M26 forward active energy: 0.26 kWh of meter 000000000161", () => {
    expect(decode("dlt645-2007", ENERGY)).toMatchObject({
      address: "000000000161",
      identifier: "00010000",
      direction: "from-meter",
      function: "read data",
      values: [{ name: "forward active energy, total", value: "0.26", unit: "kWh" }],
    });
  });

  test("voltage of phase A: 100.1 V; wake-up bytes and blanks do not matter", () => {
    const frame = `FEFEFEFE ${VOLTAGE.toLowerCase()}`;
    expect(decode("dlt645-2007", frame)).toMatchObject({
      identifier: "02010100",
      values: [{ name: "voltage, phase A", value: "100.1", unit: "V" }],
    });
  });

  test("a signed current, a demand with its time, a request, an abnormal answer", () => {
    const head = "68 61 01 00 00 00 00 68";
    const plus33 = (hex: string) =>
      [...parseHex(hex)].map((byte) => ((byte + 0x33) % 256).toString(16).padStart(2, "0")).join("");
    const answer = (data: string) => {
      const length = parseHex(data).length.toString(16).padStart(2, "0");
      return PROTOCOLS["dlt645-2007"](sealed(`${head} 91 ${length} ${plus33(data)}`));
    };
    expect(answer("00 01 02 02 50 01 80").values[0]).toMatchObject({ value: "-0.150", unit: "A" });
    expect(answer("00 00 01 01 56 34 12 30 08 15 07 26").values.map((value) => value.value)).toEqual([
      "12.3456",
      "2607150830",
    ]);
    expect(PROTOCOLS["dlt645-2007"](sealed(`${head} 11 04 ${plus33("00 00 01 00")}`))).toMatchObject({
      direction: "to-meter",
      identifier: "00010000",
      values: [],
    });
    expect(PROTOCOLS["dlt645-2007"](sealed(`${head} D1 01 ${plus33("02")}`))).toMatchObject({
      abnormal: true,
      errorCode: "02",
    });
  });
});

describe("CJ/T 188", () => {
  test("a read request to water meter 0011223344 of vendor 7833", () => {
    expect(decode("cjt188", WATER)).toMatchObject({
      address: "0011223344",
      vendor: "7833",
      meterType: "cold water",
      function: "read data",
      identifier: "901F",
      direction: "to-meter",
    });
  });

  test("an answer with both flows, the time and the status", () => {
    const frame = sealed(
      "68 30 44 33 22 11 00 33 78 81 16 1F 90 00 78 56 34 12 2C 00 00 00 12 2C 56 34 12 22 11 26 20 00 01",
    );
    expect(PROTOCOLS.cjt188(frame)).toMatchObject({
      meterType: "gas",
      values: [
        { name: "cumulative flow", value: "123456.78", unit: "m3" },
        { name: "cumulative flow at settlement", value: "120000.00", unit: "m3" },
        { value: "20261122123456" },
        { name: "status", value: "0100" },
      ],
    });
  });
});

describe("damaged frames", () => {
  const worked: [Protocol, string][] = [
    ["dlt645-2007", ENERGY],
    ["dlt645-2007", VOLTAGE],
    ["cjt188", WATER],
  ];

  test.each(worked)("%s %s: every mutation of one byte is refused, with an offset", (protocol, hex) => {
    const frame = parseHex(hex);
    for (let at = 0; at < frame.length; at += 1) {
      for (let byte = 0; byte < 256; byte += 1) {
        if (byte === frame[at]) continue;
        const error = refusal(
          protocol,
          Uint8Array.from(frame, (old, place) => (place === at ? byte : old)),
        );
        expect(error.code).toMatch(/^FRAME_/);
        expect(error.where?.byte).toBeTypeOf("number");
      }
    }
  });

  test.each(worked)("%s %s: cut anywhere or with bytes behind it, it is refused", (protocol, hex) => {
    const frame = parseHex(hex);
    for (let length = 0; length < frame.length; length += 1) refusal(protocol, frame.subarray(0, length));
    refusal(protocol, Uint8Array.from([...frame, 0x16]));
  });

  test("M25 says the offset and what was expected", () => {
    const wrong = ENERGY.replace("8A 16", "8B 16");
    const error = refusal("dlt645-2007", parseHex(wrong));
    expect([error.code, error.where?.byte, error.params]).toEqual([
      "FRAME_CHECKSUM_INVALID",
      18,
      { found: "8B", expected: "8A" },
    ]);
    expect(() => parseHex("68 6G")).toThrow(expect.objectContaining({ code: "FRAME_HEX_INVALID" }));
    expect(() => parseHex("68 6")).toThrow(expect.objectContaining({ code: "FRAME_HEX_INVALID" }));
  });

  test("M25 any bytes are decoded or refused, never anything else", () => {
    fc.assert(
      fc.property(
        fc.constantFrom<Protocol>("dlt645-2007", "cjt188"),
        fc.uint8Array({ maxLength: 60 }),
        (protocol, inner) => {
          const frames = [
            inner,
            sealed(`68 10 00 00 00 00 00 68 91 ${inner.length.toString(16).padStart(2, "0")}`),
          ];
          for (const frame of frames) {
            try {
              PROTOCOLS[protocol](frame);
            } catch (error) {
              expect(error).toBeInstanceOf(ManifoldError);
            }
          }
        },
      ),
    );
  });
});
