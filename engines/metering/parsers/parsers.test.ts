import { readFileSync } from "node:fs";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { greenButtonFeed } from "#tests/metering/green-button.ts";
import { haveSharedFiles, SHARED_FILES } from "#tests/metering/shared-files.ts";
import { sum } from "../../kernel/decimal.ts";
import { dayLengthMs, HOUR_MS, parseDay, type Zone, zoneOf } from "../../kernel/zone.ts";
import { QUALITY } from "../quality.ts";
import { zoneOfLocalTime } from "./espi-clock.ts";
import { detectFormat, type Format, parserFor } from "./format.ts";
import type { DayRead, Fault, IntervalRead, Item, ParserOptions, RegisterRead } from "./parser.ts";

const shanghai = zoneOf("Asia/Shanghai");
const la = zoneOf("America/Los_Angeles");

function parse(format: Format, text: string, options: Partial<ParserOptions> = {}, cut = 4096): Item[] {
  const parser = parserFor(format, { zone: shanghai, ...options });
  const items: Item[] = [];
  for (let at = 0; at < text.length; at += cut) items.push(...parser.push(text.slice(at, at + cut)));
  return [...items, ...parser.end()];
}
const intervals = (items: readonly Item[]) =>
  items.filter((item): item is IntervalRead => item.kind === "interval");
const registers = (items: readonly Item[]) =>
  items.filter((item): item is RegisterRead => item.kind === "register");
const faults = (items: readonly Item[]) => items.filter((item): item is Fault => item.kind === "fault");
const told = (items: readonly Item[]) => faults(items).map(({ error }) => [error.code, error.where?.line]);

describe("Green Button", () => {
  test.skipIf(!haveSharedFiles)("M9 the year of 8,760 hours: one local day of 23 and one of 25 hours", () => {
    let zone: Zone | undefined;
    const parser = parserFor("green-button", { zone: la, onLocalTime: (told) => (zone = told) });
    const items = [...parser.push(readFileSync(SHARED_FILES.coastalYear, "utf8")), ...parser.end()];
    expect([items.length, intervals(items).length]).toEqual([8760, 8760]);
    expect(intervals(items)[0]).toMatchObject({ unit: "Wh", seconds: 3600, direction: "forward" });
    expect(dayLengthMs(zone!, parseDay("2011-03-13")!)).toBe(23 * HOUR_MS);
    expect(dayLengthMs(zone!, parseDay("2011-11-06")!)).toBe(25 * HOUR_MS);
  });

  test.skipIf(!haveSharedFiles)("M9 nine days sum to 199,563 Wh, as the feed's own summary says", () => {
    const reads = intervals(parse("green-button", readFileSync(SHARED_FILES.nineDays, "utf8")));
    expect(reads.length).toBe(216);
    expect(sum(reads.map((read) => read.value!)).toString()).toBe("199563");
  });

  test("M9 the rules of LocalTimeParameters are those of North America", () => {
    const rules = { dstOffset: 3600, dstStartRule: "360E2000", dstEndRule: "B40E2000" };
    const zone = zoneOfLocalTime({ tzOffset: -28800, ...rules })!;
    for (let day = parseDay("2008-01-01")!; day < parseDay("2030-01-01")!; day += 1) {
      expect(dayLengthMs(zone, day)).toBe(dayLengthMs(la, day));
    }
    expect(
      zoneOfLocalTime({ tzOffset: 0, dstOffset: 3600, dstStartRule: "nonsense", dstEndRule: "B40E2000" }),
    ).toBeUndefined();
    expect(
      zoneOfLocalTime({ tzOffset: 28800, dstOffset: 0, dstStartRule: "FFFFFFFF", dstEndRule: "FFFFFFFF" })
        ?.offsetsMs,
    ).toEqual([8 * HOUR_MS]);
  });

  test("M9 power of ten, direction, quality and sequence; the type may stand behind its blocks", () => {
    const feed = { startSeconds: 1704096000, values: [5, 7], powerOfTen: 3, flowDirection: 19, quality: 8 };
    const updated = "2024-02-01T00:00:00Z";
    for (const typeLast of [false, true]) {
      for (const prefix of [undefined, "espi"]) {
        const options =
          prefix === undefined ? { ...feed, typeLast, updated } : { ...feed, typeLast, updated, prefix };
        const [first, ...rest] = intervals(parse("green-button", greenButtonFeed(options)));
        expect(first).toMatchObject({
          startMs: 1704096000000,
          direction: "reverse",
          quality: QUALITY.estimatedBySource,
          sequence: Date.parse(updated),
        });
        expect([first!.value!.toString(), rest.length]).toEqual(["5000", 1]);
      }
    }
  });

  test("M8 a wrong reading is named with its line and the others go on", () => {
    const xml = greenButtonFeed({ startSeconds: 1704096000, values: [5, "five", 7] });
    const items = parse("green-button", xml);
    const line = xml.split("\n").findIndex((text) => text.includes("five")) + 1;
    expect(told(items)).toEqual([["READ_XML_FIELD", line]]);
    expect(intervals(items).map((read) => read.value!.toString())).toEqual(["5", "7"]);
  });

  test("M9 a file that breaks off: whole entries are taken, the break is named", () => {
    const xml = greenButtonFeed({ startSeconds: 1704096000, values: new Array(48).fill(1) });
    const items = parse("green-button", xml.slice(0, xml.length - 400));
    expect(intervals(items).length).toBe(24);
    expect(faults(items)[0]?.error.code).toBe("READ_XML_BROKEN");
  });

  test("M9 unsupported units and missing types are named", () => {
    const water = greenButtonFeed({ startSeconds: 0, values: [1], uom: 169 });
    expect(told(parse("green-button", water))[0]?.[0]).toBe("READING_TYPE_UNSUPPORTED");
    const xml = greenButtonFeed({ startSeconds: 0, values: [1] });
    const untyped = xml.replaceAll(/<entry>(?:(?!<entry>)[\s\S])*<ReadingType[\s\S]*?<\/entry>/g, "");
    expect(told(parse("green-button", untyped))[0]?.[0]).toBe("READING_TYPE_MISSING");
  });

  test("M9 where the text is cut does not matter", () => {
    const xml = greenButtonFeed({ startSeconds: 1704096000, values: [1, 2, "x", 4] });
    const whole = JSON.stringify(parse("green-button", xml, {}, xml.length));
    for (const cut of [1, 7, 100]) expect(JSON.stringify(parse("green-button", xml, {}, cut))).toBe(whole);
  });
});

