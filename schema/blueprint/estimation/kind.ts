import type { Words } from "#engines/kernel/errors.ts";
import { defineKind } from "../kind.ts";
import { type EstimationRules, estimationSchema } from "./schema.ts";

/** One parameter of a rule set as a person names it. */
const PARAMETERS: readonly { label: Words; of: (rules: EstimationRules) => string | undefined }[] = [
  { label: { "zh-CN": "缺数的级别", en: "severity of gaps" }, of: (rules) => rules.checks.gap.severity },
  {
    label: { "zh-CN": "负值的级别", en: "severity of negative values" },
    of: (rules) => rules.checks.negative?.severity,
  },
  {
    label: { "zh-CN": "负值的处理", en: "treatment of negative values" },
    of: (rules) => rules.checks.negative?.action,
  },
  { label: { "zh-CN": "突变的级别", en: "severity of spikes" }, of: (rules) => rules.checks.spike?.severity },
  { label: { "zh-CN": "突变的处理", en: "treatment of spikes" }, of: (rules) => rules.checks.spike?.action },
  { label: { "zh-CN": "突变的倍数", en: "ratio of spikes" }, of: (rules) => rules.checks.spike?.ratio },
  { label: { "zh-CN": "突变的下限", en: "floor of spikes" }, of: (rules) => rules.checks.spike?.floor },
  {
    label: { "zh-CN": "倒走的级别", en: "severity of indices that go backwards" },
    of: (rules) => rules.checks.backwards.severity,
  },
  { label: { "zh-CN": "翻转的范围", en: "range of a rollover" }, of: (rules) => rules.checks.rollover.share },
  {
    label: { "zh-CN": "可插补的最长缺口", en: "longest gap to interpolate" },
    of: (rules) => rules.estimation.longest,
  },
];

const ABSENT: Words = { "zh-CN": "无", en: "none" };

/** How a utility validates reads and estimates what is missing. It mentions no other item. */
export const estimationKind = defineKind({
  kind: "estimation",
  label: { "zh-CN": "校验与估算规则", en: "Validation and estimation rules" },
  schema: estimationSchema,
  references: () => [],
  words: (before, after) => {
    if (before === undefined && after === undefined) return [];
    if (before === undefined) return [named("新增规则", "Added the rules", after!)];
    if (after === undefined) return [named("删除规则", "Removed the rules", before)];
    const said: Words[] = [];
    if (before.label["zh-CN"] !== after.label["zh-CN"] || before.label.en !== after.label.en) {
      said.push({ "zh-CN": `改名为“${after.label["zh-CN"]}”`, en: `Renamed to “${after.label.en}”` });
    }
    for (const { label, of } of PARAMETERS) {
      const old = of(before);
      const now = of(after);
      if (old === now) continue;
      said.push({
        "zh-CN": `${label["zh-CN"]}：${old ?? ABSENT["zh-CN"]} → ${now ?? ABSENT["zh-CN"]}`,
        en: `${label.en}: ${old ?? ABSENT.en} → ${now ?? ABSENT.en}`,
      });
    }
    if (before.source !== after.source) said.push({ "zh-CN": "修改了依据", en: "Changed the source" });
    return said;
  },
});

function named(chinese: string, english: string, rules: EstimationRules): Words {
  return { "zh-CN": `${chinese}“${rules.label["zh-CN"]}”`, en: `${english} “${rules.label.en}”` };
}
