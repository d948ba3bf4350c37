import { describe, expect, it } from "vitest";
import { zoneOf } from "../kernel/zone.ts";
import { amount, dec, periods, register, span, tariff } from "./cases/helpers.ts";
import { explainLine, type IntervalUsage, rate } from "./index.ts";

const july = span("2026-07-01", "2026-09-01");

describe("explanations", () => {
  const program = tariff(
    [
      { type: "energy", code: "energy", schedule: "tou", price: { peak: "0.5583", valley: "0.3583" } },
      {
        type: "energy",
        code: "surcharge",
        tiers: {
          window: "year",
          steps: [{ upTo: "2760", price: "0" }, { upTo: "4800", price: "0.05" }, { price: "0.30" }],
        },
      },
      { type: "standing", code: "basic", basis: "capacity", price: "23", per: "month", monthDays: "30" },
      { type: "demand", code: "demand", price: "40" },
      { type: "power-factor", code: "power-factor", of: ["energy"], standard: "0.90", table: "CN-1983" },
      { type: "percentage", code: "tax", of: ["*"], percent: "13" },
      { type: "limit", code: "least", of: ["*"], bound: "minimum", amount: "999999", per: "bill" },
    ],
    {
      rounding: { bill: { place: 1 } },
      schedules: {
        tou: {
          periods: periods("peak", "valley"),
          rules: [{ period: "peak", times: ["08:00-21:00"] }, { period: "valley" }],
        },
      },
    },
  );
  const bill = rate(program, {
    ...july,
    usage: {
      registers: [
        register(july, "energy", "1000", "1050", { period: "peak", multiplier: dec("10") }),
        register(july, "energy", "2000", "2074", { period: "valley", multiplier: dec("10") }),
      ],
      amounts: [amount(july, "reactive", "600")],
      demands: [{ quantity: "demand", value: dec("12.5") }],
    },
    opening: { use: { energy: { window: "2026", quantity: dec("2500") } } },
    agreement: { numbers: { capacity: [{ from: 0, value: dec("315") }] } },
  });
  const lineOf = (code: string) =>
    bill.lines.find((line) => line.code === code) as (typeof bill.lines)[number];

  it("every line unfolds in both languages, down to its readings", () => {
    for (const line of bill.lines) {
      for (const locale of ["zh-CN", "en"] as const) {
        const sentences = explainLine(line, bill, locale);
        expect(sentences.length).toBeGreaterThan(0);
        expect(sentences.join("\n")).not.toMatch(/undefined|\[object|NaN/);
      }
    }
    expect(explainLine(lineOf("energy.peak"), bill, "en")).toEqual([
      "reads of 2026-07-01 and 2026-09-01: (1050 − 1000) × 10 kWh",
      "2026-07-01 to 2026-08-31: 500 kWh × 0.5583",
      "279.15, rounded half-up to 2 places, gives 279.15",
    ]);
    expect(explainLine(lineOf("surcharge.tier-2"), bill, "zh-CN")).toContain(
      "第 2 档：2760 至 4800；2026 此前累计 2500",
    );
  });

  it("a stored bill keeps what an explanation needs: it is plain JSON, small for registers", () => {
    const stored = JSON.parse(JSON.stringify(bill)) as {
      lines: { amount: string; derivation: { exact: string } }[];
    };
    expect(stored.lines[0]?.amount).toBe("279.15");
    expect(stored.lines[0]?.derivation.exact).toBe("279.15");
    expect(JSON.stringify(lineOf("energy.peak").derivation).length).toBeLessThan(300);
  });

  it("interval bills carry their days, wide values as text", () => {
    const usage = (wide: boolean): IntervalUsage => ({
      quantity: "energy",
      zone: zoneOf("UTC"),
      intervalMinutes: 720,
      exponent: 1,
      kind: "amount",
      wide,
      days: [0, 1].map((at) => ({ day: july.from + at, values: wide ? [1n, 2n] : [1, 2] })),
    });
    const flat = tariff([{ type: "energy", code: "energy", price: "1" }]);
    for (const wide of [false, true]) {
      const two = rate(flat, { from: july.from, to: july.from + 2, usage: { intervals: [usage(wide)] } });
      const [source] = two.quantities[0]?.sources ?? [];
      expect(source).toMatchObject({
        kind: "intervals",
        byDay: wide ? ["3", "3"] : [3, 3],
        exponent: 1,
        values: 4,
      });
      expect(() => JSON.stringify(two)).not.toThrow();
    }
  });
});
