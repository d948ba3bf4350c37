import { z } from "zod";
import { type AgreementTerms, agreementOf, faultsOf, type Opening } from "#engines/billing/index.ts";
import { Decimal } from "#engines/kernel/decimal.ts";
import { errorsOf } from "#engines/kernel/errors.ts";
import { type LocalDay, parseDay } from "#engines/kernel/zone.ts";
import { termsSchema } from "#schema/blueprint/tariff/agreement.ts";
import { billExceptionErrors } from "./errors.ts";

const fail = errorsOf(billExceptionErrors);

export interface ReadTerms {
  readonly agreement: AgreementTerms;
  /** What was used before the first bill, and on which day that was so. */
  readonly opening: { readonly on: LocalDay; readonly opening: Opening } | undefined;
}

/**
 * Reads what `agreement.terms` states: the form of an agreement's file (docs/rate.md), with `openingOn`.
 *
 *   { "attributes": { "class": "household" }, "persons": "5", "capacity": [{ "from": "2024-01-01", "value": "315" }],
 *     "openingOn": "2026-10-01", "opening": { "energy": { "window": "2026", "quantity": "2500" } } }
 *
 * @throws TERMS_INVALID with the path of the first fault
 */
export function readTerms(terms: unknown, startOn: LocalDay): ReadTerms {
  const parsed = termsSchema.safeParse(terms);
  if (!parsed.success) {
    const { path, problem } = faultsOf(parsed.error)[0] ?? { path: "", problem: "" };
    throw fail("TERMS_INVALID", { path, problem }, { path });
  }
  const { openingOn, cycleOffset: _, ...stated } = parsed.data;
  const { terms: agreement, opening } = agreementOf(stated);
  const on = openingOn === undefined ? undefined : parseDay(openingOn);
  return {
    agreement: { start: startOn, ...agreement },
    opening: on === undefined ? undefined : { on, opening },
  };
}

const decimal = z.string().transform((text, context) => {
  const value = Decimal.tryParse(text);
  if (value !== undefined) return value;
  context.addIssue({ code: "custom", message: "expected a decimal number as text, such as 12.5" });
  return z.NEVER;
});

/** The `closing` of a stored bill, as it comes out of JSON; months are counted since year 0. */
const closingSchema = z.object({
  use: z.record(z.string(), z.object({ window: z.string().optional(), quantity: decimal })).optional(),
  peaks: z
    .array(z.object({ month: z.int(), quantity: z.string(), period: z.string().optional(), value: decimal }))
    .optional(),
  bank: z.record(z.string(), z.array(z.object({ month: z.int(), quantity: decimal }))).optional(),
  amounts: z.record(z.string(), z.object({ window: z.string().optional(), amount: decimal })).optional(),
});

/** The `closing` of a stored bill, to open the next one with. */
export function openingOf(closing: unknown): Opening {
  return closingSchema.parse(closing) as Opening;
}
