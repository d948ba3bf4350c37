import type {
  AgreementInput,
  StatedAgreement,
  StatedQuantityRule,
} from "#schema/blueprint/tariff/agreement.ts";
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

/** An opening as it stands in a file: the other way round of `agreementOf`. Nothing that is zero. */
export function statedOpening({ use, peaks, bank, amounts }: Opening) {
  const notEmpty = <Value>(record: Record<string, Value>) =>
    Object.keys(record).length === 0 ? undefined : record;
  const used = Object.entries(use ?? {}).filter(([, { quantity }]) => !quantity.isZero);
  const charged = Object.entries(amounts ?? {}).filter(([, { amount }]) => !amount.isZero);
  const banked = Object.entries(bank ?? {}).filter(([, credits]) => credits.length > 0);
  const stated: Pick<AgreementInput, "opening" | "peaks" | "bank" | "amounts"> = {
    ...optional(
      "opening",
      notEmpty(
        Object.fromEntries(
          used.map(([name, { window, quantity }]) => [
            name,
            { ...optional("window", window), quantity: quantity.toString() },
          ]),
        ),
      ),
    ),
    ...optional(
      "peaks",
      peaks?.map(({ month, quantity, period, value }) => ({
        month: monthText(month),
        quantity,
        ...optional("period", period),
        value: value.toString(),
      })),
    ),
    ...optional(
      "bank",
      notEmpty(
        Object.fromEntries(
          banked.map(([name, credits]) => [
            name,
            credits.map(({ month, quantity }) => ({
              month: monthText(month),
              quantity: quantity.toString(),
            })),
          ]),
        ),
      ),
    ),
    ...optional(
      "amounts",
      notEmpty(
        Object.fromEntries(
          charged.map(([code, { window, amount }]) => [
            code,
            { ...optional("window", window), amount: amount.toString() },
          ]),
        ),
      ),
    ),
  };
  return stated;
}

function datedOf(entry: string | readonly { from: string; value: string }[]): readonly DatedNumber[] {
  if (typeof entry === "string") return [{ from: Number.NEGATIVE_INFINITY, value: Decimal.parse(entry) }];
  return entry
    .map(({ from, value }) => ({ from: dayOf(from), value: Decimal.parse(value) }))
    .sort((a, b) => a.from - b.from);
}

function ruleOf(rule: StatedQuantityRule): QuantityRule {
  switch (rule.kind) {
    case "less":
    case "correction": {
      const { kind, quantity } = rule;
      const day = rule.on === undefined ? undefined : dayOf(rule.on);
      const amount = Decimal.parse(rule.amount);
      return { kind, quantity, amount, ...optional("period", rule.period), ...optional("on", day) };
    }
    case "loss-share":
    case "share":
      return { kind: rule.kind, share: Decimal.parse(rule.share), ...heldOf(rule) };
    case "loss-fixed":
    case "fixed":
    case "less-fixed":
      return { kind: rule.kind, perMonth: Decimal.parse(rule.perMonth), ...heldOf(rule) };
  }
}

const heldOf = ({
  quantity,
  from,
  until,
}: {
  quantity: string;
  from?: string | undefined;
  until?: string | undefined;
}) => ({
  quantity,
  ...optional("from", from === undefined ? undefined : dayOf(from)),
  ...optional("until", until === undefined ? undefined : dayOf(until)),
});

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

function monthText(month: number): string {
  return `${String(Math.floor(month / 12)).padStart(4, "0")}-${String((month % 12) + 1).padStart(2, "0")}`;
}
