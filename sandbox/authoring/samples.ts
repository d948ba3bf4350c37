import type { ExtensionPointName, PointInput } from "#plugins/sdk/extension-points.ts";

const ID = "0198a3f0-7c1e-7b55-9d0e-2f4c1a6b8e01";
const OTHER_ID = "0198a3f0-7c1e-7b55-9d0e-2f4c1a6b8e02";
const AT = "2026-03-02T08:00:00+08:00";

const bill = {
  agreement: { class: "household", commodity: "power" },
  period: { from: "2026-02-01", to: "2026-03-01" },
  currency: "CNY",
  lines: [
    { code: "energyPeak", quantity: "120.5", unit: "kWh", price: "0.5583", amount: "67.28" },
    { code: "energyValley", quantity: "80", unit: "kWh", price: "0.3583", amount: "28.66" },
  ],
} as const;

const dayRow = {
  channel: ID,
  day: "2026-03-01",
  zone: "Asia/Shanghai",
  unit: "kWh",
  intervalMinutes: 60,
  exponent: 2,
  values: [12, 11, 10, 9, 9, 10, 14, 30, 42, null, null, 38, 35, 33, 31, 30, 36, 52, 960, 58, 44, 31, 22, 15],
  previous: [],
} as const;

const workOrder = {
  id: ID,
  service: "meterExchange",
  state: "open",
  openedAt: AT,
  record: { reason: "stopped" },
};

/** An input for each extension point: what a new plugin is tried with, and what the documentation shows. */
export const SAMPLES: { readonly [Name in ExtensionPointName]: PointInput<Name> } = {
  "meter.decode": [{ protocol: "dlt645", receivedAt: AT, frame: "6801000000000068110433333433b016" }],
  "reads.validate": [{ ...dayRow, values: [...dayRow.values], previous: [] }],
  "reads.estimate": [{ ...dayRow, values: [...dayRow.values], previous: [] }],
  "tariff.charge": [{ ...bill, lines: [...bill.lines] }],
  "bill.check": [
    {
      ...bill,
      lines: [...bill.lines],
      total: "95.94",
      history: [{ from: "2026-01-01", to: "2026-02-01", total: "31.20" }],
    },
  ],
  "alarm.condition": [{ rule: "flow", at: AT, window: [{ at: AT, value: 3.2 }], parameters: { limit: 2.5 } }],
  "form.validate": { form: "openAccount", locale: "zh-CN", record: { phone: "123" } },
  "form.lookup": { form: "openAccount", locale: "zh-CN", record: {}, field: "community", text: "东" },
  "service.action": { action: "notifyStore", case: workOrder, parameters: {} },
  "service.assign": [
    {
      case: workOrder,
      skills: ["meter"],
      candidates: [
        { id: ID, skills: ["meter"], openCases: 4 },
        { id: OTHER_ID, skills: ["meter", "gas"], openCases: 1 },
      ],
    },
  ],
  "message.channel": [
    { id: ID, template: "billReady", locale: "zh-CN", recipient: "r-1", text: "您的账单已出。" },
  ],
  "kpi.measure": [
    {
      kpi: "arrival",
      period: { from: AT, to: AT },
      rows: [
        { inTime: 57, all: 60 },
        { inTime: 30, all: 31 },
      ],
    },
  ],
  "forecast.load": {
    series: "feeder1",
    unit: "kW",
    intervalMinutes: 60,
    from: AT,
    history: [10, 12, 11, 13],
    horizon: 4,
  },
  "import.map": [{ source: "legacy", line: 2, row: { 户号: "100001", 户名: "示例" } }],
  "portal.view": { view: "points", locale: "zh-CN", subject: { points: 128 } },
  "staff.view": { view: "risk", locale: "zh-CN", subject: { level: "high" } },
  "schedule.job": { job: "nightly", plannedAt: AT, parameters: {} },
};
