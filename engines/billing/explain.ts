import type { Locale } from "../kernel/errors.ts";
import type { Fraction } from "../kernel/fraction.ts";
import { isoDay, type LocalDay } from "../kernel/zone.ts";
import type { RatedBill } from "./bill.ts";
import type { DerivationPart, RatedLine } from "./line.ts";
import type { Source } from "./measured.ts";

/**
 * Unfolds the derivation of a line into sentences for a person: readings, quantities, prices with their days, limits,
 * rounding. Made when somebody asks; the bill itself carries only the compact derivation.
 */
export function explainLine(line: RatedLine, bill: RatedBill, locale: Locale): string[] {
  const { derivation } = line;
  const say = PHRASES[locale];
  const out: string[] = [];
  const quantity = bill.quantities.find(
    (each) =>
      each.quantity === derivation.quantity &&
      (derivation.period === undefined ? true : derivation.period in each.byPeriod),
  );
  if (quantity !== undefined && derivation.rule !== "demand") {
    for (const source of quantity.sources) {
      if (derivation.period === undefined || !("period" in source) || source.period === derivation.period) {
        out.push(sourceSentence(source, line.unit ?? "", say));
      }
    }
  }
  const { step } = derivation;
  if (step !== undefined) {
    out.push(
      say.step(
        step.number,
        step.above === undefined ? undefined : text(step.above),
        step.upTo === undefined ? undefined : text(step.upTo),
        text(step.opening),
        step.window,
      ),
    );
  }
  const { values } = derivation;
  if (values !== undefined) {
    for (const [name, value] of Object.entries(values)) {
      out.push(`${say.names[name] ?? name}${say.colon}${typeof value === "string" ? value : text(value)}`);
    }
  }
  for (const part of derivation.parts) out.push(partSentence(part, line.unit ?? "", say));
  const rounding =
    derivation.rounding === "none"
      ? say.unrounded
      : say.rounded(derivation.rounding.place, derivation.rounding.mode);
  out.push(say.result(text(derivation.exact), rounding, line.amount.toString()));
  return out;
}

function text(value: Fraction | { toString(): string }): string {
  return value.toString();
}

function partSentence(part: DerivationPart, unit: string, say: Phrases): string {
  const product = `${text(part.quantity)} ${unit} × ${part.price.toString()}`.replace(/ +/g, " ");
  const factor = part.factor === undefined || text(part.factor) === "1" ? "" : ` × ${text(part.factor)}`;
  return `${say.span(part.from, part.to)}${say.colon}${product}${factor}`;
}

function sourceSentence(source: Source, unit: string, say: Phrases): string {
  switch (source.kind) {
    case "register": {
      const estimated = source.estimated ? say.estimated : "";
      const times = source.multiplier.toString() === "1" ? "" : ` × ${source.multiplier.toString()}`;
      return `${say.reads(source.from, source.to)}${say.colon}(${source.endIndex.toString()} − ${source.startIndex.toString()})${times} ${unit}${estimated}`;
    }
    case "amount":
      return `${say.span(source.from, source.to)}${say.colon}${source.amount.toString()} ${unit}${source.estimated ? say.estimated : ""}`;
    case "intervals":
      return say.intervals(source.values, source.intervalMinutes, source.missing);
    case "rule": {
      const { from, to } = source;
      const span = from === undefined || to === undefined ? "" : say.inSpan(say.span(from, to));
      return `${say.rules[source.rule] ?? source.rule}${span}${say.colon}${text(source.amount)} ${unit}`;
    }
  }
}

interface Phrases {
  readonly colon: string;
  readonly unrounded: string;
  readonly estimated: string;
  readonly names: Readonly<Record<string, string>>;
  readonly rules: Readonly<Record<string, string>>;
  span(from: LocalDay, to: LocalDay): string;
  /** A span as an addition to what was said. */
  inSpan(span: string): string;
  reads(from: LocalDay, to: LocalDay): string;
  intervals(values: number, minutes: number, missing: number): string;
  step(
    number: number,
    above: string | undefined,
    upTo: string | undefined,
    opening: string,
    window: string,
  ): string;
  rounded(place: number, mode: string): string;
  result(exact: string, rounding: string, amount: string): string;
}

