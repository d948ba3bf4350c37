import type { Words } from "#engines/kernel/errors.ts";
import { defineKind } from "../kind.ts";
import { changes, sentence } from "../words.ts";
import { kpiSchema } from "./schema.ts";

/** KPIs as a kind of blueprint item. */
export const kpiKind = defineKind({
  kind: "kpi",
  label: { "zh-CN": "指标", en: "KPI" },
  schema: kpiSchema,
  references: () => [],
  words(before, after) {
    if (before === undefined && after === undefined) return [];
    if (before === undefined) return [sentence("新增指标“{0}”", "Created the KPI “{0}”", [after!.label])];
    if (after === undefined) return [sentence("删除指标“{0}”", "Removed the KPI “{0}”", [before.label])];
    const said: Words[] = [];
    changes(before, after, "", said);
    return said;
  },
});
