import { monthsLater } from "../kernel/civil.ts";
import { Decimal } from "../kernel/decimal.ts";
import { type LocalDay, parseDay, zoneOf } from "../kernel/zone.ts";
import { dayInYear, monthNumber } from "./months.ts";
import type { AgreementTerms, DatedNumber, IntervalUsage, RateInput } from "./ports.ts";
import type { CompiledCharge, TariffProgram } from "./program.ts";

// Made-up use on which the invariants of a tariff are tried: intervals, since they fit every schedule at once.

/** The first month in which every dated price of the tariff is in force. */
export function probeMonth(program: TariffProgram): LocalDay {
  const last = program.changeDays.at(-1);
  if (last === undefined) return parseDay("2026-01-01") as LocalDay;
  const month = monthNumber(last) + 1;
  return dayInYear(Math.floor(month / 12), (month % 12) + 1, 1);
}

/** The same tariff with every condition met: what can be charged is tried. */
export function unconditional(program: TariffProgram): TariffProgram {
  return { ...program, charges: program.charges.map((charge) => ({ ...charge, when: undefined })) };
}

export interface ProbeOptions {
  readonly from: LocalDay;
  /** Use of each quantity in the month, about. */
  readonly use: number;
  readonly persons: number;
  /** A day on which the period is cut though nothing changes. */
  readonly cutAt?: LocalDay;
}

/** A month of made-up use with everything that the tariff's charges may ask for. */
export function probeInput(program: TariffProgram, options: ProbeOptions): RateInput {
  const { from } = options;
  const to = monthsLater(from, 1);
  const minutes = intervalOf(program, from, to);
  const quantities = [...baseQuantities(program)];
  return {
    from,
    to,
    usage: {
      intervals: quantities.map((quantity, at) => rowsOf(quantity, from, to, minutes, options.use, at + 1)),
    },
    agreement: agreementFor(program, options),
    series: Object.fromEntries(seriesOf(program).map((name) => [name, seriesRows(from, to, minutes)])),
    systemPeaks: Object.fromEntries(
      peaksOf(program).map((name) => [name, [{ day: from + 9, minute: 18 * 60 }]]),
    ),
  };
}

/** The longest interval that lies in one period everywhere. */
function intervalOf(program: TariffProgram, from: LocalDay, to: LocalDay): number {
  const schedules = program.charges.flatMap((charge) =>
    (charge.type === "energy" || charge.type === "demand") && charge.schedule !== undefined
      ? [charge.schedule]
      : [],
  );
  const netting = [...program.quantities.values()].flatMap(({ nettingMinutes }) => nettingMinutes ?? []);
  for (const minutes of [60, 30, 15, 10, 5]) {
    if (netting.some((step) => step < minutes)) continue;
    try {
      for (const schedule of schedules)
        for (let day = from; day < to; day++) schedule.planOf(day).runs(minutes);
      return minutes;
    } catch {
      // An interval lies in two periods: a shorter one is tried.
    }
  }
  return 1;
}

/** What was measured, for every charge: derived quantities are followed down to what they are made of. */
function baseQuantities(program: TariffProgram): Set<string> {
  const found = new Set<string>();
  const add = (name: string) => {
    const derived = program.quantities.get(name);
    if (derived === undefined || found.has(name)) found.add(name);
    else {
      add(derived.of);
      if (derived.minus !== undefined) add(derived.minus);
    }
  };
  for (const charge of program.charges) {
    if (charge.type === "energy") add(charge.quantity);
    if (charge.type === "demand") add(charge.quantity === "demand" ? "energy" : charge.quantity);
    if (charge.type === "power-factor") {
      add(charge.active);
      add(charge.reactive);
    }
    if (charge.type === "points" && charge.earn.kind === "use") add(charge.earn.quantity);
    if ("loadDiscount" in charge && charge.loadDiscount !== undefined) add("energy");
  }
  return found;
}

function rowsOf(
  quantity: string,
  from: LocalDay,
  to: LocalDay,
  minutes: number,
  use: number,
  salt: number,
): IntervalUsage {
  const count = 1440 / minutes;
  // Reactive use is a third of the active, what is fed in a tenth: so a bill looks like one.
  const share = quantity === "reactive" ? 0.3 : quantity === "export" ? 0.1 : 1;
  const mean = (use * share * 1000) / ((to - from) * count);
  const days = Array.from({ length: to - from }, (_, at) => ({
    day: from + at,
    values: Array.from({ length: count }, (_, slot) =>
      Math.round(mean * (0.5 + ((at * 31 + slot * 17 * salt) % 101) / 100)),
    ),
  }));
  return { quantity, zone: zoneOf("UTC"), intervalMinutes: minutes, exponent: 3, kind: "amount", days };
}

function seriesRows(from: LocalDay, to: LocalDay, minutes: number) {
  const values = Array.from({ length: 1440 / minutes }, (_, slot) => 300 + (slot % 24) * 10);
  return {
    intervalMinutes: minutes,
    exponent: 3,
    days: Array.from({ length: to - from }, (_, at) => ({ day: from + at, values })),
  };
}

function seriesOf(program: TariffProgram): string[] {
  return program.charges.flatMap((charge) =>
    charge.type === "energy"
      ? charge.prices.flatMap((price) => (price.kind === "series" ? [price.series] : []))
      : [],
  );
}

function peaksOf(program: TariffProgram): string[] {
  return program.charges.flatMap((charge) =>
    charge.type === "demand" && charge.coincident !== undefined ? [charge.coincident.peaks] : [],
  );
}

function agreementFor(program: TariffProgram, { persons, cutAt }: ProbeOptions): AgreementTerms {
  const names = new Set<string>(["capacity", "contractDemand"]);
  for (const charge of program.charges) for (const name of basisOf(charge)) names.add(name);
  for (const { times } of program.quantities.values()) {
    for (const factor of times) if ("factor" in factor) names.add(factor.factor);
  }
  const numbers: Record<string, readonly DatedNumber[]> = Object.fromEntries(
    [...names].map((name) => [name, [{ from: BEGINNING, value: Decimal.of(100) }]]),
  );
  numbers.persons = [{ from: BEGINNING, value: Decimal.of(persons) }];
  if (cutAt !== undefined) {
    numbers.probe = [
      { from: BEGINNING, value: Decimal.ONE },
      { from: cutAt, value: Decimal.ONE },
    ];
  }
  return { numbers, powerFactorStandard: Decimal.parse("0.90") };
}

const BEGINNING = Number.NEGATIVE_INFINITY;

function basisOf(charge: CompiledCharge): string[] {
  return "basis" in charge && charge.basis !== undefined ? [charge.basis] : [];
}
