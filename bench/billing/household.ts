import type { TariffInput } from "#schema/blueprint/tariff/schema.ts";
import { addManyAgreements, monthStarts } from "#tests/fixtures/many-agreements.ts";
import { makeUtility, type TestUtility } from "#tests/fixtures/utility.ts";

/** Household: time of use by two registers, yearly tiers as surcharges. */
export const HOUSEHOLD: TariffInput = {
  label: { "zh-CN": "居民年阶梯峰谷", en: "Household, yearly tiers, time of use" },
  utility: "power",
  currency: "CNY",
  rounding: { line: { place: 2, mode: "half-up" }, bill: { place: 1, mode: "half-up" } },
  schedules: {
    day: {
      periods: { peak: { "zh-CN": "峰", en: "Peak" }, valley: { "zh-CN": "谷", en: "Valley" } },
      rules: [{ period: "peak", times: ["08:00-21:00"] }, { period: "valley" }],
    },
  },
  charges: [
    {
      code: "energy",
      type: "energy",
      label: { "zh-CN": "电度电费", en: "Energy" },
      schedule: "day",
      price: { peak: "0.5583", valley: "0.3583" },
    },
    {
      code: "tier",
      type: "energy",
      label: { "zh-CN": "阶梯加价", en: "Tier surcharge" },
      tiers: {
        window: "year",
        steps: [{ upTo: "2760", price: "0" }, { upTo: "4800", price: "0.05" }, { price: "0.30" }],
      },
    },
  ],
};

/** A utility of so many households with two registers each, read at the start of each month from January 2026 on. */
export async function manyHouseholds(slug: string, count: number, reads: number): Promise<TestUtility> {
  const utility = await makeUtility({ slug, tariffs: { tou: HOUSEHOLD } });
  await addManyAgreements(utility, {
    count,
    tariff: "tou",
    registers: ["peak", "valley"],
    reads: monthStarts("2026-01", reads),
  });
  return utility;
}

/** Seconds that `work` takes. */
export async function timed(work: () => Promise<unknown>): Promise<number> {
  const start = performance.now();
  await work();
  return (performance.now() - start) / 1000;
}
