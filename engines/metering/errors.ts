import { defineErrors, errorsOf } from "../kernel/errors.ts";

/** Everything that can be wrong with meter data. Words are for the person who sent the file. */
export const meteringErrors = defineErrors({
  READ_VALUE_INVALID: {
    status: 422,
    "zh-CN": "“{value}”不是有效的读数,应为十进制数",
    en: '"{value}" is not a reading: expected a decimal number',
  },
  READ_VALUE_TOO_PRECISE: {
    status: 422,
    "zh-CN": "读数 {value} 的有效数字超过 18 位",
    en: "The reading {value} has more than 18 significant digits",
  },
  READ_TIME_INVALID: {
    status: 422,
    "zh-CN": "“{value}”不是有效时间,或因夏令时切换而不存在({zone})",
    en: '"{value}" is not a time, or the clock of {zone} skipped it',
  },
  READ_TIME_OUT_OF_RANGE: {
    status: 422,
    "zh-CN": "时间 {value} 超出 1970 至 2099 年",
    en: "The time {value} lies outside the years 1970 to 2099",
  },
  READ_CONFLICT: {
    status: 422,
    "zh-CN": "同一来源对 {time} 给出两个不同的值,{value} 未采用",
    en: "The source states two different values for {time}; {value} was not taken",
  },
  READ_MISALIGNED: {
    status: 422,
    "zh-CN": "时间 {time} 不在 {seconds} 秒的间隔边界上",
    en: "{time} is not on the grid of {seconds}-second intervals of the local day",
  },
  READ_SIZE_MISMATCH: {
    status: 422,
    "zh-CN": "数据间隔为 {found} 秒,通道要求 {expected} 秒",
    en: "The interval is {found} s long; the channel holds intervals of {expected} s",
  },
  READ_UNIT_MISMATCH: {
    status: 422,
    "zh-CN": "数据单位 {found} 不能换算为通道单位 {expected}",
    en: "Values in {found} cannot be turned exactly into the channel's {expected}",
  },
  READ_DIRECTION_MISMATCH: {
    status: 422,
    "zh-CN": "数据方向为 {found},通道方向为 {expected}",
    en: "The values flow in direction {found}; the channel holds {expected}",
  },
  READ_DAY_LENGTH: {
    status: 422,
    "zh-CN": "{day} 应有 {expected} 个值,实际 {found} 个",
    en: "{day} has {expected} intervals, the row holds {found} values",
  },
  READ_COLUMN_MISSING: {
    status: 422,
    "zh-CN": "缺少列“{column}”,表头为:{header}",
    en: 'The column "{column}" is missing; the header is: {header}',
  },
  READ_FIELD_EMPTY: { status: 422, "zh-CN": "列“{column}”为空", en: 'The column "{column}" is empty' },
  READ_FIELD_COUNT: {
    status: 422,
    "zh-CN": "该行有 {found} 列,表头有 {expected} 列",
    en: "The row has {found} fields, the header {expected}",
  },
  READ_QUOTE_OPEN: {
    status: 422,
    "zh-CN": "引号没有闭合",
    en: "A quotation mark is opened and never closed",
  },
  READ_LINE_TOO_LONG: {
    status: 422,
    "zh-CN": "该行超过 {limit} 个字符",
    en: "The line is longer than {limit} characters",
  },
  READ_FORMAT_UNKNOWN: {
    status: 422,
    "zh-CN": "无法识别文件格式,开头为:{head}",
    en: "The format is not known; the file begins with: {head}",
  },
  READ_XML_BROKEN: { status: 422, "zh-CN": "XML 有误:{detail}", en: "The XML is broken: {detail}" },
  READ_XML_FIELD: {
    status: 422,
    "zh-CN": "<{element}> 的内容“{value}”应为整数",
    en: '<{element}> holds "{value}"; expected a whole number',
  },
  READ_XML_ENTRY_TOO_LARGE: {
    status: 422,
    "zh-CN": "一个 entry 含有超过 {limit} 个读数",
    en: "One entry holds more than {limit} readings",
  },
  READING_TYPE_MISSING: {
    status: 422,
    "zh-CN": "找不到 {series} 的 ReadingType",
    en: "No ReadingType is given for {series}",
  },
  READING_TYPE_UNSUPPORTED: {
    status: 422,
    "zh-CN": "不支持的 {field}:{value}",
    en: "{field} {value} is not supported",
  },
  READ_SERIES_SEVERAL: {
    status: 422,
    "zh-CN": "文件含有多个数据序列;{series} 未导入",
    en: "The file holds several series; {series} was not taken in",
  },
  CHANNEL_UNKNOWN: {
    status: 422,
    "zh-CN": "没有通道“{channel}”",
    en: 'There is no channel "{channel}"',
  },
  CHANNEL_NEEDED: {
    status: 400,
    "zh-CN": "此格式不含通道名,请指明通道",
    en: "This format does not name its channel: say which",
  },
  START_NEEDED: {
    status: 400,
    "zh-CN": "此格式不含时间,请指明起始日期",
    en: "This format holds no times: say at which day it starts",
  },
  REGISTER_UNKNOWN: {
    status: 422,
    "zh-CN": "表计 {meter} 没有示数类型“{register}”",
    en: 'The meter {meter} has no register "{register}"',
  },
  METER_UNKNOWN: { status: 422, "zh-CN": "没有表号为 {meter} 的表计", en: "There is no meter {meter}" },
  INDEX_NEGATIVE: {
    status: 422,
    "zh-CN": "表码 {value} 为负数",
    en: "The register index {value} is negative",
  },
  INDEX_OVER_DIALS: {
    status: 422,
    "zh-CN": "表码 {value} 超出 {digits} 位计度器",
    en: "The register index {value} does not fit {digits} digits",
  },
  INDEX_MISSING: {
    status: 409,
    "zh-CN": "缺少 {time} 的冻结示数",
    en: "There is no index at {time}",
  },
  INDEX_BACKWARDS: {
    status: 409,
    "zh-CN": "示数从 {start} 倒走到 {end}",
    en: "The index goes backwards from {start} to {end}",
  },
});

export const meteringError = errorsOf(meteringErrors);
