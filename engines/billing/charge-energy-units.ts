import { Decimal } from "../kernel/decimal.ts";
import type { Words } from "../kernel/errors.ts";
import { Fraction } from "../kernel/fraction.ts";
import type { RatingContext } from "./context.ts";
import { openingUse, priceOn, shareOf } from "./energy-steps.ts";
import { accumulates, limitsOf, windowsOf } from "./limits.ts";
import { type Derivation, RatedLine } from "./line.ts";
import type { Measured, Segment, WholeUnits } from "./measured.ts";
import type { CompiledPrice, CompiledTiers, EnergyCharge } from "./program.ts";

// The quick way of rating energy: a bill that nothing cuts, its quantities and limits whole in units of one scale. All
// of it is reckoned in safe integers; where one of them would not be safe, the way by fractions takes over. Both are exact.

/**
 * Rates the charge if it can be rated in whole units. False: nothing was done.
 * The caller has made sure that the charge applies on some day; a bill of one segment then lies in it wholly.
 */
export function rateInUnits(charge: EnergyCharge, measured: Measured, context: RatingContext): boolean {
  if (context.segments.length !== 1) return false;
  const { tiers } = charge;
  if (tiers === undefined ? !charge.allDated : !(tiers.by === "total" && tiers.sameLimits)) return false;
  const units = measured.units ?? unitsOf(measured.parts[0] as readonly Fraction[]);
  if (units === undefined) return false;
  let use = 0;
  for (const part of units.cells) use += part;
  if (!Number.isSafeInteger(use)) return false;
  return tiers === undefined
    ? rateFlat(charge, measured, units, context)
    : rateSteps(charge, tiers, measured, units, use, context);
}

/** Fractions as integers of the finest scale among them, where they are whole decimals. */
function unitsOf(row: readonly Fraction[]): WholeUnits | undefined {
  let scale = 0;
  for (const part of row) {
    if (!part.isWhole) return undefined;
    if (part.numerator.scale > scale) scale = part.numerator.scale;
  }
  const cells: number[] = [];
  for (const part of row) {
    const units = part.numerator.safeUnitsAt(scale);
    if (units === undefined) return undefined;
    cells.push(units);
  }
  return { scale, cells };
}

function rateFlat(
  charge: EnergyCharge,
  measured: Measured,
  units: WholeUnits,
  context: RatingContext,
): boolean {
  const { from } = context.input;
  // Not shared out over steps: each part stands for itself.
  const fill = new Fill(charge, measured, context.segments[0] as Segment, units.scale, 1, undefined);
  const lines: UnitLine[] = [];
  for (let column = 0; column < units.cells.length; column++) {
    const part = units.cells[column] as number;
    const price = priceOn(charge, charge.prices[column] as CompiledPrice, from);
    if (part !== 0 && !price.isZero) lines.push(new UnitLine(fill, column, 0, part, 1, price));
  }
  add(lines, fill, context);
  return true;
}

function rateSteps(
  charge: EnergyCharge,
  tiers: CompiledTiers,
  measured: Measured,
  { scale, cells }: WholeUnits,
  use: number,
  context: RatingContext,
): boolean {
  const [window] = windowsOf(tiers, undefined, context);
  if (window === undefined) return false;
  const limits = limitsOf(charge, tiers, 0, window, context);
  const opening = accumulates(tiers) ? openingUse(charge.quantity, window, context) : Fraction.ZERO;
  const start = wholeAt(opening, scale);
  if (start === undefined || !Number.isSafeInteger(start + use)) return false;
  const upper: number[] = [];
  for (const limit of limits) {
    const units = wholeAt(limit, scale);
    if (units === undefined) return false;
    upper.push(units);
  }
  const { from } = context.input;
  const steps = { limits, opening, window: window.label };
  const fill = new Fill(charge, measured, context.segments[0] as Segment, scale, use, steps);
  const lines: UnitLine[] = [];
  const end = start + use;
  for (let step = 0; step <= upper.length; step++) {
    const inStep = within(end, upper, step) - within(start, upper, step);
    if (inStep === 0) continue;
    for (let column = 0; column < cells.length; column++) {
      const part = cells[column] as number;
      if (part === 0) continue;
      const price = priceOn(charge, tiers.steps[column]?.[step]?.price as CompiledPrice, from);
      if (!price.isZero) lines.push(new UnitLine(fill, column, step + 1, part, inStep, price));
    }
  }
  add(lines, fill, context);
  if (accumulates(tiers)) {
    const quantity = opening.plus(measured.total).toDecimal(12);
    context.closingUse[charge.quantity] = { window: window.label, quantity };
  }
  return true;
}

function wholeAt(value: Fraction, scale: number): number | undefined {
  return value.isWhole ? value.numerator.safeUnitsAt(scale) : undefined;
}

