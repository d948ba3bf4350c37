import { afterAll, describe, expect, it } from "vitest";
import { closeDatabase, withTenantSql } from "#app/platform/database.ts";
import { showBill } from "#app/services/bill/show-bill.ts";
import type { TermsInput } from "#schema/blueprint/tariff/agreement.ts";
import type { TariffInput } from "#schema/blueprint/tariff/schema.ts";
import { testDatabase } from "#tests/database.ts";
import { addDayRows, addIndices, addRegister } from "#tests/fixtures/reads.ts";
import { addAgreement, makeUtility } from "#tests/fixtures/utility.ts";
import { startBillRun } from "./start-bill-run.ts";
import { workBillRun } from "./work-bill-run.ts";

// The features of engines/billing/FEATURES.md walked from stored reads through one bill run to the bill that a customer
// reads: reckoned by hand, and every line with its derivation in words.

await testDatabase();
afterAll(closeDatabase);

const words = (text: string) => ({ "zh-CN": text, en: text });
type Charge = TariffInput["charges"][number];
type PlainCharge = Charge extends infer Each
  ? Each extends { label: unknown }
    ? Omit<Each, "label">
    : never
  : never;

interface Feature {
  readonly charges: readonly PlainCharge[];
  readonly tariff?: Partial<TariffInput>;
  readonly terms?: TermsInput;
  /** What each register counted in June. */
  readonly registers?: Readonly<Record<string, string>>;
  /** What each hour of the 30 days used. */
  readonly hourly?: (day: number, hour: number) => number;
  /** By hand. */
  readonly total: string;
}

const day = {
  schedules: {
    day: {
      periods: { peak: words("peak"), valley: words("valley") },
      rules: [{ period: "peak", times: ["08:00-20:00"] }, { period: "valley" }],
    },
  },
} satisfies Partial<TariffInput>;
const flat = { type: "energy", code: "energy", price: "0.5" } as const;

