import { defineErrors, errorsOf } from "#engines/kernel/errors.ts";

/** What can be wrong with the files and options of `manifold rate` and `manifold tariff`. */
export const rateErrors = defineErrors({
  FILE_UNREADABLE: {
    status: 422,
    "zh-CN": "无法读取文件 {file}:{reason}",
    en: "{file} cannot be read: {reason}",
  },
  FILE_MALFORMED: {
    status: 422,
    "zh-CN": "{file} 不是有效的 {format}:{reason}",
    en: "{file} is not valid {format}: {reason}",
  },
  USAGE_FORMAT_UNKNOWN: {
    status: 422,
    "zh-CN": "看不出用量文件的格式,首行是“{head}”。可用格式:{formats}",
    en: "the usage file's format is not known; its first line is “{head}”. Known are: {formats}",
  },
  USAGE_FIELD: {
    status: 422,
    "zh-CN": "第 {line} 行的 {field}“{value}”有误,应为 {expected}",
    en: "line {line}: {field} “{value}” is not {expected}",
  },
  USAGE_COLUMNS: {
    status: 422,
    "zh-CN": "第 {line} 行有 {found} 列,表头有 {expected} 列",
    en: "line {line} has {found} columns, the header has {expected}",
  },
  USAGE_CLOCK_SKIPPED: {
    status: 422,
    "zh-CN": "第 {line} 行:{value} 在时区 {zone} 不存在(夏令时跳过);数据若没有夏令时,请用 --timezone none",
    en: "line {line}: {value} does not exist in {zone} (the clock jumps over it); for data without daylight saving use --timezone none",
  },
  USAGE_ORDER: {
    status: 422,
    "zh-CN": "第 {line} 行:{value} 不晚于前一行;时间应递增,不得重复",
    en: "line {line}: {value} is not after the line before; times must rise and not repeat",
  },
  USAGE_INTERVAL: {
    status: 422,
    "zh-CN": "无法确定间隔:{detail}",
    en: "the interval cannot be told: {detail}",
  },
  USAGE_EMPTY: {
    status: 422,
    "zh-CN": "用量文件没有数据",
    en: "the usage file holds no values",
  },
  USAGE_HOLES: {
    status: 422,
    "zh-CN": "“{quantity}”缺 {missing} 个值,第一个在 {first};确需按零计算时用 --allow-gaps",
    en: "“{quantity}” lacks {missing} value(s), the first at {first}; --allow-gaps counts them as zero",
  },
  USAGE_SERIES: {
    status: 422,
    "zh-CN": "文件中“{quantity}”有多个序列:{series};请拆分文件",
    en: "the file holds several series of “{quantity}”: {series}; split it, one meter a file",
  },
  USAGE_SPAN: {
    status: 422,
    "zh-CN": "数据在 {from} 至 {to} 之间,与 --from/--to 没有重叠",
    en: "the data runs from {from} to {to}, which does not meet --from and --to",
  },
  TARIFF_CHECK: {
    status: 422,
    "zh-CN": "价目表没有通过检查:{problem}",
    en: "the tariff does not pass its checks: {problem}",
  },
  AGREEMENT_INVALID: {
    status: 422,
    "zh-CN": "协议文件 {path} 有误:{problem}",
    en: "the agreement is wrong at {path}: {problem}",
  },
});

export const fail = errorsOf(rateErrors);

/** Options that contradict each other or are missing: exit code 2. */
export class WrongUsage extends Error {
  override readonly name = "WrongUsage";
}