const PHRASES: Readonly<Record<Locale, Phrases>> = {
  "zh-CN": {
    colon: "：",
    unrounded: "不取整",
    estimated: "（估算）",
    names: {
      plugin: "插件",
      measured: "实测最大需量",
      billed: "计费需量",
      contract: "合同需量",
      ratchetPeak: "历史最高需量",
      ratchetShare: "历史需量比例",
      minimum: "最低计费值",
      day: "出现日期",
      times: "系数",
      per: "计费周期",
      percent: "百分比",
      powerFactor: "功率因数",
      standard: "功率因数标准",
      active: "有功电量",
      reactive: "无功电量",
      base: "计算基数",
      bound: "限额",
      kind: "限额类型",
      sum: "各项合计",
      series: "价格序列",
      plus: "加价",
      average: "平均单价",
      given: "调整率来源",
      earned: "本期新增积分",
      balance: "可用积分",
      carried: "以前结转的金额",
      at: "系统高峰时刻",
    },
    rules: {
      "loss-share": "变损线损(比例)",
      "loss-fixed": "变损线损(定额)",
      share: "定比",
      fixed: "定量",
      "less-fixed": "扣减定量",
      less: "扣减分表",
      correction: "退补",
      rounding: "用量取整",
      bank: "电量结转",
    },
    span: (from, to) => `${isoDay(from)} 至 ${isoDay(to - 1)}`,
    inSpan: (span) => `（${span}）`,
    reads: (from, to) => `抄表示数 ${isoDay(from)} 至 ${isoDay(to)}`,
    intervals: (values, minutes, missing) =>
      `${values} 个 ${minutes} 分钟数据${missing > 0 ? `，缺 ${missing} 个` : ""}`,
    step: (number, above, upTo, opening, window) =>
      `第 ${number} 档：${above ?? "0"} 至 ${upTo ?? "以上"}；${window} 此前累计 ${opening}`,
    rounded: (place, mode) => `保留 ${place} 位（${MODES_ZH[mode] ?? mode}）`,
    result: (exact, rounding, amount) => `合计 ${exact}，${rounding}，得 ${amount}`,
  },
  en: {
    colon: ": ",
    unrounded: "not rounded",
    estimated: " (estimated)",
    names: {
      plugin: "plugin",
      measured: "measured demand",
      billed: "billed demand",
      contract: "contract demand",
      ratchetPeak: "highest past demand",
      ratchetShare: "share of past demand",
      minimum: "least demand billed",
      day: "reached on",
      times: "times",
      per: "per",
      percent: "percent",
      powerFactor: "power factor",
      standard: "standard power factor",
      active: "active energy",
      reactive: "reactive energy",
      base: "reckoned on",
      bound: "limit",
      kind: "kind of limit",
      sum: "sum of the lines",
      series: "price series",
      plus: "added to the price",
      average: "average price",
      given: "percentage laid down by",
      earned: "points earned by this bill",
      balance: "points that could be used",
      carried: "credit of earlier bills",
      at: "moments of the system's peak",
    },
    rules: {
      "loss-share": "losses by share",
      "loss-fixed": "fixed losses",
      share: "share of the supply",
      fixed: "fixed quantity",
      "less-fixed": "fixed quantity taken off",
      less: "sub-meters taken off",
      correction: "correction of past use",
      rounding: "rounding of the quantity",
      bank: "banked credit",
    },
    span: (from, to) => `${isoDay(from)} to ${isoDay(to - 1)}`,
    inSpan: (span) => ` (${span})`,
    reads: (from, to) => `reads of ${isoDay(from)} and ${isoDay(to)}`,
    intervals: (values, minutes, missing) =>
      `${values} values of ${minutes} minutes${missing > 0 ? `, ${missing} of them missing` : ""}`,
    step: (number, above, upTo, opening, window) =>
      `step ${number}, ${above ?? "0"} to ${upTo ?? "open"}; ${opening} used before in ${window}`,
    rounded: (place, mode) => `rounded ${mode} to ${place} places`,
    result: (exact, rounding, amount) => `${exact}, ${rounding}, gives ${amount}`,
  },
};

const MODES_ZH: Readonly<Record<string, string>> = {
  "half-up": "四舍五入",
  "half-even": "四舍六入五成双",
  up: "进位",
  down: "舍去",
};
