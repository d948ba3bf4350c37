import { describe, expect, it } from "vitest";
import { Decimal } from "#engines/kernel/decimal.ts";
import { zoneOf } from "#engines/kernel/zone.ts";
import { type IntervalUsage, rate, trueUp } from "../index.ts";
import {
  amount,
  amounts,
  day,
  dec,
  type PlainCharge,
  periods,
  rated,
  register,
  span,
  tariff,
} from "./helpers.ts";

// What the tariff model can say beyond the published cases: each capability with a bill made by hand.

const from = (at: string, value: string) => ({ from: day(at), value: dec(value) });
const june = span("2026-06-01", "2026-07-01");

/** Hours of a month, each day alike unless said otherwise. */
function hours(
  at: { readonly from: number; readonly to: number },
  value: (day: number, hour: number) => number,
  quantity = "energy",
): IntervalUsage {
  return {
    quantity,
    zone: zoneOf("UTC"),
    intervalMinutes: 60,
    exponent: 0,
    kind: "amount",
    days: Array.from({ length: at.to - at.from }, (_, offset) => ({
      day: at.from + offset,
      values: Array.from({ length: 24 }, (_, hour) => value(offset, hour)),
    })),
  };
}

describe("demand", () => {
  const contract = {
    floorShare: "1",
    within: "contract",
    ceilingShare: "1.05",
    excessFrom: "ceiling",
  } as const;

  it("B14 a contract reduced inside the bill is billed by the days of each value", () => {
    const program = tariff([{ type: "demand", code: "demand", price: "30", contract, monthDays: "30" }]);
    const bill = rated(program, {
      ...june,
      usage: { demands: [{ quantity: "demand", value: dec("380") }] },
      agreement: { numbers: { contractDemand: [from("2026-01-01", "600"), from("2026-06-11", "400")] } },
    });
    // 600 × 30 × 10/30 + 400 × 30 × 20/30
    expect(amounts(bill)).toEqual(["demand 6000.00", "demand 8000.00"]);
  });

  it("B14 suspended and restarted by day: nothing in between", () => {
    const program = tariff([{ type: "demand", code: "demand", price: "30", contract, monthDays: "30" }]);
    const bill = rated(program, {
      ...june,
      usage: { demands: [{ quantity: "demand", value: dec("0") }] },
      agreement: {
        numbers: {
          contractDemand: [from("2026-01-01", "600"), from("2026-06-04", "0"), from("2026-06-28", "600")],
        },
      },
    });
    expect(bill.total.toString()).toBe("3600.00");
  });

  it("B16 capacity suspended, reduced and restarted, each by day (供电营业规则)", () => {
    const program = tariff([
      { type: "standing", code: "basic", basis: "capacity", price: "24", per: "month", monthDays: "30" },
    ]);
    const bill = rated(program, {
      ...june,
      usage: {},
      agreement: {
        numbers: {
          capacity: [
            from("2026-01-01", "1000"),
            from("2026-06-11", "0"),
            from("2026-06-21", "630"),
            from("2026-06-26", "1000"),
          ],
        },
      },
    });
    // 1000 × 24 × 15/30 and 630 × 24 × 5/30
    expect(bill.total.toString()).toBe("14520.00");
  });

  it("B25 coincident demand: the mean over the system's peaks that lie in the bill, apart from the customer's own peak", () => {
    const program = tariff([
      { type: "demand", code: "own", price: "10" },
      { type: "demand", code: "system", price: "40", coincident: { peaks: "four-cp" } },
    ]);
    const usage = {
      intervals: [
        hours(june, (offset, hour) => (offset === 3 && hour === 5 ? 90 : hour === 17 ? 20 + offset : 10)),
      ],
    };
    const systemPeaks = {
      "four-cp": [
        { day: day("2026-06-11"), minute: 17 * 60 },
        { day: day("2026-06-21"), minute: 17 * 60 + 30 },
        { day: day("2026-07-05"), minute: 0 },
      ],
    };
    const bill = rated(program, { ...june, usage, systemPeaks });
    // Own 90 kW; at the system's peaks 30 and 40 kW.
    expect(amounts(bill)).toEqual(["own 900.00", "system 1400.00"]);
    expect(() => rate(program, { ...june, usage })).toThrow(/list of system peaks “four-cp”/);
    const elsewhere = { "four-cp": [{ day: day("2026-08-01"), minute: 0 }] };
    expect(amounts(rated(program, { ...june, usage, systemPeaks: elsewhere }))).toEqual(["own 900.00"]);
  });
});

