import type { Words } from "#engines/kernel/errors.ts";

/** The CEL type of a column; every row has a value of each column. */
export type ColumnType = "string" | "double" | "bool";

export interface Column {
  readonly type: ColumnType;
  readonly label: Words;
  /** May be shown one beside the other: a dimension. */
  readonly dimension?: true;
}

/** A named, typed view of the data. What it stands for in SQL is in app/services/kpi. */
export interface Dataset {
  readonly label: Words;
  /** One row is … */
  readonly row: Words;
  readonly columns: Readonly<Record<string, Column>>;
}

const text = (zh: string, en: string): Column => ({
  type: "string",
  label: { "zh-CN": zh, en },
  dimension: true,
});
const number = (zh: string, en: string): Column => ({ type: "double", label: { "zh-CN": zh, en } });
const flag = (zh: string, en: string): Column => ({ type: "bool", label: { "zh-CN": zh, en } });

/** What is common to cases and their steps. */
const ofCase = {
  service: text("服务", "Service"),
  category: text("类别", "Category"),
  priority: text("优先级", "Priority"),
  gridCell: text("网格", "Grid cell"),
};

export const DATASETS = {
  cases: {
    label: { "zh-CN": "工单", en: "Cases" },
    row: { "zh-CN": "一张工单，按受理时间", en: "one case, at its opening" },
    columns: {
      ...ofCase,
      state: text("状态", "State"),
      closed: flag("已办结", "Closed"),
      overdue: flag("已超时", "Overdue"),
      minutesToClose: number("办结用时（分钟，未办结为 0）", "Minutes to close (0 while open)"),
      rated: flag("已评价", "Rated"),
      score: number("评分（1–5，未评价为 0）", "Score (1 to 5, 0 without)"),
    },
  },
  steps: {
    label: { "zh-CN": "工单环节", en: "Steps of cases" },
    row: {
      "zh-CN": "工单经过的一个环节，按受理时间",
      en: "one passage of a case through a step, at the case's opening",
    },
    columns: {
      ...ofCase,
      step: text("环节", "Step"),
      done: flag("已完成", "Done"),
      overdue: flag("已超时", "Overdue"),
      minutesInStep: number("环节用时（分钟）", "Minutes in the step"),
      minutesFromOpening: number("自受理起用时（分钟）", "Minutes from the opening"),
    },
  },
  bills: {
    label: { "zh-CN": "账单", en: "Bills" },
    row: { "zh-CN": "一张已入账账单，按账期首日", en: "one posted bill, at the first day of its period" },
    columns: {
      customerKind: text("客户类别", "Kind of customer"),
      tariff: text("价目", "Tariff"),
      total: number("应收金额", "Amount billed"),
      paid: number("实收金额", "Amount paid"),
      settled: flag("已缴清", "Settled"),
      estimated: flag("含估算示数", "Estimated"),
    },
  },
  payments: {
    label: { "zh-CN": "收款", en: "Payments" },
    row: { "zh-CN": "一笔收款，按缴费时间", en: "one payment, at its time" },
    columns: { gateway: text("渠道", "Gateway"), amount: number("金额", "Amount") },
  },
  reads: {
    label: { "zh-CN": "抄表", en: "Reads" },
    row: { "zh-CN": "一个在用计量装置的一个月", en: "one month of one installed meter" },
    columns: { commodity: text("能源", "Commodity"), present: flag("已抄到", "Read") },
  },
  messages: {
    label: { "zh-CN": "消息", en: "Messages" },
    row: { "zh-CN": "一条发出的消息，按生成时间", en: "one message that left, at its making" },
    columns: {
      channel: text("渠道", "Channel"),
      category: text("类别", "Category"),
      template: text("模板", "Template"),
      delivered: flag("已送达", "Delivered"),
      segments: number("短信条数", "SMS segments"),
    },
  },
} satisfies Readonly<Record<string, Dataset>>;

export type DatasetName = keyof typeof DATASETS;
export const DATASET_NAMES = Object.keys(DATASETS) as [DatasetName, ...DatasetName[]];

export const datasetOf = (name: DatasetName): Dataset => DATASETS[name];