const FEATURES: Readonly<Record<string, Feature>> = {
  "energy, flat": { charges: [flat], registers: { total: "300" }, total: "150.00" },
  "block by month": {
    charges: [
      {
        type: "energy",
        code: "energy",
        tiers: { window: "month", steps: [{ upTo: "200", price: "0.5" }, { price: "0.8" }] },
      },
    ],
    registers: { total: "300" },
    total: "180.00",
  },
  "block by year, by agreement": {
    charges: [
      {
        type: "energy",
        code: "energy",
        tiers: { window: "year", steps: [{ upTo: "2760", price: "0.5" }, { price: "0.6" }] },
      },
    ],
    terms: { openingOn: "2026-06-01", opening: { energy: { window: "2026", quantity: "2700" } } },
    registers: { total: "100" },
    // 60 × 0.5 + 40 × 0.6
    total: "54.00",
  },
  "block per kVA, per person": {
    charges: [
      {
        type: "energy",
        code: "energy",
        tiers: { window: "month", steps: [{ upTo: "50", per: "person", price: "0.5" }, { price: "1" }] },
      },
    ],
    terms: { persons: "3" },
    registers: { total: "200" },
    // 150 × 0.5 + 50 × 1
    total: "125.00",
  },
  "price or amount by the band of all use": {
    charges: [
      { type: "standing", code: "low", price: "5", per: "month", when: "monthlyUse.energy <= 100.0" },
      { type: "standing", code: "high", price: "9", per: "month", when: "monthlyUse.energy > 100.0" },
      flat,
    ],
    registers: { total: "120" },
    total: "69.00",
  },
  "time of use by registers": {
    charges: [{ type: "energy", code: "energy", schedule: "day", price: { peak: "0.8", valley: "0.3" } }],
    tariff: day,
    registers: { peak: "100", valley: "200" },
    total: "140.00",
  },
  "time of use by intervals": {
    charges: [{ type: "energy", code: "energy", schedule: "day", price: { peak: "0.8", valley: "0.3" } }],
    tariff: day,
    hourly: () => 1,
    // 30 × (12 × 0.8 + 12 × 0.3)
    total: "396.00",
  },
  "maximum demand by intervals": {
    charges: [{ type: "demand", code: "demand", price: "40" }],
    hourly: (at, hour) => (at === 3 && hour === 14 ? 25 : 1),
    total: "1000.00",
  },
  "capacity by transformer kVA": {
    charges: [flat, { type: "standing", code: "capacity", basis: "capacity", price: "26", per: "month" }],
    terms: { capacity: "315" },
    registers: { total: "100" },
    total: "8240.00",
  },
  "suspension, reduction, restart by day": {
    charges: [
      { type: "standing", code: "capacity", basis: "capacity", price: "24", per: "month", monthDays: "30" },
    ],
    terms: {
      capacity: [
        { from: "2020-01-01", value: "315" },
        { from: "2026-06-11", value: "0" },
        { from: "2026-06-21", value: "160" },
      ],
    },
    registers: { total: "100" },
    // 315 × 24 × 10/30 + 160 × 24 × 10/30
    total: "3800.00",
  },
  "maximum demand": {
    charges: [{ type: "demand", code: "demand", price: "40" }],
    registers: { demand: "120" },
    total: "4800.00",
  },
  "contract demand": {
    charges: [
      {
        type: "demand",
        code: "demand",
        price: "40",
        contract: { floorShare: "1", within: "contract", ceilingShare: "1.05", excessFrom: "ceiling" },
      },
    ],
    terms: { contractDemand: "100" },
    registers: { demand: "115" },
    // (105 + 2 × 10) × 40: what lies above 105 % counts twice.
    total: "5000.00",
  },
  "power factor by table": {
    charges: [
      flat,
      {
        type: "power-factor",
        code: "power-factor",
        of: ["energy"],
        standard: "agreement",
        table: [
          { from: "0.90", percent: "-0.75" },
          { from: "0", percent: "5" },
        ],
      },
    ],
    terms: { powerFactorStandard: "0.90" },
    registers: { total: "1000", reactive: "0" },
    total: "496.25",
  },
  "minimum of a month": {
    charges: [
      flat,
      { type: "limit", code: "least", of: ["energy"], bound: "minimum", amount: "20", per: "month" },
    ],
    registers: { total: "10" },
    total: "20.00",
  },
  "taxes, tax on tax": {
    charges: [
      flat,
      { type: "percentage", code: "levy", of: ["energy"], percent: "10" },
      { type: "percentage", code: "vat", of: ["energy", "levy"], percent: "5" },
    ],
    registers: { total: "200" },
    // 100 + 10 + 5.50
    total: "115.50",
  },
  "green and staff discounts": {
    charges: [
      flat,
      {
        type: "percentage",
        code: "staff",
        of: ["energy"],
        percent: "-20",
        when: 'agreement.class == "staff"',
      },
    ],
    terms: { attributes: { class: "staff" } },
    registers: { total: "200" },
    total: "80.00",
  },
  "net metering": {
    charges: [{ type: "energy", code: "energy", quantity: "net", price: "0.5" }],
    tariff: { quantities: { net: { of: "energy", unit: "kWh", minus: "export", negative: "bank" } } },
    registers: { total: "300", "total reverse": "100" },
    total: "100.00",
  },
  "buy all, sell all": {
    charges: [flat, { type: "energy", code: "feed-in", quantity: "export", price: "-0.4" }],
    registers: { total: "300", "total reverse": "100" },
    total: "110.00",
  },
  "losses, share, fixed quantity, sub-meters, correction": {
    charges: [flat],
    terms: {
      quantityRules: [
        { kind: "less", quantity: "energy", amount: "200", on: "2026-06-30" },
        { kind: "loss-share", quantity: "energy", share: "0.025" },
        { kind: "loss-fixed", quantity: "energy", perMonth: "30" },
        { kind: "correction", quantity: "energy", amount: "-10", on: "2026-07-01" },
      ],
    },
    registers: { total: "1000" },
    // (800 × 1.025 + 30) × 0.5; the correction belongs to July.
    total: "425.00",
  },
  "a share that begins inside the bill": {
    charges: [flat],
    terms: { quantityRules: [{ kind: "share", quantity: "energy", share: "0.5", from: "2026-06-16" }] },
    hourly: (at) => (at < 15 ? 1 : 2),
    // 15 × 24 × 1 + 15 × 24 × 2 × 0.5
    total: "360.00",
  },
  "proration: change of price": {
    charges: [
      {
        type: "energy",
        code: "energy",
        price: [
          { from: "2020-01-01", value: "0.5" },
          { from: "2026-06-16", value: "0.7" },
        ],
      },
    ],
    registers: { total: "300" },
    total: "180.00",
  },
  "larger steps for large households": {
    charges: [
      {
        type: "energy",
        code: "energy",
        tiers: {
          window: "month",
          steps: [{ upTo: "200", price: "0.5" }, { price: "1" }],
          household: { from: 5, add: ["100"] },
        },
      },
    ],
    terms: { persons: "5" },
    registers: { total: "300" },
    total: "150.00",
  },
  "gas by calorific value": {
    charges: [{ type: "energy", code: "gas", quantity: "thermal", price: "0.06" }],
    tariff: {
      utility: "gas",
      quantities: {
        thermal: { of: "volume", unit: "kWh", times: [{ factor: "calorificValue" }], dividedBy: "3.6" },
      },
    },
    terms: { numbers: { calorificValue: "36" } },
    registers: { volume: "100" },
    total: "60.00",
  },
  "water with sewage": {
    charges: [
      { type: "energy", code: "water", price: "2" },
      { type: "energy", code: "sewage", quantity: "sewage", price: "1" },
    ],
    tariff: { utility: "water", quantities: { sewage: { of: "volume", unit: "m³", times: ["0.9"] } } },
    registers: { volume: "20" },
    total: "58.00",
  },
  "heat by area and by use": {
    charges: [
      { type: "standing", code: "area", basis: "area", price: "3", per: "month" },
      { type: "energy", code: "heat", price: "50" },
    ],
    tariff: { utility: "heat" },
    terms: { area: "90" },
    registers: { heat: "2" },
    total: "370.00",
  },
  "rounding of the bill": {
    charges: [{ ...flat, price: "0.333" }],
    tariff: { rounding: { bill: { place: 1, mode: "half-up" } } },
    registers: { total: "100" },
    total: "33.30",
  },
};

