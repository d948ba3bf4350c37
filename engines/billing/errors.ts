import { defineErrors, errorsOf } from "../kernel/errors.ts";

/** What can be wrong with a tariff, an agreement or a usage when a bill is rated. */
export const billingErrors = defineErrors({
  TARIFF_INVALID: {
    status: 422,
    "zh-CN": "价目表有误({count} 处),第一处 {first}:{problem}",
    en: "the tariff has {count} fault(s), the first at {first}: {problem}",
    remedy: {
      "zh-CN": "改正该处；完整格式见 docs/tariffs.md，或运行 manifold tariff schema",
      en: "mend it at that place; docs/tariffs.md and `manifold tariff schema` say what a tariff may hold",
    },
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
    remedy: {
      "zh-CN": "让价格的生效日不晚于账单首日，或给收费项写上生效日 from",
      en: "let the price begin no later than the bill, or give the charge a day `from` on which it begins",
    },
  },
  TARIFF_STEPS_CROSSED: {
    status: 422,
    "zh-CN": "收费项“{code}”的阶梯上限在 {day} 没有逐级升高",
    en: "the step limits of the charge “{code}” do not rise on {day}",
    remedy: {
      "zh-CN": "让各档上限在每一天都逐级升高",
      en: "let the limits rise from step to step on every day",
    },
  },
  AGREEMENT_LACKS: {
    status: 422,
    "zh-CN": "用电协议缺少“{name}”({day}),收费项“{code}”需要它",
    en: "the agreement does not state “{name}” on {day}, which the charge “{code}” needs",
    remedy: {
      "zh-CN": "在用电协议中给出该数值，或把收费项设为 optional",
      en: "state that number in the agreement, or make the charge `optional`",
    },
  },
  AGREEMENT_ZERO: {
    status: 422,
    "zh-CN": "用电协议的“{name}”({day})使除数为零,“{code}”无法计算",
    en: "the agreement's “{name}” on {day} makes a divisor of zero, so “{code}” cannot be reckoned",
    remedy: { "zh-CN": "改正协议中的该数值", en: "mend that number of the agreement" },
  },
  USAGE_MISSING: {
    status: 422,
    "zh-CN": "没有“{quantity}”的用量,收费项“{code}”需要它",
    en: "there is no usage of “{quantity}”, which the charge “{code}” needs",
    remedy: {
      "zh-CN": "补上该用量，或把收费项设为 optional",
      en: "give that usage, or make the charge `optional`",
    },
  },
  USAGE_PERIODS_MISSING: {
    status: 422,
    "zh-CN": "“{quantity}”没有“{period}”时段的示数,时段表“{schedule}”需要它",
    en: "“{quantity}” has no register for the period “{period}” of the schedule “{schedule}”",
    remedy: {
      "zh-CN": "给出每个时段的示数，或给出分时间隔数据",
      en: "give a register for each period, or interval data",
    },
  },
  USAGE_GAP: {
    status: 422,
    "zh-CN": "“{quantity}”在 {from} 至 {to} 之间缺少 {missing} 个数据",
    en: "“{quantity}” lacks {missing} value(s) between {from} and {to}",
    remedy: {
      "zh-CN": "补齐数据，或用估算值补上；manifold rate 可用 --allow-gaps 按零计",
      en: "fill the gap, or estimate it; `manifold rate --allow-gaps` counts it as zero",
    },
  },
  USAGE_DAY_LENGTH: {
    status: 422,
    "zh-CN": "“{quantity}”在 {day} 有 {found} 个值,应为 {expected} 个",
    en: "“{quantity}” has {found} values on {day}; that local day has {expected}",
    remedy: {
      "zh-CN": "检查数据的时区与夏令时；没有夏令时的数据用 --timezone none",
      en: "check the zone and its daylight saving; for data without it use --timezone none",
    },
  },
  USAGE_PERIOD_UNKNOWN: {
    status: 422,
    "zh-CN": "“{quantity}”有“{period}”时段的用量,但时段表“{schedule}”没有这个时段",
    en: "there is usage of “{quantity}” in the period “{period}”, which the schedule “{schedule}” does not know",
    remedy: {
      "zh-CN": "把示数的时段名改为时段表中的名称，或给时段表补上该时段",
      en: "name the register as the schedule names its period, or add the period to the schedule",
    },
  },
  USAGE_TOO_COARSE: {
    status: 422,
    "zh-CN": "{minutes} 分钟的数据不能分到时段表“{schedule}”的时段:{time} 开始的一段跨了两个时段",
    en: "values of {minutes} minutes cannot be told apart by the schedule “{schedule}”: the one from {time} lies in two periods",
    remedy: { "zh-CN": "给出更细的数据，或按时段给出示数", en: "give finer values, or registers by period" },
  },
  USAGE_INDEX_BACKWARDS: {
    status: 422,
    "zh-CN": "“{quantity}”的示数从 {start} 倒退到 {end}({day});若是翻转,请给出表计位数",
    en: "the index of “{quantity}” runs back from {start} to {end} on {day}; if it ran over, state the counter's digits",
    remedy: {
      "zh-CN": "改正示数；换表请分成两个计度器",
      en: "mend the index; an exchanged meter is two registers",
    },
  },
  SERIES_MISSING: {
    status: 422,
    "zh-CN": "缺少价格序列“{series}”({day})",
    en: "the price series “{series}” says nothing for {day}",
    remedy: {
      "zh-CN": "给出覆盖整个账单的价格：--series 名称=文件",
      en: "give prices that cover the whole bill: --series name=file",
    },
  },
  PEAKS_MISSING: {
    status: 422,
    "zh-CN": "缺少系统高峰时刻表“{peaks}”,收费项“{code}”需要它",
    en: "the list of system peaks “{peaks}” is not given, which the charge “{code}” needs",
    remedy: {
      "zh-CN": "给出系统高峰时刻：--peaks 名称=文件",
      en: "give the moments of the system's peaks: --peaks name=file",
    },
  },
  URDB_UNSUPPORTED: {
    status: 422,
    "zh-CN": "费率库字段 {field} 的 {what} 不能计费",
    en: "{what} in the rate database's field {field} cannot be billed",
    remedy: {
      "zh-CN": "改用能计量的单位，或用本系统的价目表表达",
      en: "say it in a unit that is measured, or write the tariff in our own form",
    },
  },
  ESTIMATES_APART: {
    status: 422,
    "zh-CN": "估算账单 {from} 至 {to} 没有紧接 {expected},不能清算",
    en: "the estimated bill from {from} to {to} does not follow on {expected}, so it cannot be trued up",
    remedy: { "zh-CN": "按顺序给出全部估算账单", en: "give all estimated bills, one after the other" },
  },
  PERIOD_EMPTY: {
    status: 422,
    "zh-CN": "账单区间为空:{from} 至 {to}",
    en: "the bill's period is empty: {from} to {to}",
    remedy: { "zh-CN": "让终止日晚于起始日", en: "let the bill end after it begins" },
  },
});

export const fail = errorsOf(billingErrors);