describe("quantities", () => {
  it("B3 gas by volume with temperature and pressure: V × (p + pa) ÷ pb × Tb ÷ (t + 273.15) (JJF 1004, EN 12405)", () => {
    const program = tariff([{ type: "energy", code: "gas", quantity: "standard", price: "3" }], {
      utility: "gas",
      quantities: {
        standard: {
          of: "volume",
          unit: "m³",
          times: [
            { factor: "gaugePressure", plus: "101.325" },
            { factor: "temperature", plus: "273.15", divides: true },
            "293.15",
          ],
          dividedBy: "101.325",
        },
      },
    });
    const bill = rated(program, {
      ...june,
      usage: { registers: [register(june, "volume", "1000", "1100")] },
      agreement: {
        numbers: { gaugePressure: [from("2026-01-01", "3.2")], temperature: [from("2026-01-01", "12")] },
      },
    });
    // 100 × 104.525 ÷ 101.325 × 293.15 ÷ 285.15 = 106.0525…
    const exact = (100 * 104.525 * 293.15) / (101.325 * 285.15);
    expect(Number(bill.lines[0]?.quantity?.toString())).toBeCloseTo(exact, 9);
    expect(bill.total.toString()).toBe((exact * 3).toFixed(2));
    const cold = {
      numbers: { gaugePressure: [from("2026-01-01", "0")], temperature: [from("2026-01-01", "-273.15")] },
    };
    expect(() =>
      rate(program, { ...june, usage: { amounts: [amount(june, "volume", "1")] }, agreement: cold }),
    ).toThrow(/divisor of zero/);
  });

  it("B2 a supply of which a fixed part has another tariff: 定量 at one, the rest at the other", () => {
    const lodging = tariff([{ type: "energy", code: "energy", price: "0.5" }]);
    const works = tariff([{ type: "energy", code: "energy", price: "0.8" }]);
    const usage = { registers: [register(june, "energy", "0", "1000", { multiplier: dec("10") })] };
    const part = (kind: "fixed" | "less-fixed") => ({
      quantityRules: [{ kind, quantity: "energy", perMonth: dec("2000") } as const],
    });
    expect(rated(lodging, { ...june, usage, agreement: part("fixed") }).total.toString()).toBe("1000.00");
    expect(rated(works, { ...june, usage, agreement: part("less-fixed") }).total.toString()).toBe("6400.00");
  });

  it("B2 a multiplier that changes with the instrument transformer: two registers", () => {
    const program = tariff([{ type: "energy", code: "energy", price: "1" }]);
    const bill = rated(program, {
      ...june,
      usage: {
        registers: [
          {
            quantity: "energy",
            multiplier: dec("30"),
            reads: [
              { day: june.from, index: dec("10") },
              { day: day("2026-06-16"), index: dec("14") },
            ],
          },
          {
            quantity: "energy",
            multiplier: dec("40"),
            reads: [
              { day: day("2026-06-16"), index: dec("14") },
              { day: june.to, index: dec("19") },
            ],
          },
        ],
      },
    });
    expect(bill.total.toString()).toBe("320.00");
  });
});