/** The part of [0, value] in a step; below the first step everything belongs to it (as `fillSteps`). */
function within(value: number, upper: readonly number[], step: number): number {
  const top = step < upper.length ? Math.min(value, upper[step] as number) : value;
  return step === 0 ? top : Math.max(0, top - (upper[step - 1] as number));
}

/** What the lines of one charge share. */
class Fill {
  readonly charge: EnergyCharge;
  readonly measured: Measured;
  readonly period: Segment;
  readonly scale: number;
  /** The use of all periods together, which the parts are shares of. */
  readonly use: number;
  readonly steps:
    | { readonly limits: readonly Fraction[]; readonly opening: Fraction; readonly window: string }
    | undefined;

  constructor(
    charge: EnergyCharge,
    measured: Measured,
    period: Segment,
    scale: number,
    use: number,
    steps: Fill["steps"],
  ) {
    this.charge = charge;
    this.measured = measured;
    this.period = period;
    this.scale = scale;
    this.use = use;
    this.steps = steps;
  }

  stepOf(number: number): Derivation["step"] {
    if (this.steps === undefined || this.steps.limits.length === 0) return undefined;
    const { limits, opening, window } = this.steps;
    return { number, above: limits[number - 2], upTo: limits[number - 1], opening, window };
  }
}

/** A line of whole units: `part` × `inStep` ÷ the use of all periods. */
class UnitLine extends RatedLine {
  readonly price: Decimal;
  readonly part: number;
  readonly inStep: number;
  readonly #fill: Fill;
  readonly #column: number;
  readonly #step: number;

  constructor(fill: Fill, column: number, step: number, part: number, inStep: number, price: Decimal) {
    super(fill.charge.rounding);
    this.price = price;
    this.part = part;
    this.inStep = inStep;
    this.#fill = fill;
    this.#column = column;
    this.#step = fill.steps === undefined || fill.steps.limits.length === 0 ? 0 : step;
  }

  get code(): string {
    const { charge } = this.#fill;
    return charge.codes[this.#column]?.[this.#step] ?? charge.code;
  }

  get label(): Words {
    const { charge } = this.#fill;
    return charge.labels[this.#column]?.[this.#step] ?? charge.label;
  }

  get group(): string | undefined {
    return this.#fill.charge.group;
  }

  get unit(): string {
    return this.#fill.charge.unit;
  }

  get openQuantity(): Fraction {
    const { scale, use } = this.#fill;
    if (this.inStep === use) return fractionOf(this.part, scale);
    return shareOf(fractionOf(this.part, scale), fractionOf(this.inStep, scale), fractionOf(use, scale));
  }

  get exact(): Fraction {
    return this.openQuantity.timesDecimal(this.price);
  }

  get derivation(): Derivation {
    const { measured, period } = this.#fill;
    const { openQuantity: quantity, price, rounding } = this;
    const named = measured.periods[this.#column] as string;
    return {
      rule: "energy",
      parts: [{ from: period.from, to: period.to, quantity, price }],
      quantity: measured.quantity,
      period: named === "" ? undefined : named,
      step: this.#fill.stepOf(this.#step),
      exact: quantity.timesDecimal(price),
      rounding,
    };
  }
}

function fractionOf(units: number, scale: number): Fraction {
  return Fraction.of(Decimal.fromUnits(units, scale));
}

/** Puts the lines on the bill; unrounded ones are summed in whole units, rounded ones one by one. */
function add(lines: readonly UnitLine[], fill: Fill, context: RatingContext): void {
  const sum = fill.charge.rounding === "none" ? sumOf(lines, fill) : undefined;
  if (sum === undefined) for (const line of lines) context.push(line);
  else context.pushAll(lines, sum);
}

/** Σ part × inStep × price ÷ use; undefined where that leaves the safe integers. */
function sumOf(lines: readonly UnitLine[], { scale, use }: Fill): Fraction | undefined {
  let places = 0;
  for (const { price } of lines) if (price.scale > places) places = price.scale;
  // Where one step holds all of the use, nothing is shared.
  const shared = lines.some(({ inStep }) => inStep !== use);
  let sum = 0;
  for (const { part, inStep, price } of lines) {
    const product = (shared ? part * inStep : part) * (price.safeUnitsAt(places) ?? Number.NaN);
    sum += product;
    if (!Number.isSafeInteger(product) || !Number.isSafeInteger(sum)) return undefined;
  }
  if (!shared) return fractionOf(sum, scale + places);
  // Prices that differ from step to step by the same in all periods leave nothing to divide.
  const quotient = Math.round(sum / use);
  if (quotient * use === sum) return fractionOf(quotient, scale + places);
  return Fraction.ratio(Decimal.fromUnits(sum, scale + places), Decimal.of(use));
}
