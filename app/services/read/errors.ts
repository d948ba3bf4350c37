import { defineErrors, errorsOf } from "#engines/kernel/errors.ts";

/** What can go wrong when reads are kept, listed and corrected. Faults of the data itself are in engines/metering. */
export const readErrors = defineErrors({
  EDIT_REASON_NEEDED: {
    status: 422,
    "zh-CN": "请填写更正原因",
    en: "Say why the value is corrected",
  },
  EDIT_OUTSIDE: {
    status: 422,
    "zh-CN": "{time} 不是该通道的间隔起点",
    en: "{time} is not the start of an interval of this channel",
  },
  EDIT_TOO_LARGE: {
    status: 422,
    "zh-CN": "一次最多更正 {limit} 个间隔",
    en: "At most {limit} intervals can be corrected at once",
  },
  EDIT_NO_ANCHOR: {
    status: 422,
    "zh-CN": "所选区间前后没有可用于插值的读数",
    en: "There is no value before or after the selection to interpolate from",
  },
  READS_BROKEN_OFF: {
    status: 400,
    "zh-CN": "数据传输中断；已完整收到的部分已导入，请重新发送",
    en: "The transfer broke off; what had come whole was taken in. Send it again",
  },
  READS_MISSING: {
    status: 409,
    "zh-CN": "{from} 至 {to} 缺少 {missing} 个间隔读数",
    en: "{missing} interval values are missing between {from} and {to}",
  },
  SERVICE_POINT_UNMETERED: {
    status: 409,
    "zh-CN": "用电点在 {from} 至 {to} 没有可计费的计量装置",
    en: "Nothing at the service point counted between {from} and {to}",
  },
});

export const readError = errorsOf(readErrors);
