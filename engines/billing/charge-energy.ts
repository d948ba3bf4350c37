import type { Decimal } from "../kernel/decimal.ts";
import { Fraction } from "../kernel/fraction.ts";
import { rateInUnits } from "./charge-energy-units.ts";
import { rateSeries } from "./charge-series.ts";
import type { RatingContext } from "./context.ts";
import { openingUse, priceOn, shareOf } from "./energy-steps.ts";
import { accumulates, limitsOf, type TierWindow, windowsOf } from "./limits.ts";
import type { Derivation, DerivationPart } from "./line.ts";
import type { Measured, Segment } from "./measured.ts";
import type { CompiledPrice, CompiledTiers, EnergyCharge } from "./program.ts";
import { fillSteps } from "./tiers.ts";

/** Parts of equal code and price make one line, so that a bill cut into pieces rounds like the whole. */
interface PendingLine {
  /** Number of the period. */
  readonly column: number;
  readonly step: Derivation["step"];
  readonly price: Decimal;
  quantity: Fraction;
  readonly parts: DerivationPart[];
}

/** Quantity × price, by period and step. */
export function rateEnergy(charge: EnergyCharge, context: RatingContext): void {
  const active = context.activeSegments(charge);
  if (active !== undefined && !active.includes(true)) return;
  if (charge.optional && context.tryMeasured(charge.quantity, charge.schedule) === undefined) return;
  const measured = context.measured(charge.quantity, charge.schedule, charge.code);
  if (rateInUnits(charge, measured, context)) return;
  if (charge.tiers !== undefined) {
    rateTiers(charge, charge.tiers, measured, active, context);
    return;
  }
  if (!charge.allDated) {
    rateSeries(charge, measured, active, context);
    return;
  }
  const pending: PendingLine[] = [];
  context.segments.forEach((segment, at) => {
    if (active !== undefined && active[at] !== true) return;
    measured.parts[at]?.forEach((quantity, column) => {
      const price = priceOn(charge, charge.prices[column] as CompiledPrice, segment.from);
      collect(pending, column, undefined, price, quantity, segment);
    });
  });
  flush(charge, pending, measured, context);
}

function rateTiers(
  charge: EnergyCharge,
  tiers: CompiledTiers,
  measured: Measured,
  active: readonly boolean[] | undefined,
  context: RatingContext,
): void {
  const pending: PendingLine[] = [];
  for (const window of windowsOf(tiers, active, context)) {
    const isWhole = window.segments.length === context.segments.length;
    const together = isWhole ? measured.total : windowUse(measured, window, undefined);
    if (tiers.by === "total" && tiers.sameLimits) {
      fillWindow(charge, tiers, measured, window, charge.columns, together, context, pending);
      continue;
    }
    // Each period has its own steps; what fills them is its own use, or everybody's.
    measured.periods.forEach((_, column) => {
      const use = tiers.by === "period" ? windowUse(measured, window, column) : together;
      fillWindow(charge, tiers, measured, window, [column], use, context, pending);
    });
  }
  flush(charge, pending, measured, context);
}

function windowUse(measured: Measured, window: TierWindow, column: number | undefined): Fraction {
  let use = Fraction.ZERO;
  for (const at of window.segments) {
    const row = measured.parts[at] as readonly Fraction[];
    if (column !== undefined) use = use.plus(row[column] as Fraction);
    else for (const part of row) use = use.plus(part);
  }
  return use;
}

/** Fills the steps with the use of a window and shares them out over its segments and the given periods. */
function fillWindow(
  charge: EnergyCharge,
  tiers: CompiledTiers,
  measured: Measured,
  window: TierWindow,
  columns: readonly number[],
  use: Fraction,
  context: RatingContext,
  pending: PendingLine[],
): void {
  const limits = limitsOf(charge, tiers, columns[0] as number, window, context);
  const key =
    tiers.by === "period" && measured.periods[0] !== ""
      ? `${charge.quantity}.${measured.periods[columns[0] as number]}`
      : charge.quantity;
  let start = accumulates(tiers) ? openingUse(key, window, context) : Fraction.ZERO;
  const opening = start;
  const chronological = tiers.order === "chronological" || use.isZero;
  const filledAll = chronological ? undefined : fillSteps(start, use, limits);
  const stepOf = (step: number) =>
    limits.length === 0
      ? undefined
      : { number: step + 1, above: limits[step - 1], upTo: limits[step], opening, window: window.label };
  for (const at of window.segments) {
    const segment = context.segments[at] as Segment;
    const row = measured.parts[at] as readonly Fraction[];
    let segmentUse = Fraction.ZERO;
    if (chronological) for (const part of row) segmentUse = segmentUse.plus(part);
    const filled = filledAll ?? fillSteps(start, segmentUse, limits);
    const whole = filledAll === undefined ? segmentUse : use;
    if (chronological) start = start.plus(segmentUse);
    for (let step = 0; step < filled.length; step++) {
      const inStep = filled[step] as Fraction;
      if (inStep.isZero) continue;
      const described = stepOf(step);
      for (const column of columns) {
        const part = row[column] as Fraction;
        if (part.isZero) continue;
        const price = priceOn(charge, tiers.steps[column]?.[step]?.price as CompiledPrice, segment.from);
        collect(pending, column, described, price, shareOf(part, inStep, whole), segment);
      }
    }
  }
  if (accumulates(tiers)) {
    context.closingUse[key] = { window: window.label, quantity: opening.plus(use).toDecimal(12) };
  }
}

function collect(
  pending: PendingLine[],
  column: number,
  step: Derivation["step"],
  price: Decimal,
  quantity: Fraction,
  segment: Segment,
): void {
  if (quantity.isZero || price.isZero) return;
  const part = { from: segment.from, to: segment.to, quantity, price };
  for (const line of pending) {
    if (
      line.column === column &&
      line.step?.number === step?.number &&
      line.step?.window === step?.window &&
      line.price.equals(price)
    ) {
      line.quantity = line.quantity.plus(quantity);
      const last = line.parts[line.parts.length - 1];
      // Parts that only something else had cut stay one in the derivation.
      if (last?.to === segment.from) {
        line.parts[line.parts.length - 1] = {
          ...part,
          from: last.from,
          quantity: last.quantity.plus(quantity),
        };
      } else line.parts.push(part);
      return;
    }
  }
  pending.push({ column, step, price, quantity, parts: [part] });
}

function flush(
  charge: EnergyCharge,
  pending: readonly PendingLine[],
  measured: Measured,
  context: RatingContext,
): void {
  for (const { column, step, price, quantity, parts } of pending) {
    const period = measured.periods[column] as string;
    const derivation = {
      rule: "energy" as const,
      parts,
      quantity: measured.quantity,
      period: period === "" ? undefined : period,
      step,
    };
    const at = step?.number ?? 0;
    const code = charge.codes[column]?.[at];
    const label = charge.labels[column]?.[at];
    context.add(
      charge,
      { code, label, quantity, unit: charge.unit, price, derivation },
      quantity.timesDecimal(price),
    );
  }
}
