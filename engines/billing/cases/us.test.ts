import { existsSync, readFileSync } from "node:fs";
import path from "node:path";
import { describe, expect, it } from "vitest";
import { Decimal } from "../../kernel/decimal.ts";
import { zoneOf } from "../../kernel/zone.ts";
import { compileTariff, type IntervalUsage, importUrdb, rateSpan } from "../index.ts";
import { day, dec } from "./helpers.ts";

// Tariffs of the OpenEI utility rate database, recomputed from what NREL's own tests expect.

const loadFile = path.resolve(import.meta.dirname, "../../../../shared/data/residential-load-8760h-kw.csv");

/** Hours from 1 January of a year, 24 a day, as day rows with the given digits. */
function hourly(firstDay: string, values: readonly string[]): IntervalUsage {
  const exponent = Math.max(...values.map((value) => dec(value).scale));
  const units = values.map((value) => dec(value).unitsAt(exponent));
  const first = day(firstDay);
  const days = Array.from({ length: values.length / 24 }, (_, at) => ({
    day: first + at,
    values: units.slice(at * 24, at * 24 + 24),
  }));
  return {
    quantity: "energy",
    zone: zoneOf("UTC"),
    intervalMinutes: 60,
    exponent,
    kind: "amount",
    days,
    wide: true,
  };
}

const month = (spans: readonly (readonly [number, number])[], other = 0) =>
  Array.from(
    { length: 24 },
    (_, hour) => spans.find(([from]) => hour >= from && hour < from + 5)?.[1] ?? other,
  );
const all = <Value>(value: Value) => Array.from({ length: 12 }, () => value);

