import { defineErrors, errorsOf } from "#engines/kernel/errors.ts";

export const kpiErrors = defineErrors({
  KPI_NOT_TRANSLATABLE: {
    status: 422,
    "zh-CN":
      "条件中的“{part}”不能在数据库中计算；可用：列、常量、比较、&& || !、in、startsWith、endsWith、contains",
    en: "“{part}” of the condition cannot be asked of the database; it may hold columns, constants, comparisons, && || !, in, startsWith, endsWith, contains",
  },
});

export const kpiError = errorsOf(kpiErrors);
