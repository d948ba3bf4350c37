import { defineErrors, errorsOf } from "../kernel/errors.ts";

/** Everything that can be wrong with meter data. Words are for the person who sent the file. */
export const meteringErrors = defineErrors({
  READ_VALUE_INVALID: {
    status: 422,
    "zh-CN": "“{value}”不是有效的读数,应为十进制数",
    en: '"{value}" is not a reading: expected a decimal number',
    remedy: { "zh-CN": "写成十进制数，例如 1234.5", en: "write it as a decimal number such as 1234.5" },
  },
  READ_VALUE_TOO_PRECISE: {
    status: 422,
    "zh-CN": "读数 {value} 的有效数字超过 18 位",
    en: "The reading {value} has more than 18 significant digits",
    remedy: { "zh-CN": "把多余的小数位舍入后再导入", en: "round away the digits beyond the eighteenth" },
  },
  READ_TIME_INVALID: {
    status: 422,
    "zh-CN": "“{value}”不是有效时间,或因夏令时切换而不存在({zone})",
    en: '"{value}" is not a time, or the clock of {zone} skipped it',
    remedy: {
      "zh-CN": "写成 2026-03-01T08:00:00+08:00 这样带时差的时间",
      en: "write a time with its offset, such as 2026-03-01T08:00:00+08:00",
    },
  },
  READ_TIME_OUT_OF_RANGE: {
    status: 422,
    "zh-CN": "时间 {value} 超出 1970 至 2099 年",
    en: "The time {value} lies outside the years 1970 to 2099",
    remedy: { "zh-CN": "核对年份", en: "check the year" },
  },
  READ_CONFLICT: {
    status: 422,
    "zh-CN": "同一来源对 {time} 给出两个不同的值,{value} 未采用",
    en: "The source states two different values for {time}; {value} was not taken",
    remedy: {
      "zh-CN": "在文件里只保留其中正确的一个值",
      en: "keep only the right one of the two in the file",
    },
  },
  READ_MISALIGNED: {
    status: 422,
    "zh-CN": "时间 {time} 不在 {seconds} 秒的间隔边界上",
    en: "{time} is not on the grid of {seconds}-second intervals of the local day",
    remedy: {
      "zh-CN": "让每个时间落在间隔边界上，或按实际间隔建立通道",
      en: "put each time on the grid, or use a channel of that interval",
    },
  },
  READ_SIZE_MISMATCH: {
    status: 422,
    "zh-CN": "数据间隔为 {found} 秒,通道要求 {expected} 秒",
    en: "The interval is {found} s long; the channel holds intervals of {expected} s",
    remedy: {
      "zh-CN": "导入到间隔相同的通道，或把数据换算为该间隔",
      en: "take it into a channel of that interval, or convert the values",
    },
  },
  READ_UNIT_MISMATCH: {
    status: 422,
    "zh-CN": "数据单位 {found} 不能换算为通道单位 {expected}",
    en: "Values in {found} cannot be turned exactly into the channel's {expected}",
    remedy: {
      "zh-CN": "改用通道的单位，或导入到该单位的通道",
      en: "use the unit of the channel, or a channel of that unit",
    },
  },
  READ_DIRECTION_MISMATCH: {
    status: 422,
    "zh-CN": "数据方向为 {found},通道方向为 {expected}",
    en: "The values flow in direction {found}; the channel holds {expected}",
    remedy: { "zh-CN": "导入到方向相同的通道", en: "take it into a channel of that direction" },
  },
  READ_DAY_LENGTH: {
    status: 422,
    "zh-CN": "{day} 应有 {expected} 个值,实际 {found} 个",
    en: "{day} has {expected} intervals, the row holds {found} values",
    remedy: {
      "zh-CN": "补齐或删去当日多余的值；换钟的日子有 23 或 25 小时",
      en: "complete the day or remove what is too much; a day of a clock change has 23 or 25 hours",
    },
  },
  READ_COLUMN_MISSING: {
    status: 422,
    "zh-CN": "缺少列“{column}”,表头为:{header}",
    en: 'The column "{column}" is missing; the header is: {header}',
    remedy: { "zh-CN": "在表头加上该列", en: "add the column to the header" },
  },
  READ_FIELD_EMPTY: {
    status: 422,
    "zh-CN": "列“{column}”为空",
    en: 'The column "{column}" is empty',
    remedy: { "zh-CN": "填上该列的值，或删去这一行", en: "fill the column in, or remove the row" },
  },
  READ_FIELD_COUNT: {
    status: 422,
    "zh-CN": "该行有 {found} 列,表头有 {expected} 列",
    en: "The row has {found} fields, the header {expected}",
    remedy: { "zh-CN": "让该行与表头列数一致", en: "give the row as many fields as the header" },
  },
  READ_QUOTE_OPEN: {
    status: 422,
    "zh-CN": "引号没有闭合",
    en: "A quotation mark is opened and never closed",
    remedy: { "zh-CN": "补上结尾的引号", en: "close the quotation mark" },
  },
  READ_LINE_TOO_LONG: {
    status: 422,
    "zh-CN": "该行超过 {limit} 个字符",
    en: "The line is longer than {limit} characters",
    remedy: { "zh-CN": "检查换行是否缺失", en: "check whether line breaks are missing" },
  },
  READ_FORMAT_UNKNOWN: {
    status: 422,
    "zh-CN": "无法识别文件格式,开头为:{head}",
    en: "The format is not known; the file begins with: {head}",
    remedy: { "zh-CN": "使用 docs/reads.md 所列的格式之一", en: "use one of the formats of docs/reads.md" },
  },
  READ_XML_BROKEN: {
    status: 422,
    "zh-CN": "XML 有误:{detail}",
    en: "The XML is broken: {detail}",
    remedy: {
      "zh-CN": "重新导出文件；若不是 XML，请删去开头的“<”",
      en: 'export the file anew; if it is no XML, remove the "<" at its beginning',
    },
  },
  READ_XML_FIELD: {
    status: 422,
    "zh-CN": "<{element}> 的内容“{value}”应为整数",
    en: '<{element}> holds "{value}"; expected a whole number',
    remedy: { "zh-CN": "在该元素里写整数", en: "write a whole number there" },
  },
  READ_XML_ENTRY_TOO_LARGE: {
    status: 422,
    "zh-CN": "一个 entry 含有超过 {limit} 个读数",
    en: "One entry holds more than {limit} readings",
    remedy: { "zh-CN": "把读数分成几个 entry", en: "spread the readings over several entries" },
  },
  READING_TYPE_MISSING: {
    status: 422,
    "zh-CN": "找不到 {series} 的 ReadingType",
    en: "No ReadingType is given for {series}",
    remedy: { "zh-CN": "导出时包含 ReadingType", en: "export the file with its ReadingType" },
  },
  READING_TYPE_UNSUPPORTED: {
    status: 422,
    "zh-CN": "不支持的 {field}:{value}",
    en: "{field} {value} is not supported",
    remedy: { "zh-CN": "导出电能量或燃气量的间隔数据", en: "export interval values of energy or of gas" },
  },
  READ_SERIES_SEVERAL: {
    status: 422,
    "zh-CN": "文件含有多个数据序列;{series} 未导入",
    en: "The file holds several series; {series} was not taken in",
    remedy: { "zh-CN": "一次导入一个数据序列", en: "take one series in at a time" },
  },
  CHANNEL_UNKNOWN: {
    status: 422,
    "zh-CN": "没有通道“{channel}”",
    en: 'There is no channel "{channel}"',
    remedy: {
      "zh-CN": "核对通道名，形式为 户号/通道",
      en: "check the name of the channel: service point/channel",
    },
  },
  CHANNEL_NEEDED: {
    status: 400,
    "zh-CN": "此格式不含通道名,请指明通道",
    en: "This format does not name its channel: say which",
    remedy: { "zh-CN": "用 --channel 指明通道", en: "name the channel by --channel" },
  },
  START_NEEDED: {
    status: 400,
    "zh-CN": "此格式不含时间,请指明起始日期",
    en: "This format holds no times: say at which day it starts",
    remedy: { "zh-CN": "用 --start 指明起始日期", en: "name the first day by --start" },
  },
  REGISTER_UNKNOWN: {
    status: 422,
    "zh-CN": "表计 {meter} 没有示数类型“{register}”",
    en: 'The meter {meter} has no register "{register}"',
    remedy: {
      "zh-CN": "核对示数类型，或先在表计上建立该示数",
      en: "check the register, or add it to the meter first",
    },
  },
  METER_UNKNOWN: {
    status: 422,
    "zh-CN": "没有表号为 {meter} 的表计",
    en: "There is no meter {meter}",
    remedy: { "zh-CN": "核对表号，或先建立该表计", en: "check the number, or add the meter first" },
  },
  INDEX_NEGATIVE: {
    status: 422,
    "zh-CN": "表码 {value} 为负数",
    en: "The register index {value} is negative",
    remedy: {
      "zh-CN": "填写表计上的示数，示数不为负",
      en: "write what the meter shows, which is never negative",
    },
  },
  INDEX_OVER_DIALS: {
    status: 422,
    "zh-CN": "表码 {value} 超出 {digits} 位计度器",
    en: "The register index {value} does not fit {digits} digits",
    remedy: {
      "zh-CN": "核对示数，或更正该表计的位数",
      en: "check the index, or mend the number of digits of the meter",
    },
  },
  INDEX_MISSING: {
    status: 409,
    "zh-CN": "缺少 {time} 的冻结示数",
    en: "There is no index at {time}",
    remedy: { "zh-CN": "补录该时间的示数", en: "add the index of that time" },
  },
  INDEX_BACKWARDS: {
    status: 409,
    "zh-CN": "示数从 {start} 倒走到 {end}",
    en: "The index goes backwards from {start} to {end}",
    remedy: {
      "zh-CN": "核对两次示数；若表计翻转或更换，请登记",
      en: "check both indices; if the meter rolled over or was exchanged, record it",
    },
  },
});

export const meteringError = errorsOf(meteringErrors);
