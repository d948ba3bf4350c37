import { describe, expect, it } from "vitest";
import { zoneOf } from "../../kernel/zone.ts";
import {
  compileTariff,
  exportUrdb,
  type IntervalUsage,
  importUrdb,
  type RatedSpan,
  rateSpan,
} from "../index.ts";
import { day, dec, periods, tariff } from "./helpers.ts";

// Every field of the rate database that has a meaning for a bill, each in a case small enough to reckon by hand.

const flatGrid = (period = 0) => Array.from({ length: 12 }, () => new Array<number>(24).fill(period));

/** Hourly rows in kWh, the same each hour unless said otherwise. */
function hourly(
  from: string,
  to: string,
  at: (hour: number, day: number) => number,
  quantity = "energy",
  minutes = 60,
): IntervalUsage {
  const first = day(from);
  return {
    quantity,
    zone: zoneOf("UTC"),
    intervalMinutes: minutes,
    exponent: 3,
    kind: "amount",
    days: Array.from({ length: day(to) - first }, (_, number) => ({
      day: first + number,
      values: Array.from({ length: 1440 / minutes }, (_, slot) =>
        Math.round(at((slot * minutes) / 60, number) * 1000),
      ),
    })),
  };
}

function rated(record: object, from: string, to: string, ...intervals: IntervalUsage[]): RatedSpan {
  const program = compileTariff(importUrdb(record));
  return rateSpan(program, { from: day(from), to: day(to), usage: { intervals }, repeatYear: true });
}

const lines = (span: RatedSpan, bill = 0) =>
  span.bills[bill]?.lines.map((line) => `${line.code} ${line.amount.toString()}`);
/** 31 days × 24 hours × 1 kWh = 744 kWh. */
const january = hourly("2018-01-01", "2018-02-01", () => 1);
const one = (record: object, usage = january) => rated(record, "2018-01-01", "2018-02-01", usage);

