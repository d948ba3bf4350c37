import { z } from "zod";
import { extensionPoint } from "../extension-point.ts";
import { nameText, recordValues, wordsSchema } from "../values.ts";

const tone = z.enum(["plain", "good", "warn", "bad"]);

/** What has no children. A plugin's screen is data: the host draws it, themed and accessible. */
const leaf = z.discriminatedUnion("kind", [
  z.strictObject({ kind: z.literal("text"), words: wordsSchema, tone: tone.optional() }),
  z.strictObject({ kind: z.literal("heading"), words: wordsSchema }),
  z.strictObject({
    kind: z.literal("figure"),
    label: wordsSchema,
    value: z.string().max(64),
    unit: z.string().max(16).optional(),
    tone: tone.optional(),
  }),
  z.strictObject({
    kind: z.literal("table"),
    columns: z
      .array(z.strictObject({ key: nameText, words: wordsSchema, align: z.enum(["start", "end"]) }))
      .min(1)
      .max(12),
    rows: z.array(z.record(z.string().max(64), z.string().max(200))).max(200),
  }),
  z.strictObject({
    kind: z.literal("chart"),
    words: wordsSchema,
    shape: z.enum(["line", "bar"]),
    unit: z.string().max(16),
    labels: z.array(z.string().max(40)).max(1_000),
    values: z.array(z.number().nullable()).max(1_000),
  }),
  z.strictObject({
    kind: z.literal("button"),
    words: wordsSchema,
    /** Comes back to the same view as `action`; a view can start nothing else. */
    action: nameText,
    parameters: recordValues.optional(),
  }),
]);

/** Rows and cards hold leaves, a page holds rows and cards: no recursion, so no depth to bound. */
const group = z.strictObject({
  kind: z.enum(["row", "card"]),
  title: wordsSchema.optional(),
  children: z.array(leaf).max(40),
});

export const viewPage = z.strictObject({
  title: wordsSchema,
  children: z.array(z.union([leaf, group])).max(60),
});
export type ViewPage = z.output<typeof viewPage>;

const viewInput = z.strictObject({
  view: nameText,
  locale: z.enum(["zh-CN", "en"]),
  action: z.strictObject({ name: nameText, parameters: recordValues }).optional(),
  /** What the tenant's page hands in: the account's figures, the case on screen. */
  subject: recordValues,
});

export const portalView = extensionPoint({
  words: { "zh-CN": "客户门户中的页面", en: "A page in the customer portal" },
  input: viewInput,
  output: viewPage,
  batched: false,
  deterministic: false,
  state: "fresh",
  budget: { cpuMs: 100, wallMs: 3_000 },
});

export const staffView = extensionPoint({
  words: { "zh-CN": "员工工作台中的页面", en: "A page in the staff workspace" },
  input: viewInput,
  output: viewPage,
  batched: false,
  deterministic: false,
  state: "fresh",
  budget: { cpuMs: 100, wallMs: 3_000 },
});
