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

  it.skipIf(!existsSync(loadFile))(
    "six periods with a baseline of kWh a day that differs by season: 1839.7 (NREL/ssc, Test_Residential_TOU_Rates_w_tiers)",
    () => {
      const values = readFileSync(loadFile, "utf8").trim().split(/\r?\n/);
      const rows = (text: string) =>
        [...text.matchAll(/(\d)x(\d+)/g)].flatMap(([, period, times]) =>
          new Array<number>(Number(times)).fill(Number(period) - 1),
        );
      const [winter, spring] = [rows("6x6 5x10 4x5 5x3"), rows("6x6 5x4 6x4 5x2 4x5 5x3")];
      const summer = rows("3x6 2x10 1x5 2x3");
      const [winterRest, summerRest] = [rows("6x14 5x2 4x5 5x3"), rows("3x14 2x2 1x5 2x3")];
      const isSummer = (month: number) => month >= 5 && month <= 9;
      const bought: [max: number, low: number, high: number][] = [
        [11.7, 0.31868, 0.50884],
        [11.7, 0.26425, 0.45441],
        [11.7, 0.21035, 0.40051],
        [11.96, 0.23241, 0.40853],
        [11.96, 0.22394, 0.40006],
        [11.96, 0.21454, 0.39066],
      ];
      const weekday = all(0).map((_, month) =>
        isSummer(month) ? summer : month === 2 || month === 3 ? spring : winter,
      );
      const weekend = all(0).map((_, month) => (isSummer(month) ? summerRest : winterRest));
      const record = {
        energyratestructure: bought.map(([max, low, high]) => [
          { max, unit: "kWh daily", rate: low },
          { max: 1e38, unit: "kWh daily", rate: high },
        ]),
        energyweekdayschedule: weekday,
        energyweekendschedule: weekend,
      };
      const span = rateSpan(compileTariff(importUrdb(record)), {
        from: day("2018-01-01"),
        to: day("2019-01-01"),
        usage: { intervals: [hourly("2018-01-01", values)] },
      });
      expect(Number(span.total.round(1, "half-up").toString())).toBe(1839.7);
      // Recomputed: each period's use of a month, its part above the baseline of the month's days by share.
      let expected = 0;
      for (let month = 0; month < 12; month++) {
        const used = bought.map(() => 0);
        let days = 0;
        values.forEach((value, hour) => {
          const date = new Date(Date.UTC(2018, 0, 1, hour));
          if (date.getUTCMonth() !== month) return;
          days += 1 / 24;
          const grid = date.getUTCDay() % 6 === 0 ? weekend : weekday;
          const period = grid[month]?.[date.getUTCHours()] as number;
          used[period] = (used[period] as number) + Number(value);
        });
        const total = used.reduce((sum, part) => sum + part, 0);
        bought.forEach(([max, low, high], period) => {
          const below = Math.min(1, (max * days) / total);
          expected += (used[period] as number) * (below * low + (1 - below) * high);
        });
      }
      expect(Number(span.total.toString())).toBeCloseTo(expected, 6);
    },
  );

  it.skipIf(!existsSync(loadFile))(
    "thirty-six periods, some a single hour of the week: 475.56 (NREL/ssc, Test_Residential_TOU_Rates_w_36_periods)",
    () => {
      const values = readFileSync(loadFile, "utf8").trim().split(/\r?\n/);
      const rates = Array.from({ length: 36 }, (_, at) =>
        at === 0 ? 0.1 : at === 35 ? 0.25 : at % 2 === 0 ? 0.2 : 0.05,
      );
      const usual = all(0).map((_, month) => new Array<number>(24).fill(month >= 5 && month <= 8 ? 1 : 2));
      // prettier-ignore
      const [january, february] = [
        [36, 2, 2, 34, 2, 2, 2, 33, 32, 31, 29, 27, 28, 25, 26, 24, 23, 22, 21, 20, 19, 18, 17, 16],
        [15, 14, 13, 12, 11, 10, 9, 8, 7, 6, 5, 4, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2],
      ];
      const rest = [2, 2, 2, 2, 2, 2, 20, 2, 2, 2, 2, 2, 23, 2, 2, 2, 25, 2, 2, 2, 29, 2, 32, 2];
      const zeroBased = (grid: readonly (readonly number[])[]) => grid.map((row) => row.map((at) => at - 1));
      const weekday = zeroBased([january, february, ...usual.slice(2)] as number[][]);
      const weekend = zeroBased([rest, ...usual.slice(1)]);
      const record = {
        energyratestructure: rates.map((rate) => [{ max: 1e38, rate }]),
        energyweekdayschedule: weekday,
        energyweekendschedule: weekend,
      };
      const span = rateSpan(compileTariff(importUrdb(record)), {
        from: day("2018-01-01"),
        to: day("2019-01-01"),
        usage: { intervals: [hourly("2018-01-01", values)] },
      });
      const expected = values.reduce((sum, value, hour) => {
        const date = new Date(Date.UTC(2018, 0, 1, hour));
        const grid = date.getUTCDay() % 6 === 0 ? weekend : weekday;
        const at = grid[date.getUTCMonth()]?.[date.getUTCHours()] as number;
        return sum + Number(value) * (rates[at] as number);
      }, 0);
      expect(Number(span.total.toString())).toBeCloseTo(expected, 6);
      expect(Math.abs(Number(span.total.toString()) - 475.56)).toBeLessThan(0.1);
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
