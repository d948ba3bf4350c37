import { describe, expect, it } from "vitest";
import { present } from "../../kernel/assert.ts";
import { zoneOf } from "../../kernel/zone.ts";
import { type DatedNumber, explainLine, rate } from "../index.ts";
import { amount, amounts, day, dec, periods, rated, register, span, tariff } from "./helpers.ts";

const june = span("2026-06-01", "2026-07-01");
const since = (from: string, value: string): DatedNumber => ({ from: day(from), value: dec(value) });
const used = (quantity: string, value: string, within = june) => ({
  ...within,
  usage: { amounts: [amount(within, quantity, value)] },
});

describe("other utilities", () => {
  it("B3 gas by energy: volume × correction × calorific value ÷ 3.6 (Gas (Calculation of Thermal Energy) Regulations 1996)", () => {
    const program = tariff([{ type: "energy", code: "gas", quantity: "thermal", price: "0.0624" }], {
      utility: "gas",
      currency: "GBP",
      quantities: {
        thermal: {
          of: "volume",
          unit: "kWh",
          times: ["1.02264", { factor: "calorificValue" }],
          dividedBy: "3.6",
          rounding: { place: 0 },
        },
      },
    });
    const bill = rated(program, {
      ...used("volume", "100"),
      agreement: { numbers: { calorificValue: [since("2020-01-01", "39.5")] } },
    });
    // 100 × 1.02264 × 39.5 ÷ 3.6 = 1122.06… → 1122 kWh
    expect(bill.lines[0]?.quantity?.toString()).toBe("1122");
    expect(bill.total.toString()).toBe("70.01");
  });

  it("B3 a calorific value that changes inside the bill counts by days", () => {
    const program = tariff([{ type: "energy", code: "gas", quantity: "thermal", price: "1" }], {
      utility: "gas",
      quantities: { thermal: { of: "volume", unit: "MJ", times: [{ factor: "calorificValue" }] } },
    });
    const calorificValue = [since("2020-01-01", "30"), since("2026-06-11", "36")];
    const bill = rated(program, { ...used("volume", "300"), agreement: { numbers: { calorificValue } } });
    // 100 m³ × 30 + 200 m³ × 36
    expect(bill.total.toString()).toBe("10200.00");
  });

  it("heat by area and by use", () => {
    const program = tariff(
      [
        { type: "standing", code: "area", basis: "area", price: "3.8", per: "month", seasons: ["heating"] },
        { type: "energy", code: "heat", price: "47.5" },
      ],
      { utility: "heat", seasons: { heating: [{ from: "11-15", to: "03-15" }] } },
    );
    const area = [since("2020-01-01", "90")];
    const november = span("2026-11-01", "2026-12-01");
    const bill = rated(program, { ...used("heat", "4", november), agreement: { numbers: { area } } });
    // 16 of 30 days of November: 90 × 3.8 × 16/30
    expect(amounts(bill)).toEqual(["area 182.40", "heat 190.00"]);
  });

  it("water with a sewage line by share, a package and a fee by month", () => {
    const program = tariff(
      [
        {
          type: "energy",
          code: "water",
          tiers: { window: "month", steps: [{ upTo: "15", price: "2.07" }, { price: "4.07" }] },
        },
        { type: "energy", code: "sewage", quantity: "sewage", price: "1.36" },
      ],
      { utility: "water", quantities: { sewage: { of: "volume", unit: "m³", times: ["0.9"] } } },
    );
    const bill = rated(program, { ...june, usage: { registers: [register(june, "volume", "100", "120")] } });
    // 15 × 2.07 + 5 × 4.07; 18 × 1.36
    expect(amounts(bill)).toEqual(["water.tier-1 31.05", "water.tier-2 20.35", "sewage 24.48"]);
  });
});