describe("one column", () => {
  const options = { zone: la, startDay: parseDay("2018-01-01")!, unit: "kW" as const };

  test.skipIf(!haveSharedFiles)("M10 8,760 hourly values sum to 6,019.90", () => {
    const reads = intervals(parse("one-column", readFileSync(SHARED_FILES.loadYear, "utf8"), options));
    expect(reads.length).toBe(8760);
    expect(
      sum(reads.map((read) => read.value!))
        .round(2, "half-up")
        .toString(),
    ).toBe("6019.90");
  });

  test("M10 an empty line is an hour without value; a line that is no number keeps its place", () => {
    const items = parse("one-column", "kW\n1.5\n\nnonsense\n4\n\n\n", options);
    expect(told(items)).toEqual([["READ_VALUE_INVALID", 4]]);
    const hours = intervals(items).map((read) => [
      (read.startMs - intervals(items)[0]!.startMs) / HOUR_MS,
      read.value!.toString(),
    ]);
    expect(hours).toEqual([
      [0, "1.5"],
      [3, "4"],
    ]);
  });

  test("M10 hours go on in real time over a clock change", () => {
    const items = parse("one-column", "1\n".repeat(26), { zone: la, startDay: parseDay("2011-11-06")! });
    expect(intervals(items)[25]!.startMs).toBe(Date.parse("2011-11-07T00:00:00-08:00"));
  });

  test("M10 without a start it is refused", () => {
    expect(() => parserFor("one-column", { zone: la })).toThrow(
      expect.objectContaining({ code: "START_NEEDED" }),
    );
  });
});

