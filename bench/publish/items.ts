import type { Item } from "#schema/blueprint/item.ts";

/** A tariff of two periods, told apart from its thousand siblings by its label. */
export function tariffItem(number: number, price: string): Item {
  const label = { "zh-CN": `价目 ${number}`, en: `Tariff ${number}` };
  const period = { "zh-CN": "时段", en: "Period" };
  return {
    kind: "tariff",
    key: `tariff-${number}`,
    content: {
      label,
      utility: "power",
      currency: "CNY",
      schedules: {
        tou: {
          periods: { peak: period, valley: period },
          rules: [{ period: "peak", times: ["08:00-21:00"] }, { period: "valley" }],
        },
      },
      charges: [
        {
          code: "energy",
          type: "energy",
          label: period,
          schedule: "tou",
          price: { peak: price, valley: "0.30" },
        },
      ],
    },
  };
}
