import { z } from "zod";

/** The two languages of the product; every text for a person exists in both. */
export const wordsSchema = z.strictObject({
  "zh-CN": z.string().min(1).max(400),
  en: z.string().min(1).max(400),
});
export type Words = z.output<typeof wordsSchema>;

/** An exact decimal as text ("-12.50"): amounts, prices and quantities never travel as binary floating point. */
export const decimalText = z
  .string()
  .max(40)
  .regex(/^-?(0|[1-9]\d{0,17})(\.\d{1,12})?$/, 'a decimal number as text, like "12.50"');

/** A calendar day in the zone of the tenant. */
export const dayText = z.iso.date();

/** An instant, ISO 8601 with offset or Z. */
export const instantText = z.iso.datetime({ offset: true });

/** A name inside a blueprint: form, field, service, rule. */
export const nameText = z.string().regex(/^[a-z][a-zA-Z0-9_-]{0,63}$/, "a name like meterExchange");

/** An id of the platform (uuid). */
export const idText = z.uuid();

export type JsonValue = string | number | boolean | null | JsonValue[] | { [key: string]: JsonValue };

const JSON_DEPTH_MAX = 16;

/** Free JSON with a bound on its depth, so that a walk over it can be recursive without fear. */
export const jsonValue: z.ZodType<JsonValue> = z.custom<JsonValue>(
  (value) => isShallowJson(value, JSON_DEPTH_MAX),
  `JSON at most ${JSON_DEPTH_MAX} levels deep`,
);

/** A record of a form as the form names its fields. */
export const recordValues = z.record(z.string().max(64), jsonValue);

function isShallowJson(value: unknown, depthLeft: number): boolean {
  if (value === null || typeof value === "string" || typeof value === "boolean") return true;
  if (typeof value === "number") return Number.isFinite(value);
  if (typeof value !== "object" || depthLeft === 0) return false;
  const members = Array.isArray(value) ? value : Object.values(value);
  return members.every((member) => isShallowJson(member, depthLeft - 1));
}
