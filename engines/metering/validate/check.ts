import { Decimal } from "../../kernel/decimal.ts";
import { type DayValues, valueAt } from "../days/day-row.ts";
import { QUALITY } from "../quality.ts";
import type { CheckAction, EstimationProgram, Severity } from "./program.ts";

/** The checks of interval days, by the name under which their findings are kept. */
export const DAY_CHECKS = ["gap", "negative", "spike"] as const;
export type DayCheck = (typeof DAY_CHECKS)[number];

/** What a check found in the slots [fromSlot, toSlot) of a day and what was done about it. */
export interface Finding {
  readonly check: DayCheck;
  readonly severity: Severity;
  readonly fromSlot: number;
  readonly toSlot: number;
  readonly action: "flagged" | "estimated" | "left";
  /** The numbers behind it, as decimal texts: the limit that was passed, the values between which was interpolated. */
  readonly detail: Readonly<Record<string, string>>;
}

/** A value that failed a check of its own day. */
export interface Failure {
  readonly check: Exclude<DayCheck, "gap">;
  readonly slot: number;
  readonly severity: Severity;
  readonly action: CheckAction;
  readonly detail: Readonly<Record<string, string>>;
}

/** Values that staff has set or that nobody has sent are not checked. */
const UNCHECKED: ReadonlySet<number> = new Set([QUALITY.missing, QUALITY.edited, QUALITY.withdrawn]);

/**
 * M15, M16: the checks that need one day only. They look at the day as the sources state it, so what they find does
 * not depend on any other day.
 */
export function checkDay(program: EstimationProgram, row: DayValues): Failure[] {
  return [...negatives(program, row), ...spikes(program, row)];
}

function negatives(program: EstimationProgram, row: DayValues): Failure[] {
  const rule = program.negative;
  if (rule === undefined) return [];
  const failures: Failure[] = [];
  for (let slot = 0; slot < row.values.length; slot += 1) {
    const digits = row.values[slot];
    if (digits === null || digits === undefined || digits >= 0n || UNCHECKED.has(row.quality[slot]!))
      continue;
    const detail = { value: valueAt(row, slot)!.toString() };
    failures.push({ check: "negative", slot, severity: rule.severity, action: rule.action, detail });
  }
  return failures;
}

/**
 * M16: spike check of the Uniform Business Practices (EEI, vol. 2): the highest value of the day against the third
 * highest. A day with fewer than three values says nothing.
 */
function spikes(program: EstimationProgram, row: DayValues): Failure[] {
  const rule = program.spike;
  if (rule === undefined) return [];
  const third = thirdHighest(row);
  if (third === undefined) return [];
  const limit = third.times(rule.limitFactor).max(rule.floor);
  // The limit in the digits of the row, rounded down: an integer is above it exactly when it is above the limit.
  const limitDigits = limit.round(-row.exponent, "down").unitsAt(-row.exponent);
  const failures: Failure[] = [];
  for (let slot = 0; slot < row.values.length; slot += 1) {
    const digits = row.values[slot];
    if (digits === null || digits === undefined || digits <= limitDigits || UNCHECKED.has(row.quality[slot]!))
      continue;
    const detail = { value: valueAt(row, slot)!.toString(), limit: limit.stripped().toString() };
    failures.push({ check: "spike", slot, severity: rule.severity, action: rule.action, detail });
  }
  return failures;
}

function thirdHighest(row: DayValues): Decimal | undefined {
  let [first, second, third] = [-1n, -1n, -1n];
  for (const digits of row.values) {
    if (digits === null || digits <= third) continue;
    if (digits > first) [first, second, third] = [digits, first, second];
    else if (digits > second) [second, third] = [digits, second];
    else third = digits;
  }
  return third < 0n ? undefined : Decimal.fromUnits(third, -row.exponent);
}
