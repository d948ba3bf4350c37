import { z } from "zod";
import { Decimal } from "#engines/kernel/decimal.ts";
import { parseDay } from "#engines/kernel/zone.ts";

/** A text in both languages of the product. */
export const wordsSchema = z.strictObject({ "zh-CN": z.string().min(1), en: z.string().min(1) });

/** Whether nothing else goes by a name: every object of JavaScript has a "constructor" before anybody gives it one. */
function isFree(name: string): boolean {
  return !(name in Object.prototype);
}

const NOT_FREE = "this word is taken; choose another name";

/** A key inside a pack: lower-case words joined by hyphens. */
export const keySchema = z
  .string()
  .regex(
    /^[a-z][a-z0-9]*([-.][a-z0-9]+)*$/,
    "expected lower-case words joined by - or ., such as peak-critical",
  )
  .refine(isFree, NOT_FREE);

/** A number that agreements state: capacity, contractDemand, calorificValue. */
export const numberNameSchema = z
  .string()
  .regex(/^[a-z][a-zA-Z0-9]*$/, "expected the name of a number of the agreement, such as contractDemand")
  .refine(isFree, NOT_FREE);

/** An exact decimal as text ("0.5583"): a number in YAML or JSON would already have lost digits. */
export const decimalSchema = z
  .string({ error: 'expected a decimal in quotes, such as "0.5583"' })
  .refine((text) => Decimal.tryParse(text) !== undefined, 'expected a decimal such as "0.5583"')
  .meta({ format: "decimal" });

export const positiveDecimalSchema = decimalSchema
  .refine((text) => Decimal.tryParse(text)?.isPositive ?? false, "expected a decimal above zero")
  .meta({ format: "decimal" });

/** A day of the calendar, "2026-01-01". */
export const daySchema = z
  .string({ error: 'expected a date in quotes, such as "2026-01-01"' })
  .refine((text) => parseDay(text) !== undefined, "expected a date such as 2026-01-01")
  .meta({ format: "date" });

/** A day of every year, "07-01". 02-29 is refused: most years do not have it. */
export const monthDaySchema = z
  .string({ error: 'expected month and day in quotes, such as "07-01"' })
  .refine(
    (text) => /^\d{2}-\d{2}$/.test(text) && parseDay(`2001-${text}`) !== undefined,
    "expected month-day such as 07-01",
  );

/**
 * A value with effective dates: either the value itself (always in force), or a list in which each entry holds
 * from its date until the next. Before the first date nothing is in force.
 */
export function datedSchema<Schema extends z.ZodType>(value: Schema) {
  return z.union([
    value,
    z
      .array(z.strictObject({ from: daySchema, value }))
      .min(1)
      .refine(
        (entries) => entries.every((entry, at) => at === 0 || (entries[at - 1]?.from ?? "") < entry.from),
        "the dates must rise from entry to entry",
      ),
  ]);
}

export const urlSchema = z.url({ protocol: /^https?$/ });
