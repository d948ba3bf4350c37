import type { Words } from "#engines/kernel/errors.ts";

export type AccountKind = "receivable" | "clearing" | "cash" | "revenue" | "tax" | "funds" | "rounding";

interface ChartRow {
  readonly code: string;
  readonly kind: AccountKind;
  readonly name: Words;
}

/**
 * The chart of accounts of a utility. Codes are those of China's accounting standards (企业会计准则——应用指南, 附录 会计科目和
 * 主要账务处理), with sub-accounts after a point. 1122 has a sub-account for each customer.
 */
export const CHART = {
  cash: { code: "1001", kind: "cash", name: { "zh-CN": "库存现金", en: "Cash" } },
  clearing: {
    code: "1012.01",
    kind: "clearing",
    name: { "zh-CN": "其他货币资金—支付平台在途", en: "Payment gateway clearing" },
  },
  receivable: { code: "1122", kind: "receivable", name: { "zh-CN": "应收账款", en: "Accounts receivable" } },
  tax: { code: "2221", kind: "tax", name: { "zh-CN": "应交税费", en: "Taxes payable" } },
  funds: {
    code: "2241.01",
    kind: "funds",
    name: { "zh-CN": "其他应付款—代征基金及附加", en: "Government funds and surcharges collected" },
  },
  energy: {
    code: "6001.01",
    kind: "revenue",
    name: { "zh-CN": "主营业务收入—电（气）量", en: "Revenue: energy and volume" },
  },
  capacity: {
    code: "6001.02",
    kind: "revenue",
    name: { "zh-CN": "主营业务收入—基本费用", en: "Revenue: capacity, demand and standing charges" },
  },
  adjustment: {
    code: "6001.03",
    kind: "revenue",
    name: { "zh-CN": "主营业务收入—调整", en: "Revenue: adjustments" },
  },
  rounding: {
    code: "6051.01",
    kind: "rounding",
    name: { "zh-CN": "其他业务收入—尾差", en: "Rounding differences" },
  },
} as const satisfies Record<string, ChartRow>;

export type ChartKey = keyof typeof CHART;

/** The account of what one customer owes. */
export const receivableCode = (customerNumber: string): string =>
  `${CHART.receivable.code}.${customerNumber}`;

/** The row of the chart to which an account belongs; sub-accounts of customers belong to 1122. */
export function chartRowOf(code: string): ChartRow | undefined {
  return Object.values(CHART).find((row) => code === row.code || code.startsWith(`${row.code}.`));
}