describe("fields of the rate database", () => {
  it("U1 rate and adj add up; energy tiers fill by the month's use, the last one open whatever its max", () => {
    const span = one({
      energyratestructure: [
        [
          { max: 300, rate: 0.1, adj: 0.01, unit: "kWh" },
          { max: 700, rate: 0.12 },
          { max: 9999999, rate: 0.2 },
        ],
      ],
    });
    // 300 × 0.11 + 400 × 0.12 + 44 × 0.20
    expect(lines(span)).toEqual(["energy.p1.tier-1 33", "energy.p1.tier-2 48", "energy.p1.tier-3 8.8"]);
    expect(span.total.toString()).toBe("89.80");
  });

  it("U10 nothing is rounded: every digit of the price reaches the bill", () => {
    const span = one({ energyratestructure: [[{ rate: 0.123456789 }]] });
    // 744 × 0.123456789
    expect(lines(span)).toEqual(["energy.p1 91.851851016"]);
    expect(span.bills[0]?.total.toString()).toBe("91.851851016");
  });

  it("U1 tiers by day: kWh daily counts the days of the bill", () => {
    const span = one({
      energyratestructure: [
        [
          { max: 10, rate: 0.1, unit: "kWh daily" },
          { rate: 0.2, unit: "kWh daily" },
        ],
      ],
    });
    // 310 × 0.10 + 434 × 0.20
    expect(span.total.toString()).toBe("117.80");
  });

  it("U1 hours of use: kWh/kW counts the month's peak, here 2 kW", () => {
    const peaky = hourly("2018-01-01", "2018-02-01", (hour, number) => (hour === 5 && number === 3 ? 2 : 1));
    const span = one(
      {
        energyratestructure: [
          [
            { max: 200, rate: 0.1, unit: "kWh/kW" },
            { max: 300, rate: 0.05, unit: "kWh/kW" },
            { rate: 0.02, unit: "kWh/kW" },
          ],
        ],
      },
      peaky,
    );
    // 745 kWh: 400 × 0.10 + 200 × 0.05 + 145 × 0.02
    expect(span.total.toString()).toBe("52.90");
  });

  it("U2 a block of hours of use divided by kWh tiers, as SAM reads Georgia Power's PLL", () => {
    const record = {
      energyratestructure: [
        [
          { max: 200, rate: 0, unit: "kWh/kW" },
          { max: 300, rate: 0.12, unit: "kWh" },
          { max: 1e38, rate: 0.1, unit: "kWh" },
          { max: 400, rate: 0.03, unit: "kWh/kW" },
          { max: 1e38, rate: 0.02, unit: "kWh/kW" },
        ],
      ],
    };
    // Peak 2 kW: the block of 200 h ends at 400 kWh, 400 h at 800 kWh. 745 = 300 + 100 + 345.
    const peaky = hourly("2018-01-01", "2018-02-01", (hour, number) => (hour === 5 && number === 3 ? 2 : 1));
    expect(one(record, peaky).total.toString()).toBe("56.35");
    // Peak 1 kW: the block ends at 200 kWh, before the first kWh tier does; 744 = 200 + 0 + 200 + 344.
    expect(one(record).total.toString()).toBe("36.88");
  });

  it("U1 tiers that differ by period: the month's use fills each, and each takes its part of the use", () => {
    const span = one({
      energyratestructure: [[{ rate: 0.1 }], [{ max: 500, rate: 0.2 }, { rate: 0.3 }]],
      energyweekdayschedule: flatGrid().map((row) => row.map((_, hour) => (hour >= 12 ? 1 : 0))),
      energyweekendschedule: flatGrid().map((row) => row.map((_, hour) => (hour >= 12 ? 1 : 0))),
    });
    // 372 × 0.10; 372 × 500/744 = 250 × 0.20; 372 × 244/744 = 122 × 0.30
    expect(span.total.toString()).toBe("123.80");
  });

  it("U3 flat demand by month, tiered demand, demand window of half an hour", () => {
    const quarters = hourly(
      "2018-01-01",
      "2018-02-01",
      (hour, number) => (number === 2 && hour === 8.25 ? 25 : number === 2 && hour === 8 ? 5 : 1),
      "energy",
      15,
    );
    const record = {
      flatdemandstructure: [[{ max: 20, rate: 1 }, { rate: 10 }], [{ rate: 99 }]],
      flatdemandmonths: [0, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1],
    };
    // A quarter of 25 kWh is 100 kW: 20 × 1 + 80 × 10.
    expect(one(record, quarters).total.toString()).toBe("820.00");
    // Over half an hour (5 + 25) × 2 = 60 kW: 20 × 1 + 40 × 10.
    expect(one({ ...record, demandwindow: 30 }, quarters).total.toString()).toBe("420.00");
  });

  it("U3 demand by day: each day's own peak", () => {
    // 1 kW, on the third day 5 kW.
    const usage = hourly("2018-01-01", "2018-02-01", (hour, number) => (number === 2 && hour === 9 ? 5 : 1));
    const record = {
      flatdemandunit: "kW daily",
      flatdemandstructure: [[{ max: 2, rate: 0.5 }, { rate: 0.8 }]],
    };
    // 30 × 1 + 2 kW·d in the first step, 3 in the second.
    expect(lines(one({ ...record, flatdemandmonths: new Array(12).fill(0) }, usage))).toEqual([
      "demand-flat-1.tier-1 16",
      "demand-flat-1.tier-2 2.4",
    ]);
  });

  it("U3 demand by period takes the highest of each; coincident demand has its own hours", () => {
    const usage = hourly("2018-01-01", "2018-02-01", (hour, number) =>
      number === 5 && hour === 14 ? 9 : number === 6 && hour === 2 ? 12 : 1,
    );
    const day14 = flatGrid().map((row) => row.map((_, hour) => (hour >= 12 && hour < 18 ? 1 : 0)));
    const span = one(
      {
        demandratestructure: [[{ rate: 2 }], [{ rate: 5 }]],
        demandweekdayschedule: day14,
        demandweekendschedule: day14,
        coincidentratestructure: [[{ rate: 0 }], [{ rate: 7 }]],
        coincidentrateschedule: flatGrid().map((row) => row.map((_, hour) => (hour === 14 ? 1 : 0))),
      },
      usage,
    );
    expect(lines(span)).toEqual(["demand.p1 24", "demand.p2 45", "demand-coincident.p2 63"]);
  });

  it("U4 fixed charges by month, day and year; older fields too", () => {
    expect(one({ fixedchargefirstmeter: 12.5, fixedchargeunits: "$/month" }).total.toString()).toBe("12.50");
    expect(one({ fixedchargefirstmeter: 0.4, fixedchargeunits: "$/day" }).total.toString()).toBe("12.40");
    expect(one({ fixedchargefirstmeter: 120, fixedchargeunits: "$/year" }).total.toString()).toBe("10.00");
    const more = compileTariff(
      importUrdb({ fixedchargefirstmeter: 10, fixedchargeeaaddl: 3, fixedchargeunits: "$/month" }),
    );
    const input = { from: day("2018-01-01"), to: day("2018-02-01"), usage: {} };
    expect(rateSpan(more, input).total.toString()).toBe("10.00");
    const numbers = { additionalMeters: [{ from: input.from, value: dec("2") }] };
    expect(rateSpan(more, { ...input, agreement: { numbers } }).total.toString()).toBe("16.00");
    expect(one({ fixedmonthlycharge: 9 }).total.toString()).toBe("9.00");
  });

  it("U5 minimum by month, day and year", () => {
    const energy = { energyratestructure: [[{ rate: 0.01 }]] };
    // 7.44 of energy.
    expect(one({ ...energy, mincharge: 20, minchargeunits: "$/month" }).total.toString()).toBe("20.00");
    expect(one({ ...energy, mincharge: 1, minchargeunits: "$/day" }).total.toString()).toBe("31.00");
    expect(one({ ...energy, mincharge: 5, minchargeunits: "$/month" }).total.toString()).toBe("7.44");
    const year = hourly("2018-01-01", "2019-01-01", () => 1);
    const span = rated(
      { ...energy, mincharge: 100, minchargeunits: "$/year" },
      "2018-01-01",
      "2019-01-01",
      year,
    );
    expect(span.total.toString()).toBe("100.00");
    expect(lines(span, 11)).toEqual(["energy.p1 7.44", "minimum 12.4"]);
    const july = hourly("2018-07-01", "2019-07-01", () => 1);
    const fiscal = rated({ ...energy, annualmincharge: 100 }, "2018-07-01", "2019-07-01", july);
    expect(fiscal.total.toString()).toBe("100.00");
  });

  it("U6 fuel adjustments by month", () => {
    const monthly = [0.005, ...new Array(11).fill(0)];
    const span = one({ energyratestructure: [[{ rate: 0.1 }]], fueladjustmentsmonthly: monthly });
    expect(lines(span)).toEqual(["energy.p1 74.4", "fuel-adjustment.m1 3.72"]);
  });

  describe("dgrules", () => {
    const noon = (hour: number) => hour >= 10 && hour < 14;
    const generated = hourly(
      "2018-01-01",
      "2018-03-01",
      (hour, number) => (noon(hour) ? (number < 31 ? 8 : 2) : 0),
      "export",
    );
    const used = hourly("2018-01-01", "2018-03-01", () => 1);
    const record = { energyratestructure: [[{ rate: 0.1, sell: 0.04 }]] };
    const two = (dgrules: string) =>
      rated({ ...record, dgrules }, "2018-01-01", "2018-03-01", used, generated);

    it("U7 net metering: credit in kWh is carried into the next month", () => {
      const span = two("Net Metering");
      // January 744 − 992 = −248 kWh; February 672 − 224 − 248 = 200 kWh.
      expect(span.bills.map((bill) => bill.total.toString())).toEqual(["0.00", "20.00"]);
    });

    it("U7 net billing, instantaneous: what comes in is bought, what goes out is sold", () => {
      const span = two("Net Billing Instantaneous");
      // January 744 × 0.10 − 992 × 0.04
      expect(span.bills[0]?.total.toString()).toBe("34.72");
    });

    it("U7 net billing, hourly: each hour is netted by itself", () => {
      const span = two("Net Billing Hourly");
      // 20 hours a day bought, 4 × 7 kWh sold.
      expect(span.bills[0]?.total.toString()).toBe("27.28");
    });

    it("U7 buy all, sell all: use at the rate, generation at the sell rate", () => {
      expect(two("Buy All Sell All").bills[0]?.total.toString()).toBe("34.72");
    });

    it("U7 without export there is nothing to net", () => {
      const span = rated({ ...record, dgrules: "Net Metering" }, "2018-01-01", "2018-02-01", january);
      expect(span.total.toString()).toBe("74.40");
    });
  });

  it.each([
    [
      "a schedule of eleven months",
      { energyratestructure: [[{ rate: 1 }]], energyweekdayschedule: flatGrid().slice(1) },
      "energyweekdayschedule",
    ],
    [
      "a period outside the structure",
      { energyratestructure: [[{ rate: 1 }]], energyweekdayschedule: flatGrid(3) },
      "energyweekdayschedule[0][0]",
    ],
    [
      "a rate that is no number",
      { energyratestructure: [[{ rate: "ten" }]] },
      "energyratestructure[0][0].rate",
    ],
    [
      "an open tier in the middle",
      { energyratestructure: [[{ rate: 1 }, { rate: 2 }]] },
      "energyratestructure[0][0].max",
    ],
    [
      "falling limits",
      { energyratestructure: [[{ max: 9, rate: 1 }, { max: 5, rate: 2 }, { rate: 3 }]] },
      undefined,
    ],
    [
      "a unit nobody knows",
      { energyratestructure: [[{ max: 5, rate: 1, unit: "kWh/moon" }, { rate: 2 }]] },
      "energyratestructure[0][0].unit",
    ],
    ["horsepower", { flatdemandstructure: [[{ rate: 1 }]], flatdemandunit: "hp" }, "flatdemandunit"],
    ["fixed charges by moon", { fixedchargefirstmeter: 1, fixedchargeunits: "$/moon" }, "fixedchargeunits"],
    ["nothing to charge", { name: "empty" }, undefined],
    ["no object", 7, ""],
  ])("U9 %s is refused with its path", (_, record, path) => {
    expect(() => importUrdb(record)).toThrowError(
      expect.objectContaining({
        code: expect.stringMatching(/^(TARIFF_INVALID|URDB_UNSUPPORTED)$/),
        ...(path === undefined ? {} : { where: expect.objectContaining({ path }) }),
      }),
    );
  });
});

