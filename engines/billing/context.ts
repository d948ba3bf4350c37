import { matchesCode } from "#schema/blueprint/tariff/schema.ts";
import { dayOfMonthOf, monthsLater, packedDate } from "../kernel/civil.ts";
import { Decimal } from "../kernel/decimal.ts";
import type { Words } from "../kernel/errors.ts";
import { Fraction } from "../kernel/fraction.ts";
import { isoDay, type LocalDay } from "../kernel/zone.ts";
import { valueOn } from "./dated.ts";
import { fail } from "./errors.ts";
import { type Derivation, KnownLine, type RatedLine } from "./line.ts";
import { measure } from "./measure.ts";
import { type MeasuredDemand, measureDemand } from "./measure-demand.ts";
import type { Measured, Segment } from "./measured.ts";
import { dayInYear, monthNumber, monthsOnGrid, wholeMonths } from "./months.ts";
import type { AgreementTerms, DatedNumber, Opening, PastPeak, RateInput } from "./ports.ts";
import type { CompiledCommon, TariffProgram } from "./program.ts";
import { derive } from "./quantities.ts";
import { applyRules, edgesOf } from "./quantity-rules.ts";
import type { CompiledSchedule } from "./schedule.ts";
import { inSeason } from "./schedule.ts";

/** An answer to what was measured; few enough in a bill that a list is quicker than maps. */
interface Asked {
  readonly quantity: string;
  readonly schedule: CompiledSchedule | undefined;
  readonly measured: Measured | undefined;
}

/** What the charges of one bill share while it is rated. */
export class RatingContext {
  readonly program: TariffProgram;
  readonly input: RateInput;
  readonly agreement: AgreementTerms;
  readonly opening: Opening;
  readonly segments: readonly Segment[];
  readonly lines: RatedLine[] = [];
  /** The sum of the lines, each as it counts. */
  sum = Fraction.ZERO;
  readonly closingUse: Record<string, { window: string; quantity: Decimal }> = {};
  readonly closingBank: Record<string, { month: number; quantity: Decimal }[]> = {};
  readonly closingAmounts: Record<string, { window: string; amount: Decimal }> = {};
  readonly peaks: PastPeak[] = [];
  readonly includedTaxes: { code: string; label: RatedLine["label"]; amount: Decimal }[] = [];
  readonly #measured: Asked[] = [];
  #months: Fraction | undefined;
  #anchor: LocalDay | undefined;
  #demand: MeasuredDemand | undefined;

  constructor(program: TariffProgram, input: RateInput) {
    this.program = program;
    this.input = input;
    this.agreement = input.agreement ?? {};
    this.opening = input.opening ?? {};
    this.segments = segmentsOf(program, input);
  }

  get days(): number {
    return this.input.to - this.input.from;
  }

  /** Months that count for limits: the cycle's, a whole number within the tolerance, or days as shares of months. */
  get months(): Fraction {
    if (this.#months === undefined) {
      const { from, to, cycleMonths } = this.input;
      const whole = cycleMonths ?? wholeMonths(from, to, this.program.periodToleranceDays);
      this.#months =
        whole === undefined ? monthsOnGrid(this.anchor, from, to) : Fraction.of(Decimal.of(whole));
    }
    return this.#months;
  }

  /** Where the months begin that days are shares of. */
  get anchor(): LocalDay {
    if (this.#anchor === undefined) {
      const { from, to, cycleStart } = this.input;
      const isWhole = monthsLater(from, Math.round((to - from) / 30.44)) === to;
      this.#anchor = cycleStart ?? (isWhole ? from : from - dayOfMonthOf(packedDate(from)) + 1);
    }
    return this.#anchor;
  }