describe("prices, taxes, limits", () => {
  it("B10 a price change inside the bill splits it by days, registers read or not", () => {
    const program = tariff([
      {
        type: "energy",
        code: "energy",
        price: [
          { from: "2020-01-01", value: "0.50" },
          { from: "2026-06-11", value: "0.60" },
        ],
      },
    ]);
    // 10 of 30 days at the old price.
    expect(amounts(rated(program, used("energy", "300")))).toEqual(["energy 50.00", "energy 120.00"]);
    const reads = {
      quantity: "energy",
      reads: [
        { day: june.from, index: dec("0") },
        { day: day("2026-06-11"), index: dec("250") },
        { day: june.to, index: dec("300") },
      ],
    };
    // A read on the day of the change decides.
    expect(amounts(rated(program, { ...june, usage: { registers: [reads] } }))).toEqual([
      "energy 125.00",
      "energy 30.00",
    ]);
  });

  it("B17 tax on tax, an included tax, a discount for staff", () => {
    const program = tariff([
      { type: "energy", code: "energy", price: "1" },
      { type: "percentage", code: "staff", of: ["energy"], percent: "-10" },
      { type: "percentage", code: "levy", of: ["energy", "staff"], percent: "5" },
      { type: "percentage", code: "vat", of: ["*"], percent: "20" },
      { type: "percentage", code: "inside", of: ["energy"], percent: "13", included: true },
    ]);
    const bill = rated(program, used("energy", "113"));
    // 113 − 11.30 = 101.70; 5 % = 5.085 → 5.09; 20 % of 106.79 = 21.358 → 21.36
    expect(amounts(bill)).toEqual(["energy 113.00", "staff -11.30", "levy 5.09", "vat 21.36"]);
    // Of 113.00 with 13 % in it, 13.00 is tax.
    expect(bill.includedTaxes.map((tax) => tax.amount.toString())).toEqual(["13.00"]);
    expect(bill.total.toString()).toBe("128.15");
  });

  it("B18 a free quantity for low incomes and a package, made of steps", () => {
    const program = tariff([
      { type: "energy", code: "energy", price: "0.56" },
      {
        type: "energy",
        code: "low-income",
        when: '"low-income" in agreement.tags',
        tiers: { window: "month", steps: [{ upTo: "15", price: "-0.56" }, { price: "0" }] },
      },
    ]);
    const tags = (list: string[]) => ({
      ...used("energy", "100"),
      agreement: { attributes: { tags: list } },
    });
    expect(rated(program, tags(["low-income"])).total.toString()).toBe("47.60");
    expect(rated(program, tags([])).total.toString()).toBe("56.00");
  });

  it("a condition sees the agreement's numbers as of the day", () => {
    const program = tariff([
      { type: "energy", code: "small", when: "agreement.capacity < 315", price: "0.60" },
      { type: "energy", code: "large", when: "agreement.capacity >= 315", price: "0.50" },
    ]);
    const capacity = [since("2020-01-01", "250"), since("2026-06-11", "315")];
    const bill = rated(program, { ...used("energy", "300"), agreement: { numbers: { capacity } } });
    expect(amounts(bill)).toEqual(["small 60.00", "large 100.00"]);
  });

  it("B18 maximum of a bill, minimum of a year carried by its last bill", () => {
    const program = tariff([
      { type: "energy", code: "energy", price: "1" },
      { type: "limit", code: "cap", of: ["energy"], bound: "maximum", amount: "100", per: "bill" },
      { type: "limit", code: "least", of: ["energy", "cap"], bound: "minimum", amount: "300", per: "year" },
    ]);
    const november = span("2026-11-01", "2026-12-01");
    const first = rated(program, used("energy", "150", november));
    expect(amounts(first)).toEqual(["energy 150.00", "cap -50.00"]);
    const december = span("2026-12-01", "2027-01-01");
    const last = rated(program, { ...used("energy", "80", december), opening: first.closing });
    expect(amounts(last)).toEqual(["energy 80.00", "least 120.00"]);
  });

  it("components of an agency purchase are lines of their own (代理购电)", () => {
    const monthly = (values: readonly string[]) =>
      values.map((value, at) => ({ from: `2026-0${at + 5}-01`, value }));
    const program = tariff([
      { type: "energy", code: "purchase", price: monthly(["0.4011", "0.3987"]) },
      { type: "energy", code: "loss", price: monthly(["0.0123", "0.0119"]) },
      { type: "energy", code: "transmission", price: "0.1456" },
      { type: "energy", code: "system-operation", price: monthly(["-0.0021", "0.0035"]) },
      { type: "energy", code: "funds", price: "0.027" },
    ]);
    expect(amounts(rated(program, used("energy", "10000")))).toEqual([
      "purchase 3987.00",
      "loss 119.00",
      "transmission 1456.00",
      "system-operation 35.00",
      "funds 270.00",
    ]);
  });

  it("B5 prices of a market by the hour, times a loss factor, plus a fee", () => {
    const program = tariff(
      [{ type: "energy", code: "spot", price: { series: "day-ahead", times: "1.05", plus: "0.02" } }],
      {
        rounding: { line: "none" },
      },
    );
    const two = span("2026-06-01", "2026-06-03");
    const row = (number: number, make: (slot: number) => number, slots: number) => ({
      day: two.from + number,
      values: Array.from({ length: slots }, (_, slot) => make(slot)),
    });
    const usage = {
      quantity: "energy",
      zone: zoneOf("Asia/Shanghai"),
      intervalMinutes: 30,
      exponent: 2,
      kind: "amount" as const,
      days: [0, 1].map((number) => row(number, (slot) => slot + number, 48)),
    };
    const series = {
      "day-ahead": {
        intervalMinutes: 60,
        exponent: 3,
        days: [0, 1].map((number) => row(number, (slot) => 300 - slot * 10, 24)),
      },
    };
    const bill = rate(program, { ...two, usage: { intervals: [usage] }, series });
    let expected = 0n;
    for (const number of [0, 1])
      for (let slot = 0; slot < 48; slot++) {
        const [quantity, price] = [BigInt(slot + number), BigInt(300 - Math.floor(slot / 2) * 10)];
        expected += quantity * (price * 105n + 2000n);
      }
    expect(bill.total.equals(dec(`${expected}e-7`))).toBe(true);
    expect(() => rate(program, { ...two, usage: { intervals: [usage] } })).toThrowError(
      expect.objectContaining({ code: "SERIES_MISSING" }),
    );
  });
});

