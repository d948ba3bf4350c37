import { z } from "zod";
import type { AgreementTerms, DatedNumber, Opening, QuantityRule } from "#engines/billing/index.ts";
import { faultsOf } from "#engines/billing/index.ts";
import { Decimal } from "#engines/kernel/decimal.ts";
import { type LocalDay, parseDay } from "#engines/kernel/zone.ts";
import { daySchema, decimalSchema, keySchema, monthDaySchema } from "#schema/blueprint/common.ts";
import { fail } from "./errors.ts";

// The agreement file of `manifold rate`: docs/rate.md describes it.

/** A decimal as text, or a whole or short JSON number. */
const number = z.union([decimalSchema, z.number().transform(String)]);
const datedNumber = z.union([
  number,
  z
    .array(
      z.looseObject({ from: daySchema }).transform((entry, context) => {
        const others = Object.entries(entry).filter(([key]) => key !== "from");
        const [value] = others;
        const parsed = number.safeParse(value?.[1]);
        if (others.length !== 1 || !parsed.success) {
          context.addIssue({ code: "custom", message: 'expected { "from": date, "value": "320" }' });
          return z.NEVER;
        }
        return { from: entry.from, value: parsed.data };
      }),
    )
    .min(1),
]);
const openingUse = z.union([number, z.strictObject({ window: z.string().optional(), quantity: number })]);
const monthSchema = z.string().regex(/^\d{4}-(0[1-9]|1[0-2])$/, "expected a month such as 2025-07");

const ruleSchema = z.discriminatedUnion("kind", [
  z.strictObject({ kind: z.literal("loss-share"), quantity: keySchema, share: number }),
  z.strictObject({ kind: z.literal("loss-fixed"), quantity: keySchema, perMonth: number }),
  z.strictObject({ kind: z.literal("share"), quantity: keySchema, share: number }),
  z.strictObject({ kind: z.literal("fixed"), quantity: keySchema, perMonth: number }),
  z.strictObject({
    kind: z.literal("less"),
    quantity: keySchema,
    period: keySchema.optional(),
    amount: number,
  }),
  z.strictObject({
    kind: z.literal("correction"),
    quantity: keySchema,
    period: keySchema.optional(),
    amount: number,
  }),
]);

export const agreementSchema = z.strictObject({
  start: daySchema.optional(),
  billingDay: z.int().min(1).max(31).optional(),
  /** Day on which the year of minimum charges begins. */
  yearStart: monthDaySchema.optional(),
  attributes: z
    .record(z.string(), z.union([z.string(), z.number(), z.boolean(), z.array(z.string())]))
    .optional(),
  capacity: datedNumber.optional(),
  persons: datedNumber.optional(),
  contractDemand: datedNumber.optional(),
  area: datedNumber.optional(),
  meters: datedNumber.optional(),
  /** Any other dated number that the tariff asks for by name. */
  numbers: z.record(z.string(), datedNumber).optional(),
  powerFactorStandard: number.optional(),
  powerFactorPercent: number.optional(),
  /** Use so far in the running window, by quantity. */
  opening: z.record(z.string(), openingUse).optional(),
  peaks: z
    .array(
      z.strictObject({
        month: monthSchema,
        quantity: keySchema.default("demand"),
        period: keySchema.optional(),
        value: number,
      }),
    )
    .optional(),
  bank: z.record(z.string(), z.array(z.strictObject({ month: monthSchema, quantity: number }))).optional(),
  quantityRules: z.array(ruleSchema).optional(),
});

export interface Agreement {
  readonly terms: AgreementTerms;
  readonly opening: Opening;
  readonly billingDay: number | undefined;
}

/** Throws AGREEMENT_INVALID with the path of the first fault. */
export function readAgreement(value: unknown, file: string): Agreement {
  const parsed = agreementSchema.safeParse(value);
  if (!parsed.success) {
    const first = faultsOf(parsed.error)[0] ?? { path: "", problem: "unknown" };
    throw fail(
      "AGREEMENT_INVALID",
      { path: first.path || "the top", problem: first.problem },
      { file, path: first.path },
    );
  }
  const { data } = parsed;
  const named = {
    capacity: data.capacity,
    persons: data.persons,
    contractDemand: data.contractDemand,
    area: data.area,
    meters: data.meters,
    ...data.numbers,
  };
  const numbers: Record<string, readonly DatedNumber[]> = {};
  for (const [name, entry] of Object.entries(named)) if (entry !== undefined) numbers[name] = datedOf(entry);
  const optional = <Key extends string, Value>(key: Key, found: Value | undefined) =>
    (found === undefined ? {} : { [key]: found }) as { [Name in Key]?: Value };
  return {
    billingDay: data.billingDay,
    terms: {
      numbers,
      ...optional("start", data.start === undefined ? undefined : dayOf(data.start)),
      ...optional("attributes", data.attributes),
      ...optional("powerFactorStandard", decimalOf(data.powerFactorStandard)),
      ...optional("powerFactorPercent", decimalOf(data.powerFactorPercent)),
      ...optional(
        "yearStart",
        data.yearStart === undefined
          ? undefined
          : { month: Number(data.yearStart.slice(0, 2)), day: Number(data.yearStart.slice(3)) },
      ),
      ...optional("quantityRules", data.quantityRules?.map(ruleOf)),
    },
    opening: {
      ...optional(
        "use",
        mapped(data.opening, (entry) =>
          typeof entry === "string"
            ? { quantity: Decimal.parse(entry) }
            : { quantity: Decimal.parse(entry.quantity), ...optional("window", entry.window) },
        ),
      ),
      ...optional(
        "peaks",
        data.peaks?.map(({ month, quantity, period, value: peak }) => ({
          month: monthOf(month),
          quantity,
          value: Decimal.parse(peak),
          ...optional("period", period),
        })),
      ),
      ...optional(
        "bank",
        mapped(data.bank, (credits) =>
          credits.map(({ month, quantity }) => ({
            month: monthOf(month),
            quantity: Decimal.parse(quantity),
          })),
        ),
      ),
    },
  };
}

function datedOf(entry: string | readonly { from: string; value: string }[]): readonly DatedNumber[] {
  if (typeof entry === "string") return [{ from: Number.NEGATIVE_INFINITY, value: Decimal.parse(entry) }];
  return entry
    .map(({ from, value }) => ({ from: dayOf(from), value: Decimal.parse(value) }))
    .sort((a, b) => a.from - b.from);
}

function ruleOf(rule: z.output<typeof ruleSchema>): QuantityRule {
  switch (rule.kind) {
    case "loss-share":
    case "share":
      return { ...rule, share: Decimal.parse(rule.share) };
    case "loss-fixed":
    case "fixed":
      return { ...rule, perMonth: Decimal.parse(rule.perMonth) };
    case "less":
    case "correction": {
      const { period, ...rest } = rule;
      return { ...rest, amount: Decimal.parse(rule.amount), ...(period === undefined ? {} : { period }) };
    }
  }
}

function mapped<Raw, Value>(record: Record<string, Raw> | undefined, make: (raw: Raw) => Value) {
  if (record === undefined) return undefined;
  return Object.fromEntries(Object.entries(record).map(([key, raw]) => [key, make(raw)]));
}

function dayOf(text: string): LocalDay {
  return parseDay(text) as LocalDay;
}

function decimalOf(text: string | undefined): Decimal | undefined {
  return text === undefined ? undefined : Decimal.parse(text);
}

/** "2025-07" → months since year 0. */
function monthOf(text: string): number {
  return Number(text.slice(0, 4)) * 12 + Number(text.slice(5)) - 1;
}