  /** Which segments a charge applies to: one flag each. Undefined: all of them. */
  activeSegments(charge: CompiledCommon): readonly boolean[] | undefined {
    if (charge.alwaysActive) return undefined;
    const used = this.#used(charge);
    if (used === undefined) return this.segments.map(() => false);
    return this.segments.map(({ from, to }) => {
      if (from < charge.from || to > charge.until) return false;
      if (charge.seasons !== undefined) {
        const fits = charge.seasons.some((dated) => {
          const season = valueOn(dated, from);
          return season !== undefined && inSeason(season, from);
        });
        if (!fits) return false;
      }
      if (charge.when === undefined) return true;
      return charge.when.evaluate({ agreement: this.#stated(from), ...used }) === true;
    });
  }

  /** What a condition may name: the agreement's attributes, and its numbers as of the day (for comparisons only). */
  #stated(day: LocalDay): Record<string, unknown> {
    const { attributes, numbers } = this.agreement;
    const stated: Record<string, unknown> = {};
    for (const name in numbers) {
      const value = this.tryNumber(name, day);
      if (value !== undefined) stated[name] = value.toApproximateNumber();
    }
    return Object.assign(stated, attributes);
  }

  /** The use that a charge's condition asks for (for comparisons only); undefined where an optional charge lacks it. */
  #used({ uses, optional, code }: CompiledCommon) {
    const use: Record<string, number> = {};
    const monthlyUse: Record<string, number> = {};
    for (const quantity of uses) {
      if (optional && this.tryMeasured(quantity, undefined) === undefined) return undefined;
      const { total } = this.measured(quantity, undefined, code);
      use[quantity] = approximate(total);
      monthlyUse[quantity] = approximate(total.dividedBy(this.months));
    }
    return { use, monthlyUse };
  }

  /** The usage of a quantity (measured or derived) by segment and period; throws USAGE_MISSING. */
  measured(quantity: string, schedule: CompiledSchedule | undefined, code: string): Measured {
    const found = this.tryMeasured(quantity, schedule);
    if (found === undefined) throw fail("USAGE_MISSING", { quantity, code });
    return found;
  }

  tryMeasured(quantity: string, schedule: CompiledSchedule | undefined): Measured | undefined {
    for (const asked of this.#measured) {
      if (asked.quantity === quantity && asked.schedule === schedule) return asked.measured;
    }
    const derived = this.program.quantities.get(quantity);
    const found =
      derived === undefined
        ? this.#withRules(measure(quantity, schedule, this.input, this.segments))
        : derive(derived, schedule, this);
    this.#measured.push({ quantity, schedule, measured: found });
    return found;
  }

  /** All quantities that were asked for, with their readings. */
  *measuredQuantities(): Generator<Measured> {
    for (const { measured } of this.#measured) if (measured !== undefined) yield measured;
  }

  /** A dated number of the agreement on a day; throws AGREEMENT_LACKS. */
  number(name: string, day: LocalDay, code: string): Decimal {
    const found = this.tryNumber(name, day);
    if (found === undefined) throw fail("AGREEMENT_LACKS", { name, day: isoDay(day), code });
    return found;
  }

  tryNumber(name: string, day: LocalDay): Decimal | undefined {
    return numberOn(this.agreement.numbers?.[name], day);
  }

  /** Adds a line, to be rounded as its charge says. */
  add(
    charge: CompiledCommon,
    line: {
      /** Left out: the charge's own code. */
      readonly code?: string | undefined;
      /** Left out: the charge's own label. */
      readonly label?: Words | undefined;
      readonly quantity: Fraction | null;
      readonly unit: string | null;
      readonly price: Decimal | null;
      readonly derivation: Omit<Derivation, "exact" | "rounding">;
    },
    exact: Fraction,
  ): void {
    this.push(
      new KnownLine({
        code: line.code ?? charge.code,
        label: line.label ?? charge.label,
        group: charge.group,
        quantity: line.quantity,
        unit: line.unit,
        price: line.price,
        derivation: { ...line.derivation, exact, rounding: charge.rounding },
      }),
    );
  }

  push(line: RatedLine): void {
    this.lines.push(line);
    this.sum = this.sum.plus(line.counted);
  }

  /** Adds lines whose sum is known, each as it counts. */
  pushAll(lines: readonly RatedLine[], sum: Fraction): void {
    this.lines.push(...lines);
    this.sum = this.sum.plus(sum);
  }

  /** The sum of the lines whose codes a base names, of charges before the asking one. */
  sumOf(bases: readonly string[]): Fraction {
    let total = Fraction.ZERO;
    for (const line of this.lines) {
      if (bases.some((base) => matchesCode(line.code, base))) total = total.plus(line.counted);
    }
    return total;
  }

  /** Applies what the agreement says of the quantity. */
  #withRules(measured: Measured | undefined): Measured | undefined {
    const { quantityRules } = this.agreement;
    if (measured === undefined || quantityRules === undefined) return measured;
    const { from, to } = this.input;
    return applyRules(measured, quantityRules, { from, to, segments: this.segments, months: this.months });
  }