describe("quantities", () => {
  const flat = tariff([{ type: "energy", code: "energy", price: "1" }]);

  it("B2 a meter exchanged inside the bill, with another multiplier, is two registers", () => {
    const change = day("2026-06-11");
    const registers = [
      {
        quantity: "energy",
        multiplier: dec("40"),
        reads: [
          { day: june.from, index: dec("100") },
          { day: change, index: dec("102.5") },
        ],
      },
      {
        quantity: "energy",
        multiplier: dec("60"),
        reads: [
          { day: change, index: dec("0") },
          { day: june.to, index: dec("3.2") },
        ],
      },
    ];
    // 2.5 × 40 + 3.2 × 60
    expect(rated(flat, { ...june, usage: { registers } }).total.toString()).toBe("292.00");
    expect(() => rate(flat, { ...june, usage: { registers: registers.slice(0, 1) } })).toThrowError(
      expect.objectContaining({ code: "USAGE_GAP" }),
    );
  });

  it("B2 an index that ran over its digits", () => {
    const registers = [register(june, "energy", "999950", "40", { digits: 6 })];
    expect(rated(flat, { ...june, usage: { registers } }).total.toString()).toBe("90.00");
  });

  it("B2 losses, sub-meters, fixed share and correction, in the order of the agreement", () => {
    const bill = rated(flat, {
      ...used("energy", "1000"),
      agreement: {
        quantityRules: [
          { kind: "less", quantity: "energy", amount: dec("200") },
          { kind: "loss-share", quantity: "energy", share: dec("0.025") },
          { kind: "loss-fixed", quantity: "energy", perMonth: dec("30") },
          { kind: "share", quantity: "energy", share: dec("0.6") },
          { kind: "correction", quantity: "energy", amount: dec("-10") },
        ],
      },
    });
    // ((1000 − 200) × 1.025 + 30) × 0.6 − 10
    expect(bill.total.toString()).toBe("500.00");
    expect(bill.quantities[0]?.sources.map((source) => source.kind)).toEqual([
      "amount",
      "rule",
      "rule",
      "rule",
      "rule",
      "rule",
    ]);
  });

  it("B2a a share that changes on the 11th counts for the days from then on", () => {
    const bill = rated(flat, {
      ...used("energy", "3000"),
      agreement: {
        quantityRules: [
          { kind: "share", quantity: "energy", share: dec("0.6"), until: day("2026-06-11") },
          { kind: "share", quantity: "energy", share: dec("0.3"), from: day("2026-06-11") },
        ],
      },
    });
    // 1000 × 0.6 + 2000 × 0.3 of a June of 3000
    expect(bill.total.toString()).toBe("1200.00");
    expect(explainLine(present(bill.lines[0], "a line"), bill, "en").join("\n")).toContain(
      "share of the supply (2026-06-11 to 2026-06-30): -1400 kWh",
    );
  });

  it("B2a a fixed quantity by month counts by the days that it holds", () => {
    const fixedFrom = (on: string) =>
      rated(flat, {
        ...used("energy", "3000"),
        agreement: {
          quantityRules: [{ kind: "less-fixed", quantity: "energy", perMonth: dec("300"), from: day(on) }],
        },
      }).total.toString();
    expect(fixedFrom("2026-05-01")).toBe("2700.00");
    expect(fixedFrom("2026-06-01")).toBe("2700.00");
    expect(fixedFrom("2026-06-16")).toBe("2850.00");
    expect(fixedFrom("2026-07-01")).toBe("3000.00");
  });

  it("B2a a correction counts in the bill of its day, and in no other", () => {
    const corrected = (on: string) =>
      rated(flat, {
        ...used("energy", "1000"),
        agreement: {
          quantityRules: [{ kind: "correction", quantity: "energy", amount: dec("-40"), on: day(on) }],
        },
      }).total.toString();
    expect(corrected("2026-06-30")).toBe("960.00");
    expect(corrected("2026-06-01")).toBe("960.00");
    expect(corrected("2026-07-01")).toBe("1000.00");
    expect(corrected("2026-05-31")).toBe("1000.00");
  });

  it("B2 losses count where intervals are billed too", () => {
    const days = Array.from({ length: 30 }, (_, at) => ({ day: june.from + at, values: Array(24).fill(1) }));
    const usage = {
      quantity: "energy",
      zone: zoneOf("Asia/Shanghai"),
      intervalMinutes: 60,
      exponent: 0,
      kind: "amount" as const,
      days,
    };
    const bill = rated(flat, {
      ...june,
      usage: { intervals: [usage] },
      agreement: { quantityRules: [{ kind: "loss-share", quantity: "energy", share: dec("0.5") }] },
    });
    expect(bill.total.toString()).toBe("1080.00");
  });

  it("B7 a negative correction takes back from the highest step", () => {
    const program = tariff([
      {
        type: "energy",
        code: "e",
        tiers: { window: "year", steps: [{ upTo: "100", price: "1" }, { price: "2" }] },
      },
    ]);
    const bill = rated(program, {
      ...used("energy", "-60"),
      opening: { use: { energy: { window: "2026", quantity: dec("120") } } },
    });
    expect(amounts(bill)).toEqual(["e.tier-1 -40.00", "e.tier-2 -40.00"]);
  });

  it("B19 banked credit expires", () => {
    const program = tariff([{ type: "energy", code: "net", quantity: "net", price: "0.5" }], {
      quantities: { net: { of: "energy", minus: "export", unit: "kWh", negative: "bank", bankMonths: 12 } },
    });
    const usage = { amounts: [amount(june, "energy", "100"), amount(june, "export", "20")] };
    const month = (text: string) => Number(text.slice(0, 4)) * 12 + Number(text.slice(5)) - 1;
    const bank = (old: string) => ({
      opening: { bank: { net: [{ month: month(old), quantity: dec("30") }] } },
    });
    expect(rated(program, { ...june, usage, ...bank("2025-07") }).total.toString()).toBe("25.00");
    expect(rated(program, { ...june, usage, ...bank("2025-06") }).total.toString()).toBe("40.00");
    const surplus = rated(program, {
      ...june,
      usage: { amounts: [amount(june, "energy", "10"), amount(june, "export", "60")] },
      ...bank("2026-01"),
    });
    expect(surplus.total.toString()).toBe("0.00");
    expect(surplus.closing.bank?.net?.map(({ quantity }) => quantity.toString())).toEqual(["30", "50"]);
  });

  it("B20 daily settlement of a prepaid meter adds up to the month's bill", () => {
    const steps = [{ upTo: "180", price: "0.50" }, { upTo: "350", price: "0.55" }, { price: "0.80" }];
    const daily = tariff([{ type: "energy", code: "e", tiers: { window: "calendar-month", steps } }], {
      rounding: { line: "none" },
    });
    const monthly = tariff([{ type: "energy", code: "e", tiers: { window: "month", steps } }], {
      rounding: { line: "none" },
    });
    let opening = {};
    let total = dec("0");
    let all = dec("0");
    for (let number = 0; number < 30; number++) {
      const one = { from: june.from + number, to: june.from + number + 1 };
      const kwh = dec(String(8 + (number % 11)));
      const bill = rate(daily, {
        ...one,
        usage: { amounts: [amount(one, "energy", kwh.toString())] },
        opening,
      });
      opening = bill.closing;
      total = total.plus(bill.total);
      all = all.plus(kwh);
    }
    expect(total.equals(rate(monthly, used("energy", all.toString())).total)).toBe(true);
  });

  it("B4 holidays and swapped working days of China decide the period (国务院办公厅 2025 年节假日安排)", () => {
    const program = tariff([{ type: "energy", code: "e", schedule: "s", price: { work: "1", rest: "10" } }], {
      holidays: { calendar: "CN" },
      schedules: {
        s: {
          periods: periods("work", "rest"),
          rules: [{ period: "work", days: ["weekday"] }, { period: "rest" }],
        },
      },
    });
    const priceOn = (date: string) => {
      const one = { from: day(date), to: day(date) + 1 };
      const usage = {
        quantity: "energy",
        zone: zoneOf("Asia/Shanghai"),
        intervalMinutes: 1440,
        exponent: 0,
        kind: "amount" as const,
        days: [{ day: one.from, values: [1] }],
      };
      return rate(program, { ...one, usage: { intervals: [usage] } }).total.toString();
    };
    // Wednesday 1 October is a holiday; Sunday 28 September and Saturday 11 October are worked.
    expect(["2025-10-01", "2025-09-28", "2025-10-11", "2025-10-09", "2025-10-12"].map(priceOn)).toEqual([
      "10.00",
      "1.00",
      "1.00",
      "1.00",
      "10.00",
    ]);
  });
});