describe("export to the rate database", () => {
  const record = {
    name: "round trip",
    energyratestructure: [
      [{ max: 300, rate: 0.1, adj: 0.01 }, { rate: 0.2 }],
      [{ max: 300, rate: 0.3 }, { rate: 0.4 }],
    ],
    energyweekdayschedule: flatGrid().map((row) => row.map((_, hour) => (hour > 12 ? 1 : 0))),
    energyweekendschedule: flatGrid(),
    flatdemandstructure: [[{ rate: 5 }], [{ max: 50, rate: 0 }, { rate: 12 }]],
    flatdemandmonths: [0, 0, 0, 0, 1, 1, 1, 1, 1, 1, 0, 0],
    demandratchetpercentage: new Array(12).fill(0.35),
    fixedchargefirstmeter: 10,
    fixedchargeunits: "$/day",
    mincharge: 50,
    minchargeunits: "$/month",
  };

  it("U8 a record that was not changed goes back as it came", () => {
    expect(exportUrdb(importUrdb({ items: [record] }))).toEqual(record);
  });

  it("U8 a changed one is said anew, and rates the same when it is read again", () => {
    const { urdb: _, ...changed } = importUrdb(record);
    const again = exportUrdb(changed);
    expect(again.flatdemandmonths).toEqual(record.flatdemandmonths);
    const year = hourly("2018-01-01", "2019-01-01", (hour, number) => 1 + ((hour * 7 + number) % 60));
    const totals = [record, again].map((each) =>
      rated(each, "2018-01-01", "2019-01-01", year).total.toString(),
    );
    expect(totals[1]).toBe(totals[0]);
  });

  it("U8 a tariff of ours with hourly rules becomes two grids", () => {
    const { tariff: ours } = tariff(
      [{ type: "energy", code: "energy", schedule: "tou", price: { peak: "0.30", rest: "0.10" } }],
      {
        currency: "USD",
        schedules: {
          tou: {
            periods: periods("peak", "rest"),
            rules: [{ period: "peak", days: ["weekday"], times: ["16:00-21:00"] }, { period: "rest" }],
          },
        },
      },
    );
    const out = exportUrdb(ours);
    expect((out.energyweekdayschedule as number[][])[6]?.slice(15, 22)).toEqual([1, 0, 0, 0, 0, 0, 1]);
    expect(out.energyweekendschedule).toEqual(flatGrid(1));
    expect(out.energyratestructure).toEqual([[{ rate: 0.3, unit: "kWh" }], [{ rate: 0.1, unit: "kWh" }]]);
  });

  it("U8 what the database cannot say is refused by the charge's code", () => {
    const { tariff: ours } = tariff([
      {
        type: "energy",
        code: "gas",
        tiers: { window: "year", steps: [{ upTo: "300", price: "1" }, { price: "2" }] },
      },
    ]);
    expect(() => exportUrdb(ours)).toThrowError(
      expect.objectContaining({
        code: "URDB_UNSUPPORTED",
        params: expect.objectContaining({ field: "gas" }),
      }),
    );
  });

  it("keeps every digit of a price that JSON carries", () => {
    const program = compileTariff(importUrdb({ energyratestructure: [[{ rate: 0.0687, adj: 0.008376 }]] }));
    const [charge] = program.charges;
    expect(charge?.type === "energy" && charge.prices[0]).toMatchObject({
      dated: { values: [dec("0.077076")] },
    });
  });
});
