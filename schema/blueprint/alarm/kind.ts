import { defineKind } from "../kind.ts";
import { saidByLabel } from "../words.ts";
import { alarmSchema } from "./schema.ts";

/** Alarm rules as a kind of blueprint item. */
export const alarmKind = defineKind({
  kind: "alarm",
  label: { "zh-CN": "告警规则", en: "Alarm rule" },
  schema: alarmSchema,
  references: () => [],
  words: saidByLabel({ "zh-CN": "告警规则", en: "alarm rule" }),
});
