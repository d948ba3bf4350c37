import { expect } from "vitest";
import type { Charge } from "#schema/blueprint/tariff/charges.ts";
import type { TariffInput } from "#schema/blueprint/tariff/schema.ts";
import { Decimal } from "../../kernel/decimal.ts";
import { type LocalDay, parseDay } from "../../kernel/zone.ts";
import {
  type AmountUsage,
  compileTariff,
  parseTariff,
  type RatedBill,
  type RateInput,
  type RegisterUsage,
  rate,
  type TariffProgram,
} from "../index.ts";

// Short words for the worked cases, so that each case reads like its source.

const words = (text: string) => ({ "zh-CN": text, en: text });
type ChargeInput = TariffInput["charges"][number];
/** A charge without its label, which no case depends on. */
export type PlainCharge = ChargeInput extends infer Each
  ? Each extends { label: unknown }
    ? Omit<Each, "label">
    : never
  : never;

export function tariff(
  charges: readonly PlainCharge[],
  rest: Partial<Omit<TariffInput, "charges">> = {},
): TariffProgram {
  const whole = {
    label: words("case"),
    utility: "power",
    currency: "CNY",
    timezone: "Asia/Shanghai",
    ...rest,
    charges: charges.map((charge) => ({ label: words(charge.code), ...charge })),
  };
  return compileTariff(parseTariff(whole));
}

export function periods(...names: string[]) {
  return Object.fromEntries(names.map((name) => [name, words(name)]));
}

export function day(text: string): LocalDay {
  const found = parseDay(text);
  if (found === undefined) throw new RangeError(text);
  return found;
}

export const dec = Decimal.parse;

/** A register with two reads: start and end of the bill. */
export function register(
  span: { readonly from: LocalDay; readonly to: LocalDay },
  quantity: string,
  start: string,
  end: string,
  rest: Partial<RegisterUsage> = {},
): RegisterUsage {
  return {
    quantity,
    reads: [
      { day: span.from, index: dec(start) },
      { day: span.to, index: dec(end) },
    ],
    ...rest,
  };
}

export function amount(
  span: { readonly from: LocalDay; readonly to: LocalDay },
  quantity: string,
  value: string,
  period?: string,
): AmountUsage {
  return {
    quantity,
    from: span.from,
    to: span.to,
    amount: dec(value),
    ...(period === undefined ? {} : { period }),
  };
}

export function span(from: string, to: string) {
  return { from: day(from), to: day(to) };
}

/** Rates, and checks what must hold of every bill: the lines add up to the total. */
export function rated(program: TariffProgram, input: RateInput): RatedBill {
  const bill = rate(program, input);
  const sum = bill.lines.reduce((total, line) => total.plus(line.amount), Decimal.ZERO);
  if (program.lineRounding !== "none") expect(sum.equals(bill.total)).toBe(true);
  return bill;
}

/** Code and amount of each line, in order. */
export function amounts(bill: RatedBill): string[] {
  return bill.lines.map((line) => `${line.code} ${line.amount.toString()}`);
}

export type { Charge };
