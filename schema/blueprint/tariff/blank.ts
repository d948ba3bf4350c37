// What a designer begins with: content in both languages, to be written over.

/** A tariff without charges yet. */
export const BLANK_TARIFF = {
  label: { "zh-CN": "新价目表", en: "New tariff" },
  utility: "power",
  currency: "CNY",
  charges: [],
};

export const BLANK_EXAMPLE = {
  label: { "zh-CN": "新算例", en: "New example" },
  from: "2026-01-01",
  to: "2026-02-01",
  usage: { energy: "1000" },
  expect: { total: "0" },
};

/** The parts of the day that Chinese tariffs know. */
export const BLANK_PERIODS = {
  critical: { "zh-CN": "尖", en: "Critical peak" },
  peak: { "zh-CN": "峰", en: "Peak" },
  flat: { "zh-CN": "平", en: "Flat" },
  valley: { "zh-CN": "谷", en: "Valley" },
};
