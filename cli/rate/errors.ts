import { defineErrors, errorsOf } from "#engines/kernel/errors.ts";

/** What can be wrong with the files and options of `manifold rate` and `manifold tariff`. */
export const rateErrors = defineErrors({
  FILE_UNREADABLE: {
    status: 422,
    "zh-CN": "无法读取文件 {file}:{reason}",
    en: "{file} cannot be read: {reason}",
    remedy: { "zh-CN": "检查路径与权限", en: "check the path and who may read it" },
  },
  FILE_MALFORMED: {
    status: 422,
    "zh-CN": "{file} 不是有效的 {format}:{reason}",
    en: "{file} is not valid {format}: {reason}",
    remedy: { "zh-CN": "改正该行该列", en: "mend it at that line and column" },
  },
  USAGE_FORMAT_UNKNOWN: {
    status: 422,
    "zh-CN": "看不出用量文件的格式,首行是“{head}”。可用格式:{formats}",
    en: "the usage file's format is not known; its first line is “{head}”. Known are: {formats}",
    remedy: {
      "zh-CN": "把首行改成其中一种表头；docs/rate.md 有示例",
      en: "begin the file with one of these headers; docs/rate.md shows each",
    },
  },
  USAGE_FIELD: {
    status: 422,
    "zh-CN": "第 {line} 行的 {field}“{value}”有误,应为 {expected}",
    en: "line {line}: {field} “{value}” is not {expected}",
    remedy: { "zh-CN": "改正该字段", en: "mend that field" },
  },
  USAGE_COLUMNS: {
    status: 422,
    "zh-CN": "第 {line} 行有 {found} 列,表头有 {expected} 列",
    en: "line {line} has {found} columns, the header has {expected}",
    remedy: {
      "zh-CN": "让每行与表头的列数相同；含逗号的值请加引号",
      en: "give every line as many columns as the header; put values with commas in quotes",
    },
  },
  USAGE_CLOCK_SKIPPED: {
    status: 422,
    "zh-CN": "第 {line} 行:{value} 在时区 {zone} 不存在(夏令时跳过);数据若没有夏令时,请用 --timezone none",
    en: "line {line}: {value} does not exist in {zone} (the clock jumps over it); for data without daylight saving use --timezone none",
    remedy: {
      "zh-CN": "用带时差的时间，例如 2026-03-08T03:00-07:00",
      en: "write times with their offset, such as 2026-03-08T03:00-07:00",
    },
  },
  USAGE_ORDER: {
    status: 422,
    "zh-CN": "第 {line} 行:{value} 不晚于前一行;时间应递增,不得重复",
    en: "line {line}: {value} is not after the line before; times must rise and not repeat",
    remedy: {
      "zh-CN": "按时间排序并去掉重复的行",
      en: "sort the lines by time and take out those that repeat",
    },
  },
  USAGE_INTERVAL: {
    status: 422,
    "zh-CN": "无法确定间隔:{detail}",
    en: "the interval cannot be told: {detail}",
    remedy: {
      "zh-CN": "让所有间隔等长并能整除一天，例如 15 分钟",
      en: "make all intervals equally long, and such that they divide a day: 15 minutes, an hour",
    },
  },
  USAGE_EMPTY: {
    status: 422,
    "zh-CN": "用量文件没有数据",
    en: "the usage file holds no values",
    remedy: { "zh-CN": "检查是否给错了文件", en: "check that it is the file you meant" },
  },
  USAGE_OVERLAP: {
    status: 422,
    "zh-CN": "“{quantity}”自 {from} 起有两个重叠的用量",
    en: "“{quantity}” has two amounts that overlap from {from} on",
    remedy: {
      "zh-CN": "去掉重复的行；退补请写进协议的 quantityRules",
      en: "take out the line that repeats; a correction belongs into the agreement's quantityRules",
    },
  },
  USAGE_TOO_SPARSE: {
    status: 422,
    "zh-CN": "“{quantity}”在 {days} 天里只有 {found} 个值",
    en: "“{quantity}” has only {found} value(s) in {days} days",
    remedy: {
      "zh-CN": "检查起止时间的年份，或把文件按时间拆开",
      en: "check the years of the first and last times, or split the file",
    },
  },
  USAGE_HOLES: {
    status: 422,
    "zh-CN": "“{quantity}”缺 {missing} 个值,第一个在 {first};确需按零计算时用 --allow-gaps",
    en: "“{quantity}” lacks {missing} value(s), the first at {first}; --allow-gaps counts them as zero",
    remedy: { "zh-CN": "补齐缺失的值", en: "fill in the missing values" },
  },
  USAGE_SERIES: {
    status: 422,
    "zh-CN": "文件中“{quantity}”有多个序列:{series};请拆分文件",
    en: "the file holds several series of “{quantity}”: {series}; split it, one meter a file",
    remedy: { "zh-CN": "每个表计一个文件", en: "write one file for each meter" },
  },
  USAGE_SPAN: {
    status: 422,
    "zh-CN": "数据在 {from} 至 {to} 之间,与 --from/--to 没有重叠",
    en: "the data runs from {from} to {to}, which does not meet --from and --to",
    remedy: {
      "zh-CN": "改 --from/--to，或换覆盖该区间的文件",
      en: "change --from and --to, or give a file that covers them",
    },
  },
  TARIFF_CHECK: {
    status: 422,
    "zh-CN": "价目表没有通过检查:{problem}",
    en: "the tariff does not pass its checks: {problem}",
    remedy: { "zh-CN": "改正后再检查", en: "mend it and check again" },
  },
  AGREEMENT_INVALID: {
    status: 422,
    "zh-CN": "协议文件 {path} 有误:{problem}",
    en: "the agreement is wrong at {path}: {problem}",
    remedy: {
      "zh-CN": "改正该处；docs/rate.md 列出协议的字段",
      en: "mend it at that place; docs/rate.md lists what an agreement may state",
    },
  },
});

export const fail = errorsOf(rateErrors);

/** Options that contradict each other or are missing: exit code 2. */
export class WrongUsage extends Error {
  override readonly name = "WrongUsage";
}
