import { Decimal } from "../kernel/decimal.ts";
import type { AmountUsage, DayValues, IntervalUsage, RegisterUsage, Usage } from "./ports.ts";

/** A change of behaviour: a share of the use in one part of the day is moved to another part of the same day. */
export interface Shift {
  /** 0 … 100. */
  readonly percent: number;
  /** Hours of the local day, [from, to): where use is taken from, and where it goes. */
  readonly fromHours: readonly [number, number];
  readonly toHours: readonly [number, number];
  /** For registers: the period that is taken from, and the one that it goes to. */
  readonly periods: { readonly from: string; readonly to: string } | undefined;
}

/** The same use in total, day by day, at other times. Export and reactive use stay as they are. */
export function shiftUsage(usage: Usage, shift: Shift): Usage {
  if (shift.percent <= 0) return usage;
  return {
    ...usage,
    ...(usage.intervals && { intervals: usage.intervals.map((each) => shiftIntervals(each, shift)) }),
    ...(usage.registers && shift.periods && shiftRegisters(usage, usage.registers, shift, shift.periods)),
  };
}

function shiftIntervals(usage: IntervalUsage, shift: Shift): IntervalUsage {
  if (usage.quantity !== "energy" || usage.intervalMinutes > 60) return usage;
  const perHour = 60 / usage.intervalMinutes;
  const slotsOf = ([from, to]: readonly [number, number]) => [from * perHour, to * perHour] as const;
  const [from, to] = [slotsOf(shift.fromHours), slotsOf(shift.toHours)];
  return { ...usage, days: usage.days.map((row) => shiftDay(row, from, to, shift.percent)) };
}

/** Whole units move, so that a day's sum stays exactly as it was. */
function shiftDay(
  { day, values }: DayValues,
  from: readonly [number, number],
  to: readonly [number, number],
  percent: number,
): DayValues {
  const before = Array.from(values as ArrayLike<number | bigint | null>);
  const moved = before.map((value) => BigInt(value ?? 0));
  const missing = before.map((value) => value === null);
  const slots: number[] = [];
  for (let at = to[0]; at < to[1]; at++) if (at < moved.length && missing[at] === false) slots.push(at);
  if (slots.length === 0) return { day, values };
  let taken = 0n;
  const share = BigInt(Math.round(percent * 100));
  for (let at = from[0]; at < Math.min(from[1], moved.length); at++) {
    const part = ((moved[at] as bigint) * share) / 10_000n;
    moved[at] = (moved[at] as bigint) - part;
    taken += part;
  }
  const each = taken / BigInt(slots.length);
  let rest = taken - each * BigInt(slots.length);
  for (const slot of slots) {
    moved[slot] = (moved[slot] as bigint) + each + (rest > 0n ? 1n : 0n);
    if (rest > 0n) rest -= 1n;
  }
  const wide = typeof values[0] === "bigint";
  const back = (value: bigint, at: number) => (missing[at] === true ? null : wide ? value : Number(value));
  return { day, values: moved.map(back) as unknown as DayValues["values"] };
}

/** Two period registers: what one loses the other gains, read by read. */
function shiftRegisters(
  usage: Usage,
  registers: readonly RegisterUsage[],
  { percent }: Shift,
  periods: { readonly from: string; readonly to: string },
): { amounts: readonly AmountUsage[]; registers: readonly RegisterUsage[] } {
  const source = registers.filter(({ quantity, period }) => quantity === "energy" && period === periods.from);
  const amounts = source.flatMap((register): AmountUsage[] => {
    const [first, last] = [register.reads[0], register.reads.at(-1)];
    if (first === undefined || last === undefined) return [];
    const used = last.index.minus(first.index).times(register.multiplier ?? Decimal.ONE);
    const part = used.times(Decimal.fromUnits(Math.round(percent * 100), 4));
    const span = { quantity: "energy", from: first.day, to: last.day };
    return [
      { ...span, period: periods.from, amount: part.negated() },
      { ...span, period: periods.to, amount: part },
    ];
  });
  return { registers, amounts: [...(usage.amounts ?? []), ...amounts] };
}
