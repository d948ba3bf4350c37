import { defineErrors } from "#engines/kernel/errors.ts";

/** Why a run cannot be started or steered. */
export const billRunErrors = defineErrors({
  BILL_RUN_BUSY: {
    status: 409,
    "zh-CN": "{period} 的出账正在进行，请等它结束。",
    en: "The bill run of {period} is still at work; wait until it is done.",
  },
  BILL_RUN_EMPTY: {
    status: 409,
    "zh-CN": "{period} 没有需要出账的合同。",
    en: "No agreement is due in {period}.",
  },
  BILL_RUN_FUTURE: {
    status: 409,
    "zh-CN": "{period} 还没有结束，不能出账。",
    en: "{period} is not over yet and cannot be billed.",
  },
  BILL_RUN_DONE: {
    status: 409,
    "zh-CN": "{period} 的出账已经结束。",
    en: "The bill run of {period} is done.",
  },
  BILL_NOT_HELD: {
    status: 409,
    "zh-CN": "账单 {number} 不在待核状态。",
    en: "Bill {number} is not held for a check.",
  },
  BILL_NOT_POSTED: {
    status: 409,
    "zh-CN": "账单 {number} 没有过账或已经作废，不能冲销。",
    en: "Bill {number} is not posted, or was cancelled already; only a posted bill can be cancelled.",
  },
  BILL_HAS_LATER: {
    status: 409,
    "zh-CN": "之后的账单 {later} 以 {number} 为基础，请先冲销 {later}。",
    en: "The later bill {later} stands on {number}; cancel {later} first.",
  },
});

/**
 * Why one agreement got no bill in a run, beside the faults that metering and rating themselves name. The run goes on;
 * the agreement is billed by the next run of the month, once the cause is gone.
 */
export const billExceptionErrors = defineErrors({
  TERMS_INVALID: {
    status: 422,
    "zh-CN": "合同条款“{path}”有误：{problem}",
    en: "the agreement's terms are wrong at {path}: {problem}",
  },
  EARLIER_BILL_HELD: {
    status: 422,
    "zh-CN": "上一期账单 {number} 还在待核，先放行或作废它",
    en: "the bill before it, {number}, is still held: release or discard it first",
  },
  EARLIER_BILL_MISSING: {
    status: 422,
    "zh-CN": "{from} 至 {to} 还没有出账，先补出那一期",
    en: "{from} to {to} was not billed: bill that period first",
  },
  BILLS_OVERLAP: {
    status: 422,
    "zh-CN": "上一期账单算到 {to}，与本期起始 {from} 重叠",
    en: "the bill before it goes to {to} and overlaps this period, which begins on {from}",
  },
  LATER_BILL_EXISTS: {
    status: 422,
    "zh-CN": "已有更晚一期的账单 {number}，不能再补出之前的账单",
    en: "a later bill, {number}, stands on this period already",
  },
  OPENING_UNKNOWN: {
    status: 422,
    "zh-CN": "没有 {year} 年 {on} 之前的累计用量，年阶梯无法计算：请在合同中填写期初累计",
    en: "the use of {year} before {on} is unknown, which its yearly tiers need: state the opening in the agreement",
  },
  UNIT_UNKNOWN: {
    status: 422,
    "zh-CN": "计量点的单位 {unit} 不能换算为 {wanted}",
    en: "the unit {unit} cannot be turned into {wanted}",
  },
  TOTAL_NOT_PAYABLE: {
    status: 422,
    "zh-CN": "总额 {total} {currency} 的小数位多于该货币的最小单位：价目表需要规定取整",
    en: "the total of {total} {currency} has fractions of the smallest coin: the tariff must say how to round",
  },
});

/** Why a bill was made but waits for a person before it is posted. */
export const billHoldErrors = defineErrors({
  BILL_NEGATIVE: {
    status: 409,
    "zh-CN": "账单金额为负：{total} {currency}",
    en: "the bill is negative: {total} {currency}",
  },
  BILL_USE_RISEN: {
    status: 409,
    "zh-CN": "用量 {usage} {unit} 是{than}的 {times} 倍（{reference} {unit}）",
    en: "the use of {usage} {unit} is {times} times that of {than} ({reference} {unit})",
  },
  BILL_USE_ZERO: {
    status: 409,
    "zh-CN": "用量为零，而{than}为 {reference} {unit}",
    en: "nothing was used, while {than} it was {reference} {unit}",
  },
});
