import { defineErrors, errorsOf } from "#engines/kernel/errors.ts";

export const alarmErrors = defineErrors({
  ALARM_RULE_INVALID: {
    status: 422,
    "zh-CN": "告警规则有误，位置 {path}：{problem}",
    en: "the alarm rule is wrong at {path}: {problem}",
  },
  ALARM_EVENT_INVALID: {
    status: 422,
    "zh-CN": "第 {line} 行的事件无法读取：{problem}",
    en: "the event on line {line} cannot be read: {problem}",
  },
});

export const alarmError = errorsOf(alarmErrors);