describe("utility rate database", () => {
  const winter = month([
    [10, 1],
    [15, 2],
  ]);
  const summer = month([[15, 3]]);
  const timeOfUse = {
    name: "time of use, four periods",
    energyratestructure: [[{ rate: 0.1 }], [{ rate: 0.05 }], [{ rate: 0.2 }], [{ rate: 0.25 }]],
    energyweekdayschedule: Array.from({ length: 12 }, (_, at) => (at >= 4 && at <= 9 ? summer : winter)),
    energyweekendschedule: all(month([])),
  };

  it.skipIf(!existsSync(loadFile))(
    "time of use over the year of the load file: 771.776 (NREL/ssc test/ssc_test/cmod_utilityrate5_test.cpp)",
    () => {
      const values = readFileSync(loadFile, "utf8").trim().split(/\r?\n/);
      const program = compileTariff(importUrdb(timeOfUse));
      // 1 January is a Monday, as in 2018.
      const span = rateSpan(program, {
        from: day("2018-01-01"),
        to: day("2019-01-01"),
        usage: { intervals: [hourly("2018-01-01", values)] },
      });
      expect(span.bills).toHaveLength(12);
      expect(span.total.round(3, "half-up").toString()).toBe("771.776");
      // The exact sum, by the obvious loop in integers.
      const { exponent } = hourly("2018-01-01", values);
      let cents = 0n;
      values.forEach((value, hour) => {
        const date = new Date(Date.UTC(2018, 0, 1, hour));
        const weekend = date.getUTCDay() % 6 === 0;
        const grid = weekend ? timeOfUse.energyweekendschedule : timeOfUse.energyweekdayschedule;
        const price = [10n, 5n, 20n, 25n][grid[date.getUTCMonth()]?.[date.getUTCHours()] as number] as bigint;
        cents += dec(value).unitsAt(exponent) * price;
      });
      expect(span.total.equals(Decimal.fromUnits(cents, exponent + 2))).toBe(true);
    },
  );

  const flat = (rates: readonly number[]) => ({
    flatdemandstructure: rates.map((rate) => [{ rate }]),
  });

  it("35 % ratchet on the year's highest peak: 5302.50 (NREL/REopt.jl test/runtests.jl)", () => {
    const program = compileTariff(
      importUrdb({
        ...flat([11.5, 10.5]),
        flatdemandmonths: [1, 1, 1, 1, 0, 0, 0, 0, 0, 0, 1, 1],
        demandratchetpercentage: new Array(12).fill(0.35),
      }),
    );
    const values = Array.from({ length: 8760 }, (_, hour) => (hour === 100 ? "100" : "1"));
    const input = {
      from: day("2018-01-01"),
      to: day("2019-01-01"),
      usage: { intervals: [hourly("2018-01-01", values)] },
    };
    expect(rateSpan(program, { ...input, repeatYear: true }).total.toString()).toBe("5302.50");
    // A peak in December counts for the months before it where the year repeats, and not where the past is known.
    const late = Array.from({ length: 8760 }, (_, hour) => (hour === 8700 ? "100" : "1"));
    const lateInput = { ...input, usage: { intervals: [hourly("2018-01-01", late)] } };
    expect(rateSpan(program, { ...lateInput, repeatYear: true }).total.toString()).toBe("5302.50");
    expect(rateSpan(program, lateInput).total.toString()).toBe("1171.50");
  });

  it("look-back on the summer months only", () => {
    const program = compileTariff(
      importUrdb({
        ...flat([10]),
        flatdemandmonths: new Array(12).fill(0),
        lookbackPercent: 0.8,
        lookbackMonths: [0, 0, 0, 0, 0, 1, 1, 1, 0, 0, 0, 0],
      }),
    );
    // January 100 kW, July 50 kW, else 1 kW.
    const values = Array.from({ length: 8760 }, (_, hour) =>
      hour === 10 ? "100" : hour === 24 * 190 ? "50" : "1",
    );
    const span = rateSpan(program, {
      from: day("2018-01-01"),
      to: day("2019-01-01"),
      usage: { intervals: [hourly("2018-01-01", values)] },
      repeatYear: true,
    });
    // 100 in January, 50 in July, 40 (80 % of 50) in the ten others.
    expect(span.total.toString()).toBe("5500.00");
  });

  it("tiered demand by period, first 50 kW free, 200 kW each month: 21600 (NREL/REopt.jl test/runtests.jl)", () => {
    const program = compileTariff(
      importUrdb({
        demandratestructure: [
          [
            { max: 50, rate: 0 },
            { max: 1e8, rate: 12 },
          ],
        ],
        demandweekdayschedule: all(new Array(24).fill(0)),
        demandweekendschedule: all(new Array(24).fill(0)),
      }),
    );
    const values = Array.from({ length: 8760 }, (_, hour) => (hour % 300 === 0 ? "200" : "5"));
    const span = rateSpan(program, {
      from: day("2018-01-01"),
      to: day("2019-01-01"),
      usage: { intervals: [hourly("2018-01-01", values)] },
    });
    expect(span.total.toString()).toBe("21600.00");
  });

  describe("look-back demand charges (NREL/REopt.jl test/runtests.jl, “Lookback Demand Charges”)", () => {
    // 100 kW, with 200 at hour 21 (January), 400 at 2402 (April), 500 at 4087 (June), 300 at 8332 (December).
    const peaks = new Map([
      [21, "200"],
      [2402, "400"],
      [4087, "500"],
      [8332, "300"],
    ]);
    const load = hourly(
      "2022-01-01",
      Array.from({ length: 8760 }, (_, hour) => peaks.get(hour) ?? "100"),
    );
    const billed = (fields: object) => {
      const record = {
        ...flat([10]),
        flatdemandmonths: new Array(12).fill(0),
        lookbackPercent: 0.75,
        ...fields,
      };
      const span = rateSpan(compileTariff(importUrdb(record)), {
        from: day("2022-01-01"),
        to: day("2023-01-01"),
        usage: { intervals: [load] },
        repeatYear: true,
      });
      return span.bills.map((bill) => Number(bill.lines[0]?.quantity));
    };

    it("case 2: 75 % of the highest peak of January, April and December", () => {
      const lookbackMonths = [1, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 1];
      expect(billed({ lookbackMonths, lookbackRange: 0 })).toEqual([
        300, 300, 300, 400, 300, 500, 300, 300, 300, 300, 300, 300,
      ]);
    });

    it("case 3: 75 % of the highest peak of the six months before", () => {
      expect(billed({ lookbackRange: 6 })).toEqual([
        225, 225, 225, 400, 300, 500, 375, 375, 375, 375, 375, 375,
      ]);
    });
  });

  it("Florida Power & Light, tiered energy, 24,000 kWh: 2342.88 (NREL/REopt_API, test of tiered rates)", () => {
    const program = compileTariff(
      importUrdb({
        energyratestructure: [
          [
            { max: 1000, rate: 0.07531, adj: 0.0119, unit: "kWh" },
            { rate: 0.09613, adj: 0.0119, unit: "kWh" },
          ],
        ],
        // Some copies of the database hold their grids as text.
        energyweekdayschedule: JSON.stringify(all(new Array(24).fill(0))),
        energyweekendschedule: JSON.stringify(all(new Array(24).fill(0))),
      }),
    );
    // Every month uses more than 1000 kWh, so half of the year's use is in each tier.
    const values = Array.from({ length: 8760 }, (_, hour) =>
      hour < 8754 ? "2.74" : hour < 8759 ? "2" : "4.04",
    );
    const total = values.reduce((sum, value) => sum.plus(dec(value)), Decimal.ZERO);
    expect(total.toString()).toBe("24000.00");
    const span = rateSpan(program, {
      from: day("2017-01-01"),
      to: day("2018-01-01"),
      usage: { intervals: [hourly("2017-01-01", values)] },
    });
    expect(span.total.toString()).toBe("2342.88");
  });

  it("Wallingford “Primary Service - Northford”, as the database holds it, on 5 kW flat", () => {
    const grid = Array.from({ length: 12 }, (_, at) => new Array(24).fill(at >= 4 && at <= 9 ? 0 : 1));
    const program = compileTariff(
      importUrdb({
        sector: "Industrial",
        utility: "Town of Wallingford, Connecticut (Utility Company)",
        name: "Primary Service - Northford",
        uri: "https://openei.org/apps/USURDB/rate/view/539f6a23ec4f024411ec8bf9",
        label: "539f6a23ec4f024411ec8bf9",
        startdate: 1372658400,
        approved: "True",
        revisions: [1376316457, 1427405196],
        energyratestructure: [
          [{ rate: 0.0687, adj: 0.008376, unit: "kWh" }],
          [{ rate: 0.0619, adj: 0.008376, unit: "kWh" }],
        ],
        energyweekdayschedule: grid,
        energyweekendschedule: grid,
        flatdemandunit: "kW",
        demandrateunit: "kW",
        ...flat([11.5, 10.5]),
        flatdemandmonths: [1, 1, 1, 1, 0, 0, 0, 0, 0, 0, 1, 1],
        demandratchetpercentage: new Array(12).fill(0.35),
        fixedmonthlycharge: 275,
        demandreactivepowercharge: 2.7,
        peakkwcapacitymin: 400,
      }),
    );
    const values = new Array(8760).fill("5");
    const span = rateSpan(program, {
      from: day("2017-01-01"),
      to: day("2018-01-01"),
      usage: { intervals: [hourly("2017-01-01", values)] },
      repeatYear: true,
    });
    // May–October 184 days: 22080 kWh × 0.077076 + 6 × 57.5; else 181 days: 21720 × 0.070276 + 6 × 52.5; 12 × 275.
    expect(span.total.toString()).toBe("7188.2328");
  });
});