describe("time", () => {
  const tiers: NonNullable<Extract<PlainCharge, { type: "energy" }>["tiers"]> = {
    window: "month",
    steps: [{ upTo: "200", price: "0.5" }, { upTo: "400", price: "0.6" }, { price: "0.9" }],
  };
  const program = tariff([{ type: "energy", code: "energy", tiers }]);
  const use = (at: { from: number; to: number }, kwh: string) => ({
    ...at,
    usage: { amounts: [amount(at, "energy", kwh)] },
  });

  it.each([
    ["33 days, three late: one month", "2026-06-01", "2026-07-04", "300", "160.00"],
    ["27 days, three early: one month", "2026-06-01", "2026-06-28", "300", "160.00"],
    ["58 days: two months", "2026-06-01", "2026-07-29", "600", "320.00"],
    // 10 of 30 days: limits 66.67 and 133.33.
    ["10 days, moved in: by days", "2026-06-21", "2026-07-01", "100", "53.33"],
  ])("B8 a period of %s", (_, first, last, kwh, total) => {
    expect(rated(program, use(span(first, last), kwh)).total.toString()).toBe(total);
  });

  it("B8 the tolerance is the tariff's", () => {
    const strict = tariff([{ type: "energy", code: "energy", tiers }], { periodToleranceDays: 0 });
    // 30 days of June and 3 of 31 of July: 1.0968 months.
    expect(rated(strict, use(span("2026-06-01", "2026-07-04"), "300")).total.toString()).toBe("158.07");
  });

  it("B8 the first year of an agreement has its limits by months, where the tariff says so", () => {
    const yearly = (firstYear: "months" | "whole") =>
      tariff([
        {
          type: "energy",
          code: "energy",
          tiers: { window: "year", firstYear, steps: [{ upTo: "1200", price: "1" }, { price: "2" }] },
        },
      ]);
    const autumn = span("2026-10-01", "2027-01-01");
    const supplied = { ...use(autumn, "500"), agreement: { start: autumn.from } };
    // Supplied from October on: 300 of 1200 kWh; 300 × 1 + 200 × 2.
    expect(rated(yearly("months"), supplied).total.toString()).toBe("700.00");
    expect(rated(yearly("whole"), supplied).total.toString()).toBe("500.00");
  });

  it.each([
    ["person", "persons"],
    ["kVA", "capacity"],
  ] as const)("B8 limits for each %s", (per, number) => {
    const each = tariff([
      {
        type: "energy",
        code: "energy",
        tiers: { window: "month", steps: [{ upTo: "40", per, price: "1" }, { price: "2" }] },
      },
    ]);
    const month = span("2026-06-01", "2026-07-01");
    const numbers = { [number]: [{ from: month.from, value: dec("3") }] };
    // 120 × 1 + 30 × 2
    expect(rated(each, { ...use(month, "150"), agreement: { numbers } }).total.toString()).toBe("180.00");
  });

  it("B23 an estimated month and its true-up cost what the reads at both ends make, tiers included", () => {
    const july = span("2026-07-01", "2026-08-01");
    const both = span("2026-06-01", "2026-08-01");
    const read = (at: { from: number; to: number }, start: string, end: string, estimated: boolean) => ({
      ...at,
      usage: {
        registers: [
          {
            quantity: "energy",
            reads: [
              { day: at.from, index: dec(start) },
              { day: at.to, index: dec(end), estimated },
            ],
          },
        ],
      },
    });
    const estimate = rate(program, read(june, "1000", "1150", true));
    expect(estimate.estimated).toBe(true);
    expect(estimate.total.toString()).toBe("75.00");
    // Without a true-up July would be 650 kWh in one month: far into the third tier.
    expect(rate(program, read(july, "1150", "1800", false)).total.toString()).toBe("445.00");
    const actual = trueUp(program, [estimate], read(both, "1000", "1800", false));
    const whole = rate(program, read(both, "1000", "1800", false));
    expect(amounts(actual)).toEqual(["energy.tier-1 200.00", "energy.tier-2 240.00", "energy.tier-1 -75.00"]);
    expect(actual.total.plus(estimate.total).equals(whole.total)).toBe(true);
    expect(actual.estimated).toBe(false);
    expect(() => trueUp(program, [estimate], read(july, "1150", "1800", false))).toThrow(/does not follow/);
  });

  it("B9 B10 price and household change on different days of one bill", () => {
    const changing = tariff([
      {
        type: "energy",
        code: "energy",
        tiers: {
          window: "month",
          household: { above: 4, each: ["30", "60"] },
          steps: [
            {
              upTo: "200",
              price: [
                { from: "2020-01-01", value: "0.5" },
                { from: "2026-06-11", value: "0.55" },
              ],
            },
            { upTo: "400", price: "0.6" },
            { price: "0.9" },
          ],
        },
      },
    ]);
    const bill = rated(changing, {
      ...use(june, "300"),
      agreement: { numbers: { persons: [from("2026-01-01", "4"), from("2026-06-16", "6")] } },
    });
    // Limits: 200 for 15 days and 260 for 15 days = 230. Thirds of it before and two thirds after the 11th.
    expect(amounts(bill)).toEqual(["energy.tier-1 38.33", "energy.tier-2 42.00", "energy.tier-1 84.33"]);
  });
});