describe("what a bill run must be told", () => {
  const asks = tariff(
    [
      { type: "energy", code: "energy", schedule: "tou", price: { peak: "1", valley: "1" } },
      { type: "standing", code: "basic", basis: "capacity", price: "23", per: "month" },
    ],
    {
      schedules: {
        tou: {
          periods: periods("peak", "valley"),
          rules: [{ period: "peak", times: ["08:00-22:00"] }, { period: "valley" }],
        },
      },
    },
  );
  const both = [amount(june, "energy", "1", "peak"), amount(june, "energy", "1", "valley")];
  it.each([
    ["USAGE_MISSING", { ...june, usage: {} }],
    ["USAGE_PERIODS_MISSING", { ...june, usage: { amounts: [amount(june, "energy", "5")] } }],
    ["AGREEMENT_LACKS", { ...june, usage: { amounts: both } }],
    ["PERIOD_EMPTY", { from: june.to, to: june.from, usage: {} }],
  ])("%s", (code, input) => {
    expect(() => rate(asks, input)).toThrowError(expect.objectContaining({ code }));
  });

  it("USAGE_TOO_COARSE, USAGE_PERIOD_UNKNOWN, USAGE_INDEX_BACKWARDS: never a guess", () => {
    const rows = (minutes: number) => ({
      ...june,
      usage: {
        intervals: [
          {
            quantity: "energy",
            zone: zoneOf("Asia/Shanghai"),
            intervalMinutes: minutes,
            exponent: 0,
            kind: "amount" as const,
            days: Array.from({ length: 30 }, (_, at) => ({
              day: june.from + at,
              values: new Array(1440 / minutes).fill(1),
            })),
          },
        ],
      },
    });
    expect(() => rate(asks, rows(1440))).toThrowError(expect.objectContaining({ code: "USAGE_TOO_COARSE" }));
    expect(() => rate(asks, rows(180))).toThrowError(
      expect.objectContaining({
        code: "USAGE_TOO_COARSE",
        params: { schedule: "tou", minutes: 180, time: "06:00" },
      }),
    );
    const odd = [...both, amount(june, "energy", "3", "critical-peak")];
    expect(() => rate(asks, { ...june, usage: { amounts: odd } })).toThrowError(
      expect.objectContaining({ code: "USAGE_PERIOD_UNKNOWN" }),
    );
    const registers = [
      register(june, "energy", "500", "40", { period: "peak" }),
      register(june, "energy", "1", "2", { period: "valley" }),
    ];
    expect(() => rate(asks, { ...june, usage: { registers } })).toThrowError(
      expect.objectContaining({ code: "USAGE_INDEX_BACKWARDS" }),
    );
  });

  it("TARIFF_PRICE_MISSING before the first date of a price", () => {
    const program = tariff([{ type: "energy", code: "energy", price: [{ from: "2026-06-11", value: "1" }] }]);
    expect(() => rate(program, used("energy", "10"))).toThrowError(
      expect.objectContaining({
        code: "TARIFF_PRICE_MISSING",
        params: { code: "energy", day: "2026-06-01" },
      }),
    );
  });

  it("USAGE_GAP and USAGE_DAY_LENGTH on intervals", () => {
    const program = tariff([{ type: "energy", code: "energy", price: "1" }]);
    const zone = zoneOf("America/New_York");
    const first = day("2026-03-08");
    const rows = (values: (number | null)[]) => ({
      from: first,
      to: first + 1,
      usage: {
        intervals: [
          {
            quantity: "energy",
            zone,
            intervalMinutes: 60,
            exponent: 0,
            kind: "amount" as const,
            days: [{ day: first, values }],
          },
        ],
      },
    });
    // The clock is put forward on that day: 23 hours.
    expect(rate(program, rows(new Array(23).fill(1))).total.toString()).toBe("23.00");
    expect(() => rate(program, rows([null, ...new Array(22).fill(1)]))).toThrowError(
      expect.objectContaining({ code: "USAGE_GAP" }),
    );
    expect(() => rate(program, rows(new Array(22).fill(1)))).toThrowError(
      expect.objectContaining({ code: "USAGE_DAY_LENGTH" }),
    );
  });
});
