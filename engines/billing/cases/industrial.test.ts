import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { Decimal } from "../../kernel/decimal.ts";
import { lateFee } from "../late-fee.ts";
import { adjustmentOf1983, powerFactorHundredths } from "../power-factor.ts";
import { amount, amounts, day, dec, type PlainCharge, rated, span, tariff } from "./helpers.ts";

const funds: PlainCharge = { type: "energy", code: "funds", price: "0.035" };
const adjustment = (of: string[], standard = "0.90"): PlainCharge => ({
  type: "power-factor",
  code: "power-factor",
  of,
  standard,
  table: "CN-1983",
});

describe("commercial and industrial electricity, China", () => {
  const twoPart = tariff([
    { type: "standing", code: "basic", basis: "capacity", price: "16", per: "month", monthDays: "30" },
    { type: "energy", code: "energy", price: "0.34" },
    adjustment(["basic", "energy"]),
    funds,
  ]);
  const onePart = tariff([
    { type: "energy", code: "energy", price: "0.464" },
    adjustment(["energy"], "0.85"),
    funds,
  ]);
  const before = span("2002-07-24", "2002-07-30");
  const after = span("2002-07-30", "2002-08-24");
  const capacity = [{ from: before.from, value: dec("320") }];
  const usageBefore = { amounts: [amount(before, "energy", "20000"), amount(before, "reactive", "12000")] };
  const usageAfter = { amounts: [amount(after, "energy", "30000"), amount(after, "reactive", "20000")] };

  it("2 × 160 kVA, one retired inside the month, adjustments as the source gives them: 23798.32 (m.274949.com/8067/t29369948.html)", () => {
    const first = rated(twoPart, {
      ...before,
      usage: usageBefore,
      agreement: { numbers: { capacity }, powerFactorPercent: dec("3") },
    });
    expect(amounts(first)).toEqual([
      "basic 1024.00",
      "energy 6800.00",
      "power-factor 234.72",
      "funds 700.00",
    ]);
    const second = rated(onePart, {
      ...after,
      usage: usageAfter,
      agreement: { powerFactorPercent: dec("0.5") },
    });
    expect(amounts(second)).toEqual(["energy 13920.00", "power-factor 69.60", "funds 1050.00"]);
    expect(first.total.plus(second.total).toString()).toBe("23798.32");
  });

  it("the same by the table of 1983 (2 % and 1 %): 23789.68", () => {
    const first = rated(twoPart, { ...before, usage: usageBefore, agreement: { numbers: { capacity } } });
    const second = rated(onePart, { ...after, usage: usageAfter });
    expect(first.lines[2]?.derivation.values).toMatchObject({
      powerFactor: dec("0.86"),
      percent: dec("2.0"),
    });
    expect(first.total.plus(second.total).toString()).toBe("23789.68");
  });

  it("1000 + 630 kVA, the larger suspended from 11 June, half of it goes on: 19450.00 (m.274949.com/4591/t28841077.html)", () => {
    const program = tariff([
      { type: "standing", code: "basic", basis: "capacity", price: "15", per: "month", monthDays: "30" },
      {
        type: "standing",
        code: "suspended",
        basis: "suspended",
        price: "7.5",
        per: "month",
        monthDays: "30",
        until: "2016-01-01",
      },
    ]);
    const june = span("2014-06-01", "2014-07-01");
    const numbers = {
      capacity: [
        { from: june.from, value: dec("1630") },
        { from: day("2014-06-11"), value: dec("630") },
      ],
      suspended: [
        { from: june.from, value: dec("0") },
        { from: day("2014-06-11"), value: dec("1000") },
      ],
    };
    const bill = rated(program, { ...june, usage: {}, agreement: { numbers } });
    expect(amounts(bill)).toEqual(["basic 8150.00", "basic 6300.00", "suspended 5000.00"]);
    expect(bill.total.toString()).toBe("19450.00");
    // Since 2016 the suspended unit is free.
    const later = span("2026-06-01", "2026-07-01");
    const moved = Object.fromEntries(
      Object.entries(numbers).map(([name, entries]) => [
        name,
        entries.map((entry) => ({ ...entry, from: entry.from + later.from - june.from })),
      ]),
    );
    const now = rated(program, { ...later, usage: {}, agreement: { numbers: moved } });
    expect(now.total.toString()).toBe("14450.00");
  });

  it("B22 late fee on two debts over the new year: 18.00 + 64.00 + 108.00 = 190.00 (m.274949.com/5999/t28841167.html)", () => {
    const rule = { perMille: "2", perMilleLaterYears: "3", countsDueDay: false, countsPaymentDay: true };
    const fee = lateFee(
      rule,
      [
        { amount: dec("3000"), dueDay: day("2004-01-15") },
        { amount: dec("2000"), dueDay: day("2003-12-15") },
      ],
      day("2004-01-18"),
    );
    expect(fee.parts.map((part) => part.amount.toString())).toEqual(["18.00", "64.00", "108.00"]);
    expect(fee.total.toString()).toBe("190.00");
  });

  it("B22 late fee: households 1 ‰, a fee under one yuan is one yuan, none when paid in time", () => {
    const rule = { perMille: "1", minimum: "1", countsDueDay: false, countsPaymentDay: true };
    const debts = [{ amount: dec("120.50"), dueDay: day("2026-03-15") }];
    expect(lateFee(rule, debts, day("2026-03-17")).total.toString()).toBe("1.00");
    expect(lateFee(rule, debts, day("2026-04-14")).total.toString()).toBe("3.62");
    expect(lateFee(rule, debts, day("2026-03-15")).total.toString()).toBe("0.00");
  });

  it("B13 an optional adjustment is left out where reactive use was not read; any other is refused", () => {
    const month = span("2026-06-01", "2026-07-01");
    const used = { ...month, usage: { amounts: [amount(month, "energy", "1000")] } };
    const adjusted = (optional: boolean) =>
      tariff([
        { type: "energy", code: "energy", price: "1" },
        {
          type: "power-factor",
          code: "factor",
          of: ["energy"],
          standard: "0.90",
          table: "CN-1983",
          optional,
        },
      ]);
    expect(rated(adjusted(true), used).total.toString()).toBe("1000.00");
    expect(() => rated(adjusted(false), used)).toThrowError(
      expect.objectContaining({ code: "USAGE_MISSING" }),
    );
  });

  const contractRules = {
    older: { floorShare: "0.95", within: "measured", ceilingShare: "1.05", excessFrom: "contract" },
    since2016: { floorShare: "1", within: "contract", ceilingShare: "1.05", excessFrom: "ceiling" },
  } as const;
  it.each([
    ["older", "900", "950"],
    ["older", "1000", "1000"],
    ["older", "1040", "1040"],
    ["older", "1200", "1400"],
    ["since2016", "900", "1000"],
    ["since2016", "1050", "1000"],
    // 1050 at the single and 150 at the double price.
    ["since2016", "1200", "1350"],
  ] as const)(
    "B14 contract demand 1000 kW, rule %s, measured %s kW: billed %s kW",
    (rule, measured, billed) => {
      const program = tariff([
        { type: "demand", code: "demand", price: "40", contract: contractRules[rule] },
      ]);
      const june = span("2026-06-01", "2026-07-01");
      const bill = rated(program, {
        ...june,
        usage: { demands: [{ quantity: "demand", value: dec(measured) }] },
        agreement: { numbers: { contractDemand: [{ from: june.from, value: dec("1000") }] } },
      });
      expect(bill.lines[0]?.quantity?.toString()).toBe(billed);
      expect(bill.total.equals(dec(billed).times(dec("40")))).toBe(true);
    },
  );

  it("B14 the rule in force depends on the date", () => {
    const program = tariff([
      {
        type: "demand",
        code: "demand",
        price: "40",
        contract: [
          { from: "1993-01-01", value: contractRules.older },
          { from: "2016-07-01", value: contractRules.since2016 },
        ],
      },
    ]);
    const billed = (from: string, to: string) => {
      const month = span(from, to);
      return rated(program, {
        ...month,
        usage: { demands: [{ quantity: "demand", value: dec("1200") }] },
        agreement: { numbers: { contractDemand: [{ from: month.from, value: dec("1000") }] } },
      }).total.toString();
    };
    expect(billed("2016-06-01", "2016-07-01")).toBe("56000.00");
    expect(billed("2016-07-01", "2016-08-01")).toBe("54000.00");
  });

  it.each([
    ["259.99", "48000.00"],
    ["260", "43200.00"],
  ])("B15 since 2023, %s kWh per kVA and month: demand costs %s", (perKva, total) => {
    const program = tariff([
      {
        type: "demand",
        code: "demand",
        price: "48",
        loadDiscount: [{ from: "2023-06-01", value: { kwhPerKva: "260", times: "0.9" } }],
      },
    ]);
    // The discount begins on 1 June 2023; before its first date no price changes.
    const june = span("2026-06-01", "2026-07-01");
    const bill = rated(program, {
      ...june,
      usage: {
        amounts: [amount(june, "energy", dec(perKva).times(dec("1250")).toString())],
        demands: [{ quantity: "demand", value: dec("1000") }],
      },
      agreement: { numbers: { capacity: [{ from: june.from, value: dec("1250") }] } },
    });
    expect(bill.total.toString()).toBe(total);
  });
});