describe("credit and points", () => {
  it("B19 credit in money is carried below a minimum, taken off later, and expires", () => {
    const program = tariff([
      { type: "energy", code: "energy", price: "0.5" },
      { type: "energy", code: "sold", quantity: "export", price: "-0.4" },
      {
        type: "limit",
        code: "carried",
        of: ["*"],
        bound: "minimum",
        amount: "0",
        per: "bill",
        carry: { months: 2 },
      },
    ]);
    const month = (at: ReturnType<typeof span>, used: string, fedIn: string, opening = {}) =>
      rated(program, {
        ...at,
        usage: { amounts: [amount(at, "energy", used), amount(at, "export", fedIn)] },
        opening,
      });
    const first = month(june, "100", "400");
    expect(amounts(first)).toEqual(["energy 50.00", "sold -160.00", "carried 110.00"]);
    const second = month(span("2026-07-01", "2026-08-01"), "100", "0", first.closing);
    expect(amounts(second)).toEqual(["energy 50.00", "carried -50.00"]);
    expect(second.closing.bank?.carried?.map(({ quantity }) => quantity.toString())).toEqual(["60"]);
    const late = month(span("2026-08-01", "2026-09-01"), "100", "0", second.closing);
    expect(amounts(late)).toEqual(["energy 50.00"]);
  });

  it("B26 points: earned by valley use, redeemed from the next bill on, whole steps, up to a share, oldest first", () => {
    const program = tariff(
      [
        { type: "energy", code: "energy", schedule: "tou", price: { peak: "0.6", valley: "0.3" } },
        {
          type: "points",
          code: "points",
          earn: { schedule: "tou", period: "valley", perUnit: "0.5" },
          redeem: { of: ["energy"], value: "0.01", step: 100, maxShare: "0.1" },
          expireMonths: 12,
        },
      ],
      {
        schedules: {
          tou: {
            periods: periods("peak", "valley"),
            rules: [{ period: "peak", times: ["08:00-21:00"] }, { period: "valley" }],
          },
        },
      },
    );
    const month = (at: ReturnType<typeof span>, valley: string, opening = {}) =>
      rated(program, {
        ...at,
        usage: { amounts: [amount(at, "energy", "100", "peak"), amount(at, "energy", valley, "valley")] },
        opening,
      });
    const first = month(june, "501");
    expect(amounts(first)).toEqual(["energy.peak 60.00", "energy.valley 150.30"]);
    expect(first.closing.bank?.points).toEqual([{ month: 2026 * 12 + 5, quantity: Decimal.of(250) }]);
    const second = month(span("2026-07-01", "2026-08-01"), "100", first.closing);
    // A tenth of 90.00 is 9.00, which is 900 points; of 250 there are two whole steps.
    expect(amounts(second)).toEqual(["energy.peak 60.00", "energy.valley 30.00", "points -2.00"]);
    expect(second.closing.bank?.points?.map(({ quantity }) => quantity.toString())).toEqual(["50", "50"]);
    const next = month(span("2027-07-01", "2027-08-01"), "0", second.closing);
    expect(next.closing.bank?.points).toEqual([]);
  });

  it("B18 a package with an included quantity, a green discount by tag, a staff discount with a cap", () => {
    const program = tariff([
      { type: "standing", code: "package", price: "99", per: "month" },
      {
        type: "energy",
        code: "energy",
        tiers: { window: "month", steps: [{ upTo: "200", price: "0" }, { price: "0.62" }] },
      },
      { type: "percentage", code: "green", of: ["energy"], percent: "-5", when: '"green" in agreement.tags' },
      {
        type: "energy",
        code: "staff",
        tiers: { window: "month", steps: [{ upTo: "100", price: "-0.31" }, { price: "0" }] },
        when: '"staff" in agreement.tags',
      },
    ]);
    const bill = (tags: string[]) =>
      amounts(
        rated(program, {
          ...june,
          usage: { amounts: [amount(june, "energy", "300")] },
          agreement: { attributes: { tags } },
        }),
      );
    expect(bill([])).toEqual(["package 99.00", "energy.tier-2 62.00"]);
    expect(bill(["green", "staff"])).toEqual([
      "package 99.00",
      "energy.tier-2 62.00",
      "green -3.10",
      "staff.tier-1 -31.00",
    ]);
  });
});
