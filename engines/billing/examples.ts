import type { Example } from "#schema/blueprint/tariff/examples.ts";
import { Decimal } from "../kernel/decimal.ts";
import { ManifoldError } from "../kernel/errors.ts";
import { type LocalDay, parseDay } from "../kernel/zone.ts";
import { agreementOf } from "./agreement.ts";
import type { RatedBill } from "./bill.ts";
import type { AmountUsage, DemandUsage, RateInput, RegisterUsage } from "./ports.ts";
import type { TariffProgram } from "./program.ts";
import { rate } from "./rate.ts";

/** A value of an example that came out otherwise; `code` is empty for the total, `got` where there is no such line. */
export interface ExampleDifference {
  readonly code: string;
  readonly expected: string;
  readonly got: string | undefined;
}

/** What became of a golden example: its bill, or why there is none, and what differs. */
export interface ExampleOutcome {
  readonly ok: boolean;
  readonly bill: RatedBill | undefined;
  readonly error: ManifoldError | undefined;
  readonly differences: readonly ExampleDifference[];
}

/** Rates a golden example and compares it with what it should be. */
export function exampleOutcome(program: TariffProgram, example: Example): ExampleOutcome {
  let bill: RatedBill;
  try {
    bill = rate(program, inputOfExample(example));
  } catch (error) {
    if (!(error instanceof ManifoldError)) throw error;
    return { ok: false, bill: undefined, error, differences: [] };
  }
  const differences = [
    ...Object.entries(example.expect.lines ?? {}).flatMap(([code, expected]) =>
      differenceOf(code, expected, amountOf(bill, code)),
    ),
    ...differenceOf("", example.expect.total, bill.total),
  ];
  return { ok: differences.length === 0, bill, error: undefined, differences };
}

/** The sum of the lines of a code: a price that changed inside the bill makes two of them. */
function amountOf(bill: RatedBill, code: string): Decimal | undefined {
  const lines = bill.lines.filter((line) => line.code === code);
  return lines.length === 0 ? undefined : lines.reduce((sum, { amount }) => sum.plus(amount), Decimal.ZERO);
}

function differenceOf(code: string, expected: string, got: Decimal | undefined): ExampleDifference[] {
  return got?.equals(Decimal.parse(expected)) ? [] : [{ code, expected, got: got?.toString() }];
}

/** An example in the shape that rating takes. */
export function inputOfExample(example: Example): RateInput {
  const from = parseDay(example.from) as LocalDay;
  const to = parseDay(example.to) as LocalDay;
  const { terms, opening } =
    example.agreement === undefined ? { terms: {}, opening: {} } : agreementOf(example.agreement);
  const registers: RegisterUsage[] = [];
  const amounts: AmountUsage[] = [];
  for (const [name, used] of Object.entries(example.usage)) {
    const place = placeOf(name);
    if (typeof used === "string") amounts.push({ ...place, from, to, amount: Decimal.parse(used) });
    else {
      registers.push({
        ...place,
        reads: [
          { day: from, index: Decimal.parse(used.start) },
          { day: to, index: Decimal.parse(used.end) },
        ],
        multiplier: Decimal.parse(used.multiplier),
      });
    }
  }
  const demands = Object.entries(example.demand).map(
    ([name, value]): DemandUsage => ({ ...placeOf(name), value: Decimal.parse(value) }),
  );
  return {
    from,
    to,
    usage: { registers, amounts, demands },
    agreement: terms,
    opening,
    ...(example.cycleMonths === undefined ? {} : { cycleMonths: example.cycleMonths }),
  };
}

/** "energy.critical-peak": the quantity and its period. */
function placeOf(name: string): { readonly quantity: string; readonly period?: string } {
  const point = name.indexOf(".");
  return point < 0 ? { quantity: name } : { quantity: name.slice(0, point), period: name.slice(point + 1) };
}
