import { z } from "zod";
import { wordsSchema } from "../common.ts";

/** The ways by which a message reaches somebody; `app` is the inbox of the portal. */
export const MESSAGE_CHANNELS = ["sms", "email", "app"] as const;
export type MessageChannel = (typeof MESSAGE_CHANNELS)[number];

/** What a message is about. Safety and security reach everybody at any hour and cannot be declined. */
export const MESSAGE_CATEGORIES = ["service", "safety", "billing", "security"] as const;
export type MessageCategory = (typeof MESSAGE_CATEGORIES)[number];

/** Categories that a customer cannot decline: danger, and what proves that somebody is who they say. */
export const ALWAYS_SENT: readonly MessageCategory[] = ["safety", "security"];

/**
 * What a template's variables may hold. Amounts are decimal texts; `money` is one in the utility's currency; `quantity` is
 * `{ value, unit }`; `date` is `2026-11-22`; `instant` is ISO 8601; `list` holds rows of the named fields.
 */
export const VARIABLE_TYPES = [
  "text",
  "integer",
  "decimal",
  "money",
  "quantity",
  "date",
  "instant",
  "boolean",
  "list",
] as const;
export type VariableType = (typeof VARIABLE_TYPES)[number];

export const variableNameSchema = z
  .string()
  .regex(/^[a-z][a-zA-Z0-9]*$/, "expected a name such as customerName: letters and digits, small first")
  .max(40);

const sampleSchema = z.json();

const scalarSchema = z.strictObject({
  type: z.enum(VARIABLE_TYPES),
  label: wordsSchema,
  /** With which the template is shown while it is made, and checked before it is published. */
  sample: sampleSchema,
  /** May be missing; the template then sees nil. */
  optional: z.boolean().default(false),
  /** Of a list: the name and type of each field of a row. */
  fields: z.record(variableNameSchema, z.enum(VARIABLE_TYPES).exclude(["list"])).optional(),
});

/** Liquid in each language. */
const templateSchema = z.strictObject({
  "zh-CN": z.string().min(1).max(4_000),
  en: z.string().min(1).max(4_000),
});

const clockSchema = z
  .string({ error: 'expected a time in quotes, such as "22:00"' })
  .regex(/^([01]\d|2[0-3]):[0-5]\d$/, "expected a time such as 22:00");

const smsSchema = z.strictObject({
  /** Who sends, shown in front of the text in 【】 as the operators demand. */
  signature: wordsSchema,
  body: templateSchema,
  /** With the samples the text must fit into so many; a real one that is longer is sent whole. */
  maxSegments: z.int().min(1).max(10).default(3),
});

const emailSchema = z.strictObject({ subject: templateSchema, body: templateSchema });

const appSchema = z.strictObject({
  title: templateSchema,
  body: templateSchema,
  /** Where the customer goes on, inside the portal: `portal/bills/{{ billId }}`. */
  link: z.string().min(1).max(300).optional(),
});

/**
 * A message that the platform sends: what it is for, what it says by each channel and in each language, and when it may be
 * sent. It goes to the portal's inbox and by the first other channel by which the customer can and wants to be reached.
 */
export const messageSchema = z
  .strictObject({
    label: wordsSchema,
    purpose: wordsSchema,
    category: z.enum(MESSAGE_CATEGORIES),
    variables: z.record(variableNameSchema, scalarSchema).default({}),
    channels: z
      .strictObject({ sms: smsSchema.optional(), email: emailSchema.optional(), app: appSchema.optional() })
      .refine((channels) => Object.values(channels).some(Boolean), "expected at least one channel"),
    /** In which nobody is disturbed, by the utility's clock; messages wait until the end. */
    quietHours: z.strictObject({ from: clockSchema, to: clockSchema }).optional(),
    mayBreakQuietHours: z.boolean().default(false),
    /** `asked`: goes by SMS and e-mail only to those who have agreed to the category (advice, campaigns). */
    consent: z.enum(["not-needed", "asked"]).default("not-needed"),
  })
  .superRefine((message, context) => {
    const at = (path: (string | number)[], text: string) =>
      context.addIssue({ code: "custom", path, message: text });
    for (const [name, variable] of Object.entries(message.variables)) {
      if ((variable.type === "list") !== (variable.fields !== undefined)) {
        at(["variables", name, "fields"], "a list names the fields of its rows; nothing else has fields");
      }
    }
    if (ALWAYS_SENT.includes(message.category) && message.consent === "asked") {
      at(["consent"], "a message of safety or security needs nobody's consent");
    }
    if (message.mayBreakQuietHours && message.category !== "safety" && message.category !== "security") {
      at(["mayBreakQuietHours"], "only safety and security may disturb the night");
    }
  });

export type MessageTemplate = z.output<typeof messageSchema>;
