import type { CelFields } from "#engines/kernel/expression.ts";
import { defineKind } from "../kind.ts";
import { saidByLabel } from "../words.ts";
import { type AlarmRule, alarmSchema } from "./schema.ts";

/** Alarm rules as a kind of blueprint item. */
export const alarmKind = defineKind({
  kind: "alarm",
  label: { "zh-CN": "告警规则", en: "Alarm rule" },
  schema: alarmSchema,
  guarded: "safety",
  expressions: (rule) => {
    const variables = conditionVariables(rule);
    return rule.levels.flatMap(({ raise, clear }, at) => [
      { language: "cel", source: raise, path: `/levels/${at}/raise`, variables, expects: "bool" },
      { language: "cel", source: clear, path: `/levels/${at}/clear`, variables, expects: "bool" },
    ]);
  },
  references: ({ opens, tells }) => [
    ...(opens === undefined ? [] : [{ kind: "service", key: opens.service, path: "opens.service" }]),
    ...tells.map(({ template }, index) => ({
      kind: "message",
      key: template,
      path: `tells[${index}].template`,
    })),
  ],
  words: saidByLabel({ "zh-CN": "告警规则", en: "alarm rule" }),
});

/** What the conditions of a rule may name: its metrics, its windows, and its parameters as `p.name`. */
export function conditionVariables(
  rule: Pick<AlarmRule, "metrics" | "windows" | "parameters">,
): Record<string, "double" | CelFields> {
  const doubles = (names: Iterable<string>) =>
    Object.fromEntries([...names].map((name) => [name, "double" as const]));
  return {
    ...doubles(Object.keys(rule.metrics)),
    ...doubles(Object.keys(rule.windows)),
    p: doubles(Object.keys(rule.parameters)),
  };
}
