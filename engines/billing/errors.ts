import { defineErrors, errorsOf } from "../kernel/errors.ts";

/** What can be wrong with a tariff, an agreement or a usage when a bill is rated. */
export const billingErrors = defineErrors({
  TARIFF_INVALID: {
    status: 422,
    "zh-CN": "价目表有误({count} 处),第一处 {first}:{problem}",
    en: "the tariff has {count} fault(s), the first at {first}: {problem}",
  },
  TARIFF_SCHEDULE_GAP: {
    status: 422,
    "zh-CN": "时段表“{schedule}”没有覆盖 {day} {time},请补一条无条件的规则",
    en: "the schedule “{schedule}” says nothing for {day} {time}; end it with a rule without conditions",
    remedy: {
      "zh-CN": "在最后补一条没有条件的规则，作为“其余时间”",
      en: "end the schedule with a rule without conditions: “all other time”",
    },
  },
  TARIFF_PRICE_MISSING: {
    status: 422,
    "zh-CN": "收费项“{code}”在 {day} 没有生效的价格",
    en: "the charge “{code}” has no price in force on {day}",
  },
  TARIFF_STEPS_CROSSED: {
    status: 422,
    "zh-CN": "收费项“{code}”的阶梯上限在 {day} 没有逐级升高",
    en: "the step limits of the charge “{code}” do not rise on {day}",
  },
  AGREEMENT_LACKS: {
    status: 422,
    "zh-CN": "用电协议缺少“{name}”({day}),收费项“{code}”需要它",
    en: "the agreement does not state “{name}” on {day}, which the charge “{code}” needs",
  },
  AGREEMENT_ZERO: {
    status: 422,
    "zh-CN": "用电协议的“{name}”({day})使除数为零,“{code}”无法计算",
    en: "the agreement's “{name}” on {day} makes a divisor of zero, so “{code}” cannot be reckoned",
  },
  USAGE_MISSING: {
    status: 422,
    "zh-CN": "没有“{quantity}”的用量,收费项“{code}”需要它",
    en: "there is no usage of “{quantity}”, which the charge “{code}” needs",
  },
  USAGE_PERIODS_MISSING: {
    status: 422,
    "zh-CN": "“{quantity}”没有“{period}”时段的示数,时段表“{schedule}”需要它",
    en: "“{quantity}” has no register for the period “{period}” of the schedule “{schedule}”",
  },
  USAGE_GAP: {
    status: 422,
    "zh-CN": "“{quantity}”在 {from} 至 {to} 之间缺少 {missing} 个数据",
    en: "“{quantity}” lacks {missing} value(s) between {from} and {to}",
  },
  USAGE_DAY_LENGTH: {
    status: 422,
    "zh-CN": "“{quantity}”在 {day} 有 {found} 个值,应为 {expected} 个",
    en: "“{quantity}” has {found} values on {day}; that local day has {expected}",
  },
  USAGE_PERIOD_UNKNOWN: {
    status: 422,
    "zh-CN": "“{quantity}”有“{period}”时段的用量,但时段表“{schedule}”没有这个时段",
    en: "there is usage of “{quantity}” in the period “{period}”, which the schedule “{schedule}” does not know",
  },
  USAGE_TOO_COARSE: {
    status: 422,
    "zh-CN": "{minutes} 分钟的数据不能分到时段表“{schedule}”的时段:{time} 开始的一段跨了两个时段",
    en: "values of {minutes} minutes cannot be told apart by the schedule “{schedule}”: the one from {time} lies in two periods",
  },
  USAGE_INDEX_BACKWARDS: {
    status: 422,
    "zh-CN": "“{quantity}”的示数从 {start} 倒退到 {end}({day});若是翻转,请给出表计位数",
    en: "the index of “{quantity}” runs back from {start} to {end} on {day}; if it ran over, state the counter's digits",
  },
  SERIES_MISSING: {
    status: 422,
    "zh-CN": "缺少价格序列“{series}”({day})",
    en: "the price series “{series}” says nothing for {day}",
  },
  PEAKS_MISSING: {
    status: 422,
    "zh-CN": "缺少系统高峰时刻表“{peaks}”,收费项“{code}”需要它",
    en: "the list of system peaks “{peaks}” is not given, which the charge “{code}” needs",
  },
  URDB_UNSUPPORTED: {
    status: 422,
    "zh-CN": "费率库字段 {field} 的 {what} 不能计费",
    en: "{what} in the rate database's field {field} cannot be billed",
  },
  ESTIMATES_APART: {
    status: 422,
    "zh-CN": "估算账单 {from} 至 {to} 没有紧接 {expected},不能清算",
    en: "the estimated bill from {from} to {to} does not follow on {expected}, so it cannot be trued up",
  },
  PERIOD_EMPTY: {
    status: 422,
    "zh-CN": "账单区间为空:{from} 至 {to}",
    en: "the bill's period is empty: {from} to {to}",
  },
});

export const fail = errorsOf(billingErrors);
