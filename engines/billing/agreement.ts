import type { StatedAgreement, StatedQuantityRule } from "#schema/blueprint/tariff/agreement.ts";
import { Decimal } from "../kernel/decimal.ts";
import { type LocalDay, parseDay } from "../kernel/zone.ts";
import { parseMonthDay } from "./months.ts";
import type { AgreementTerms, DatedNumber, Opening, QuantityRule } from "./ports.ts";

/** An agreement file in the shapes that rating takes. */
export interface Agreement {
  readonly terms: AgreementTerms;
  readonly opening: Opening;
  readonly billingDay: number | undefined;
}

/** Texts become decimals and days. `stated` was checked by `agreementSchema`. */
export function agreementOf(stated: StatedAgreement): Agreement {
  const named = {
    capacity: stated.capacity,
    persons: stated.persons,
    contractDemand: stated.contractDemand,
    area: stated.area,
    meters: stated.meters,
    ...stated.numbers,
  };
  const numbers: Record<string, readonly DatedNumber[]> = {};
  for (const [name, entry] of Object.entries(named)) if (entry !== undefined) numbers[name] = datedOf(entry);
  return {
    billingDay: stated.billingDay,
    terms: {
      numbers,
      ...optional("start", stated.start === undefined ? undefined : dayOf(stated.start)),
      ...optional("attributes", stated.attributes),
      ...optional("powerFactorStandard", decimalOf(stated.powerFactorStandard)),
      ...optional("powerFactorPercent", decimalOf(stated.powerFactorPercent)),
      ...optional("yearStart", stated.yearStart === undefined ? undefined : parseMonthDay(stated.yearStart)),
      ...optional("quantityRules", stated.quantityRules?.map(ruleOf)),
    },
    opening: openingOf(stated),
  };
}

function openingOf(stated: StatedAgreement): Opening {
  return {
    ...optional(
      "use",
      mapped(stated.opening, (entry) =>
        typeof entry === "string"
          ? { quantity: Decimal.parse(entry) }
          : { quantity: Decimal.parse(entry.quantity), ...optional("window", entry.window) },
      ),
    ),
    ...optional(
      "peaks",
      stated.peaks?.map(({ month, quantity, period, value }) => ({
        month: monthOf(month),
        quantity,
        value: Decimal.parse(value),
        ...optional("period", period),
      })),
    ),
    ...optional(
      "bank",
      mapped(stated.bank, (credits) =>
        credits.map(({ month, quantity }) => ({ month: monthOf(month), quantity: Decimal.parse(quantity) })),
      ),
    ),
    ...optional(
      "amounts",
      mapped(stated.amounts, (entry) =>
        typeof entry === "string"
          ? { amount: Decimal.parse(entry) }
          : { amount: Decimal.parse(entry.amount), ...optional("window", entry.window) },
      ),
    ),
  };
}

function datedOf(entry: string | readonly { from: string; value: string }[]): readonly DatedNumber[] {
  if (typeof entry === "string") return [{ from: Number.NEGATIVE_INFINITY, value: Decimal.parse(entry) }];
  return entry
    .map(({ from, value }) => ({ from: dayOf(from), value: Decimal.parse(value) }))
    .sort((a, b) => a.from - b.from);
}

function ruleOf(rule: StatedQuantityRule): QuantityRule {
  switch (rule.kind) {
    case "loss-share":
    case "share":
      return { ...rule, share: Decimal.parse(rule.share) };
    case "loss-fixed":
    case "fixed":
    case "less-fixed":
      return { ...rule, perMonth: Decimal.parse(rule.perMonth) };
    case "less":
    case "correction": {
      const { period, ...rest } = rule;
      return { ...rest, amount: Decimal.parse(rule.amount), ...optional("period", period) };
    }
  }
}

function optional<Key extends string, Value>(key: Key, found: Value | undefined): { [Name in Key]?: Value } {
  return (found === undefined ? {} : { [key]: found }) as { [Name in Key]?: Value };
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
