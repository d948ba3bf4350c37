import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { Decimal } from "#engines/kernel/decimal.ts";
import { ManifoldError } from "#engines/kernel/errors.ts";
import { zoneOf } from "#engines/kernel/zone.ts";
import { WrongUsage } from "./errors.ts";
import { readUsage } from "./read-usage.ts";
import { toUsage } from "./to-usage.ts";

// Any damage to a usage file ends in an answer with its line, or in usage: never in a crash.

const files = [
  "start,end,channel,quantity,unit,quality\n2018-01-01T00:00,2018-01-01T01:00,import,1.5,kWh,\n2018-01-01T01:00,2018-01-01T02:00,import,2,kWh,estimated\n",
  "start,value\n2018-01-01T00:00:00Z,1\n2018-01-01T01:00:00Z,2\n2018-01-01T02:00:00Z,3\n",
  "0.5\n0.25\n1e-3\n",
  "time,register,index\n2018-01-01,total,100\n2018-02-01,total,250.5\n2018-02-01,demand,12\n",
  '<?xml version="1.0"?><feed xmlns="http://www.w3.org/2005/Atom" xmlns:e="http://naesb.org/espi"><entry><link rel="self" href="a/ReadingType/1"/><content><e:ReadingType><e:uom>72</e:uom></e:ReadingType></content></entry><entry><link rel="self" href="a/IntervalBlock/1"/><content><e:IntervalBlock><e:IntervalReading><e:timePeriod><e:duration>3600</e:duration><e:start>1514764800</e:start></e:timePeriod><e:value>5</e:value></e:IntervalReading></e:IntervalBlock></content></entry></feed>',
];

const zone = zoneOf("America/Los_Angeles");
const options = { zone, start: "2018-01-01", interval: "PT1H", unit: undefined };
const span = {
  zone,
  fromMs: undefined,
  toMs: undefined,
  multiplier: Decimal.ONE,
  allowGaps: false,
  periods: new Set<string>(),
};

describe("damaged usage files", () => {
  it("whole ones are read", () => {
    const formats = files.map((text) => readUsage(text, options).format);
    expect(formats).toEqual(["long", "short", "column", "indices", "green-button"]);
    for (const text of files) expect(toUsage(readUsage(text, options), span).to).toBeGreaterThan(17_000);
  });

  it.each(["constructor", "toString", "valueOf", "__proto__", "hasOwnProperty"])(
    "a channel called %s is one like any other",
    (name) => {
      const text = files[0]?.replaceAll("import", name) ?? "";
      const { usage } = toUsage(readUsage(text, options), span);
      expect(usage.intervals?.map(({ quantity }) => quantity)).toEqual([name.toLowerCase()]);
    },
  );

  it("cut, spliced and scribbled ones are answered", () => {
    const scribble = fc.oneof(
      fc.string({ maxLength: 8 }),
      fc.constantFrom(
        "\n",
        ",",
        '"',
        "\u0000",
        "9".repeat(400),
        "-",
        "2018-13-45",
        "1e999",
        "<",
        "]]>",
        "\uFEFF",
      ),
    );
    fc.assert(
      fc.property(
        fc.constantFrom(...files),
        fc.array(fc.tuple(fc.nat(), fc.nat({ max: 12 }), scribble), { minLength: 1, maxLength: 4 }),
        (text, edits) => {
          let damaged = text;
          for (const [at, cut, insert] of edits) {
            const from = at % (damaged.length + 1);
            damaged = damaged.slice(0, from) + insert + damaged.slice(from + cut);
          }
          try {
            toUsage(readUsage(damaged, options), span);
          } catch (error) {
            if (!(error instanceof WrongUsage)) expect(error).toBeInstanceOf(ManifoldError);
            expect((error as Error).message).not.toMatch(/undefined|NaN|\[object/);
          }
        },
      ),
      { numRuns: 1500 },
    );
  });
});
