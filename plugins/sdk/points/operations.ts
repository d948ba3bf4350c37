import { z } from "zod";
import { extensionPoint } from "../extension-point.ts";
import { decimalText, idText, instantText, nameText, recordValues, wordsSchema } from "../values.ts";

/** A case as a plugin sees it: its state and the fields of its form, no customer. */
const caseView = z.strictObject({
  id: idText,
  service: nameText,
  state: nameText,
  openedAt: instantText,
  dueAt: instantText.optional(),
  record: recordValues,
});

const place = z.strictObject({
  longitude: z.number().min(-180).max(180),
  latitude: z.number().min(-90).max(90),
});

export const alarmCondition = extensionPoint({
  words: { "zh-CN": "判断报警条件", en: "Decides whether an alarm condition holds" },
  input: z.strictObject({
    rule: nameText,
    at: instantText,
    /** The values named by the rule, newest last. */
    window: z.array(z.strictObject({ at: instantText, value: z.number().nullable() })).max(2_000),
    parameters: recordValues,
  }),
  output: z.strictObject({ holds: z.boolean(), level: z.number().optional(), words: wordsSchema.optional() }),
  batched: true,
  // The state of alarms is a function of the set of inputs, so its conditions must be functions too.
  deterministic: true,
  state: "fresh",
  budget: { cpuMs: 1_000 },
});

export const serviceAction = extensionPoint({
  words: { "zh-CN": "执行工单中的一个动作", en: "Carries out an action of a service" },
  input: z.strictObject({ action: nameText, case: caseView, parameters: recordValues }),
  output: z.strictObject({
    outcome: z.enum(["done", "refused", "retry"]),
    /** Fields of the case's form to set. */
    set: recordValues.optional(),
    words: wordsSchema.optional(),
  }),
  batched: false,
  deterministic: false,
  state: "fresh",
  budget: { wallMs: 15_000 },
});

export const serviceAssign = extensionPoint({
  words: { "zh-CN": "为工单选择处理人员", en: "Chooses who handles a work order" },
  input: z.strictObject({
    case: caseView,
    place: place.optional(),
    skills: z.array(nameText).max(20),
    candidates: z
      .array(
        z.strictObject({
          id: idText,
          skills: z.array(nameText).max(50),
          openCases: z.number().int().min(0),
          place: place.optional(),
          gridCell: z.string().max(64).optional(),
        }),
      )
      .max(500),
  }),
  output: z.strictObject({
    /** Ids of candidates, best first; empty leaves the choice to a dispatcher. */
    ranking: z.array(z.strictObject({ id: idText, score: z.number() })).max(500),
    words: wordsSchema.optional(),
  }),
  batched: true,
  deterministic: false,
  state: "fresh",
});

export const messageChannel = extensionPoint({
  words: { "zh-CN": "经由外部渠道发送消息", en: "Sends messages through a channel" },
  input: z.strictObject({
    id: idText,
    template: nameText,
    locale: z.enum(["zh-CN", "en"]),
    /** An opaque address: the platform holds the telephone number or account behind it. */
    recipient: z.string().max(200),
    subject: z.string().max(200).optional(),
    text: z.string().max(4_000),
  }),
  output: z.discriminatedUnion("status", [
    z.strictObject({ status: z.literal("sent"), reference: z.string().max(200) }),
    z.strictObject({ status: z.literal("retry"), afterSeconds: z.number().int().min(1).max(86_400) }),
    z.strictObject({ status: z.literal("failed"), reason: z.string().max(400) }),
  ]),
  batched: true,
  deterministic: false,
  state: "fresh",
  budget: { wallMs: 15_000 },
});

export const kpiMeasure = extensionPoint({
  words: { "zh-CN": "计算一项指标", en: "Measures a KPI" },
  input: z.strictObject({
    kpi: nameText,
    period: z.strictObject({ from: instantText, to: instantText }),
    /** Aggregated rows that the KPI declares; never single customers. */
    rows: z.array(recordValues).max(5_000),
  }),
  output: z.strictObject({
    value: decimalText.nullable(),
    numerator: decimalText.optional(),
    denominator: decimalText.optional(),
  }),
  batched: true,
  deterministic: true,
  state: "fresh",
  budget: { cpuMs: 1_000 },
});

export const scheduleJob = extensionPoint({
  words: { "zh-CN": "定时运行任务", en: "Runs at set times" },
  input: z.strictObject({ job: nameText, plannedAt: instantText, parameters: recordValues }),
  output: z.strictObject({ done: z.boolean(), note: z.string().max(1_000).optional() }),
  batched: false,
  deterministic: false,
  state: "fresh",
  budget: { cpuMs: 5_000, wallMs: 60_000, memoryMb: 96, capabilityCalls: 500 },
});