const tariffs = Object.fromEntries(
  Object.values(FEATURES).map(({ charges, tariff }, at): [string, TariffInput] => [
    `feature-${at}`,
    {
      label: words("walked"),
      utility: "power",
      currency: "CNY",
      timezone: "Asia/Shanghai",
      ...tariff,
      charges: charges.map((charge) => ({ label: words(charge.code), ...charge }) as Charge),
    },
  ]),
);

describe("each feature, from reads to the bill in words", async () => {
  const utility = await makeUtility({ slug: "features", tariffs });
  const { scope } = utility;
  const agreements: Record<string, string> = {};
  for (const [at, [name, { terms = {}, registers, hourly }]] of Object.entries(FEATURES).entries()) {
    const agreement = await addAgreement(utility, {
      number: String(at),
      tariff: `feature-${at}`,
      startOn: "2026-06-01",
      usageSource: hourly ? "interval" : "register",
      terms,
    });
    agreements[name] = agreement.agreementId;
    for (const [code, used] of Object.entries(registers ?? {})) {
      const [register = "", direction] = code.split(" ");
      const id = await addRegister(
        utility,
        agreement,
        register,
        direction === undefined ? {} : { direction: "reverse" },
      );
      await addIndices(utility, id, { "2026-06-01": "0", "2026-07-01": used });
    }
    if (hourly) {
      const days = Array.from({ length: 30 }, (_, day) => [
        `2026-06-${String(day + 1).padStart(2, "0")}`,
        Array.from({ length: 24 }, (_, hour) => hourly(day, hour)),
      ]);
      await addDayRows(utility, agreement, {
        timezone: "Asia/Shanghai",
        exponent: 0,
        days: Object.fromEntries(days) as Record<string, number[]>,
      });
    }
  }
  const now = () => new Date("2026-07-05T00:00:00Z");
  const { billRunId } = await startBillRun(scope, { period: "2026-06", inBackground: false, now: now() });
  await workBillRun(scope, billRunId, { now });
  const { rows: faults } = await withTenantSql(scope, (sql) =>
    sql.query<{ agreement_id: string; code: string }>(
      "SELECT agreement_id, code FROM bill_exception WHERE tenant_id = $1",
      [scope.tenantId],
    ),
  );

  it.each(Object.entries(FEATURES))("%s", async (name, { total }) => {
    expect(faults.filter(({ agreement_id }) => agreement_id === agreements[name])).toEqual([]);
    const { rows } = await withTenantSql(scope, (sql) =>
      sql.query<{ id: string; state: string }>(
        "SELECT id, state FROM bill WHERE tenant_id = $1 AND agreement_id = $2",
        [scope.tenantId, agreements[name]],
      ),
    );
    const id = rows[0]?.id ?? "";
    for (const locale of ["zh-CN", "en"] as const) {
      const bill = await showBill(scope, id, locale);
      expect(bill.total).toBe(total);
      for (const { derivation } of bill.lines) {
        expect(derivation.length).toBeGreaterThan(0);
        expect(derivation.join("\n")).not.toMatch(/undefined|NaN|\[object/);
        if (locale === "en") expect(derivation.join("\n")).not.toMatch(/\p{Script=Han}/u);
      }
    }
  });
});
