import { z } from "zod";
import { extensionPoint } from "../extension-point.ts";
import { dayText, decimalText, idText, instantText, nameText, wordsSchema } from "../values.ts";

/** Integer readings of one channel and local day; value × 10^−exponent is in `unit`, null is missing. */
const dayRow = z.strictObject({
  channel: idText,
  day: dayText,
  zone: z.string().max(64),
  unit: z.string().max(16),
  intervalMinutes: z.union([5, 10, 15, 30, 60, 1440].map((minutes) => z.literal(minutes))),
  exponent: z.number().int().min(-6).max(9),
  values: z.array(z.number().int().nullable()).max(300),
});

export const meterDecode = extensionPoint({
  words: { "zh-CN": "解码电表、气表的报文", en: "Decodes the frames of a meter" },
  input: z.strictObject({
    protocol: nameText,
    receivedAt: instantText,
    /** The frame as hexadecimal digits. */
    frame: z
      .string()
      .max(4_096)
      .regex(/^([0-9a-fA-F]{2})+$/),
  }),
  output: z.discriminatedUnion("ok", [
    z.strictObject({
      ok: z.literal(true),
      meter: z.string().max(64),
      reads: z
        .array(
          z.strictObject({
            register: z.string().max(64),
            at: instantText,
            index: decimalText,
            unit: z.string().max(16),
          }),
        )
        .max(256),
    }),
    z.strictObject({
      ok: z.literal(false),
      /** Offset of the first byte that could not be understood. */
      byte: z.number().int().min(0),
      expected: z.string().max(200),
    }),
  ]),
  batched: true,
  deterministic: false,
  state: "kept",
  budget: { cpuMs: 1_000, resultLength: 4_000_000 },
});

export const readsValidate = extensionPoint({
  words: { "zh-CN": "校验采集数据", en: "Validates interval reads" },
  input: dayRow.extend({ previous: z.array(dayRow.pick({ day: true, values: true })).max(31) }),
  output: z.strictObject({
    findings: z
      .array(
        z.strictObject({
          /** Index into `values`. */
          at: z.number().int().min(0),
          code: nameText,
          severity: z.enum(["suspect", "invalid"]),
          words: wordsSchema.optional(),
        }),
      )
      .max(300),
  }),
  batched: true,
  deterministic: false,
  state: "kept",
  budget: { cpuMs: 1_000, resultLength: 4_000_000 },
});

export const readsEstimate = extensionPoint({
  words: { "zh-CN": "估算缺失的读数", en: "Estimates missing reads" },
  input: dayRow.extend({ previous: z.array(dayRow.pick({ day: true, values: true })).max(31) }),
  output: z.strictObject({
    /** What is filled in; a place that holds a value already must not be named. */
    estimates: z
      .array(z.strictObject({ at: z.number().int().min(0), value: z.number().int(), method: nameText }))
      .max(300),
  }),
  batched: true,
  // An estimate becomes a quantity on a bill.
  deterministic: true,
  state: "fresh",
  budget: { cpuMs: 2_000, wallMs: 3_000, resultLength: 4_000_000 },
});

export const forecastLoad = extensionPoint({
  words: { "zh-CN": "负荷预测", en: "Forecasts load" },
  input: z.strictObject({
    series: nameText,
    unit: z.string().max(16),
    intervalMinutes: z.number().int().min(5).max(1440),
    from: instantText,
    history: z.array(z.number().nullable()).max(20_000),
    /** How many intervals are asked for. */
    horizon: z.number().int().min(1).max(10_000),
    temperature: z.array(z.number().nullable()).max(30_000).optional(),
  }),
  output: z.strictObject({
    mean: z.array(z.number()).max(10_000),
    low: z.array(z.number()).max(10_000).optional(),
    high: z.array(z.number()).max(10_000).optional(),
  }),
  batched: false,
  deterministic: false,
  state: "kept",
  budget: { cpuMs: 5_000, wallMs: 10_000, memoryMb: 96 },
});