describe("register CSV", () => {
  test("M11 rows are read, bad ones named with line and column", () => {
    const csv = [
      "time,meter,register,index",
      "2026-01-01T00:00:00+08:00,M1,total,100.50",
      "2026-13-01,M1,total,1",
      "2026-02-01 00:00,M1,total,abc",
      "2026-02-01,M1,,1",
      "2026-02-01,M1,total",
      '"2026-02-01","M,2","total","7"',
    ].join("\r\n");
    const items = parse("register-csv", csv);
    expect(told(items)).toEqual([
      ["READ_TIME_INVALID", 3],
      ["READ_VALUE_INVALID", 4],
      ["READ_FIELD_EMPTY", 5],
      ["READ_FIELD_COUNT", 6],
    ]);
    expect(faults(items)[1]?.error.where?.path).toBe("index");
    expect(faults(items)[1]?.raw).toBe("2026-02-01 00:00,M1,total,abc");
    expect(registers(items).map(({ meter, index, atMs }) => [meter, index.toString(), atMs])).toEqual([
      ["M1", "100.5", Date.parse("2026-01-01T00:00:00+08:00")],
      ["M,2", "7", Date.parse("2026-02-01T00:00:00+08:00")],
    ]);
  });

  test("M11 columns in any order, other separators, a byte-order mark; a missing column is named", () => {
    const items = parse("register-csv", "\uFEFFIndex;Meter;Time;Register\n5;M1;2026-01-01;total\n");
    expect(registers(items)).toMatchObject([{ meter: "M1", register: "total" }]);
    expect(told(parse("register-csv", "time,meter,index\n2026-01-01,M1,5\n"))).toEqual([
      ["READ_COLUMN_MISSING", 1],
    ]);
  });

  test("M11 the repeated hour of autumn is read in file order", () => {
    const row = (time: string, meter: string) => `2011-11-06 ${time},${meter},total,1`;
    const csv = `time,meter,register,index\n${[row("01:00", "A"), row("01:00", "B"), row("01:00", "A")].join("\n")}\n`;
    const instants = registers(parse("register-csv", csv, { zone: la })).map((read) =>
      new Date(read.atMs).toISOString().slice(11, 16),
    );
    expect(instants).toEqual(["08:00", "08:00", "09:00"]);
  });

  test("M11 an open quotation mark spoils its own line only", () => {
    const csv = 'time,meter,register,index\n2026-01-01,"M1,total,5\n2026-01-01,M2,total,5\n';
    const items = parse("register-csv", csv);
    expect(told(items)).toEqual([["READ_QUOTE_OPEN", 2]]);
    expect(registers(items).map((read) => read.meter)).toEqual(["M2"]);
  });

  test("M11 a quality that nobody knows is told, whatever word it is", () => {
    const csv =
      "time,meter,register,index,quality\n2026-01-01,M1,total,5,constructor\n2026-01-01,M2,total,5,manual\n";
    expect(told(parse("register-csv", csv))).toEqual([["READ_VALUE_INVALID", 2]]);
  });

  test("a parser survives any text, cut anywhere, and always says the same", () => {
    const piece = fc.constantFrom(
      "time,meter,register,index\n",
      "2026-01-01,M1,total,5\n",
      '"',
      ",",
      "\n",
      "\r\n",
      "é中",
      "x",
    );
    fc.assert(
      fc.property(
        fc.array(piece).map((parts) => parts.join("")),
        fc.integer({ min: 1, max: 9 }),
        (text, cut) => {
          expect(JSON.stringify(parse("register-csv", text, {}, cut))).toBe(
            JSON.stringify(parse("register-csv", text)),
          );
        },
      ),
    );
  });
});

describe("wide days", () => {
  test("M12 a row is a day; empty values are missing", () => {
    const items = parse(
      "wide-csv",
      "channel,day,v1,v2,v3\nC1,2026-01-01,1,,3.5\nC1,2026-02-30,1,2,3\nC1,2026-01-02,1,x,3\n",
    );
    expect(told(items)).toEqual([
      ["READ_TIME_INVALID", 3],
      ["READ_VALUE_INVALID", 4],
    ]);
    expect(items[0]).toMatchObject({ kind: "day", series: "C1", day: parseDay("2026-01-01") });
    expect((items[0] as DayRead).values.map(String)).toEqual(["1", "null", "3.5"]);
  });
});

describe("formats", () => {
  test("are known by their first characters", () => {
    expect(detectFormat('<?xml version="1.0"?>')).toBe("green-button");
    expect(detectFormat("Time,Meter,Register,Index\n")).toBe("register-csv");
    expect(detectFormat("channel,day,v1,v2\n")).toBe("wide-csv");
    expect(detectFormat("0.408\n0.357\n")).toBe("one-column");
    expect(detectFormat("kW\n0.408\n")).toBe("one-column");
    expect(() => detectFormat("%PDF-1.7")).toThrow(expect.objectContaining({ code: "READ_FORMAT_UNKNOWN" }));
  });
});