  /** What this bill leaves to the next. Nothing is copied where this bill changed nothing. */
  get closing(): Opening {
    const { opening } = this;
    const use = isEmpty(this.closingUse) ? opening.use : { ...opening.use, ...this.closingUse };
    const bank = isEmpty(this.closingBank) ? opening.bank : { ...opening.bank, ...this.closingBank };
    const amounts = isEmpty(this.closingAmounts)
      ? opening.amounts
      : { ...opening.amounts, ...this.closingAmounts };
    // Three years of peaks cover the longest look-back.
    const month = this.peaks.length === 0 ? 0 : this.monthOfBill();
    const peaks =
      this.peaks.length === 0
        ? opening.peaks
        : [...(opening.peaks ?? []).filter((peak) => month - peak.month < 37), ...this.peaks];
    return {
      ...(use === undefined ? {} : { use }),
      ...(peaks === undefined ? {} : { peaks }),
      ...(bank === undefined ? {} : { bank }),
      ...(amounts === undefined ? {} : { amounts }),
    };
  }

  /** The month that a bill belongs to: the one in which it begins. */
  monthOfBill(): number {
    return monthNumber(this.input.from);
  }

  /** The highest demand of the bill, for limits by kW; throws USAGE_MISSING. */
  billingDemand(code: string): Fraction {
    this.#demand ??= measureDemand("demand", undefined, undefined, this.input)?.[0];
    if (this.#demand === undefined) throw fail("USAGE_MISSING", { quantity: "demand", code });
    return this.#demand.value;
  }
}

/** To twelve places first, so that a third of 600 is 200 and not a hair beside it. */
function approximate(value: Fraction): number {
  return value.toDecimal(12).toApproximateNumber();
}

function isEmpty(record: object): boolean {
  for (const _ in record) return false;
  return true;
}

export function numberOn(entries: readonly DatedNumber[] | undefined, day: LocalDay): Decimal | undefined {
  if (entries === undefined) return undefined;
  for (let at = entries.length - 1; at >= 0; at--) {
    const entry = entries[at] as DatedNumber;
    if (entry.from <= day) return entry.value;
  }
  return undefined;
}

/** Cuts the bill's period where a price, a season, a window, a number or a quantity rule of the agreement changes. */
function segmentsOf(program: TariffProgram, input: RateInput): Segment[] {
  const { from, to } = input;
  if (to <= from) throw fail("PERIOD_EMPTY", { from: isoDay(from), to: isoDay(to) });
  let cuts: LocalDay[] | undefined;
  const cut = (day: LocalDay) => {
    if (day > from && day < to) {
      cuts ??= [];
      if (!cuts.includes(day)) cuts.push(day);
    }
  };
  for (const day of program.changeDays) cut(day);
  if (program.yearlyEdges.length > 0) {
    const first = Math.floor(monthNumber(from) / 12);
    const last = Math.floor(monthNumber(to) / 12);
    for (let year = first; year <= last; year++) {
      for (const { month, day } of program.yearlyEdges) cut(dayInYear(year, month, day));
    }
  }
  const numbers = input.agreement?.numbers;
  if (numbers !== undefined) {
    for (const name in numbers) for (const entry of numbers[name] ?? []) cut(entry.from);
  }
  const rules = input.agreement?.quantityRules;
  if (rules !== undefined) for (const day of edgesOf(rules)) cut(day);
  if (cuts === undefined) return [{ from, to }];
  const edges = [from, ...cuts.sort((a, b) => a - b), to];
  return edges.slice(1).map((end, at) => ({ from: edges[at] as LocalDay, to: end }));
}