describe("power factor (wgbc.cn/zxjs/205.html)", () => {
  it.each([
    ["0.90", 95, "-0.75"],
    ["0.90", 100, "-0.75"],
    ["0.90", 91, "-0.15"],
    ["0.90", 90, "0"],
    ["0.90", 89, "0.5"],
    ["0.90", 70, "10"],
    ["0.90", 65, "15"],
    ["0.90", 64, "17"],
    ["0.90", 60, "25"],
    ["0.90", 32, "81"],
    ["0.85", 94, "-1.10"],
    ["0.85", 93, "-0.95"],
    ["0.85", 65, "10"],
    ["0.85", 60, "15"],
    ["0.85", 59, "17"],
    ["0.85", 32, "71"],
    ["0.80", 92, "-1.30"],
    ["0.80", 65, "7.5"],
    ["0.80", 60, "10"],
    ["0.80", 59, "11"],
    ["0.80", 32, "61"],
  ])("B13 standard %s at %i hundredths: %s %%", (standard, hundredths, percent) => {
    expect(adjustmentOf1983(dec(standard), hundredths)?.equals(dec(percent))).toBe(true);
  });

  it("B13 each hundredth less never costs less", () => {
    for (const standard of ["0.90", "0.85", "0.80"]) {
      for (let at = 1; at <= 100; at++) {
        const [lower, higher] = [at - 1, at].map((h) => adjustmentOf1983(dec(standard), h) as Decimal);
        expect((lower as Decimal).compare(higher as Decimal)).toBeGreaterThanOrEqual(0);
      }
    }
  });

  it("B13 comes from kWh and kvarh, half up to two digits, like floating point away from the ties", () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 10 ** 7 }), fc.integer({ min: 0, max: 10 ** 7 }), (p, q) => {
        const exact = (100 * p) / Math.hypot(p, q);
        fc.pre(Math.abs(exact - Math.floor(exact) - 0.5) > 1e-6);
        expect(powerFactorHundredths(Decimal.of(p), Decimal.of(q))).toBe(Math.round(exact));
      }),
    );
    expect(powerFactorHundredths(dec("20000"), dec("12000"))).toBe(86);
    expect(powerFactorHundredths(dec("0"), dec("0"))).toBe(100);
    expect(powerFactorHundredths(dec("0"), dec("5"))).toBe(0);
  });
});
