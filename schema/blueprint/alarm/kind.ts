import type { Words } from "#engines/kernel/errors.ts";
import { defineKind } from "../kind.ts";
import { changes, sentence } from "../words.ts";
import { alarmSchema } from "./schema.ts";

/** Alarm rules as a kind of blueprint item. */
export const alarmKind = defineKind({
  kind: "alarm",
  label: { "zh-CN": "告警规则", en: "Alarm rule" },
  schema: alarmSchema,
  references: () => [],
  words(before, after) {
    if (before === undefined && after === undefined) return [];
    if (before === undefined)
      return [sentence("新增告警规则“{0}”", "Created the alarm rule “{0}”", [after!.label])];
    if (after === undefined)
      return [sentence("删除告警规则“{0}”", "Removed the alarm rule “{0}”", [before.label])];
    const said: Words[] = [];
    changes(before, after, "", said);
    return said;
  },
});
