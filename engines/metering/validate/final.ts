import { Decimal } from "../../kernel/decimal.ts";
import type { LocalDay } from "../../kernel/zone.ts";
import { type DayShape, type DayValues, emptyDay, slotStartMs, valueAt } from "../days/day-row.ts";
import { QUALITY } from "../quality.ts";
import { checkDay, type Failure, type Finding } from "./check.ts";
import type { EstimationProgram } from "./program.ts";

/** The resolved days around one day; a neighbour of which nothing is known is absent. */
export interface DayWindow {
  readonly before?: DayValues | undefined;
  readonly day: DayValues;
  readonly after?: DayValues | undefined;
}

/** The day as bills and charts use it, and why it differs from what the sources state. */
export interface FinalDay {
  readonly row: DayValues;
  readonly findings: readonly Finding[];
}

/** How far around a changed day final rows can change: an interpolated gap is at most half a day long. */
export const REACH_DAYS = 1;

interface Place {
  readonly day: LocalDay;
  readonly slot: number;
  /** `null`: nothing is known here, or what is known is to be replaced. */
  readonly value: Decimal | null;
  /** Whether the place belongs to the day that is being made final. */
  readonly own: boolean;
}

/**
 * M14 to M18: the final values of a local day, a function of the resolved day, its two neighbours and the rules.
 * Nothing else is looked at, and a neighbour's estimates are not: so the order in which days arrive does not matter.
 */
export function finalDay(
  shape: DayShape,
  program: EstimationProgram,
  day: LocalDay,
  window: DayWindow,
): FinalDay {
  const failures = checkDay(program, window.day);
  const values = [...window.day.values];
  const quality = [...window.day.quality];
  const findings: Finding[] = [];
  for (const failure of failures) {
    if (failure.action === "flag") {
      quality[failure.slot] = QUALITY.suspect;
      findings.push(findingOf(failure, "flagged"));
    }
  }
  const replaced = failures.filter((failure) => failure.action === "estimate");
  const estimated = new Set<number>();
  const whole = replaced.length === 0 && !values.includes(null);
  for (const gap of whole ? [] : gapsOf(timeline(shape, program, day, window))) {
    const ownSlots = gap.places.filter((place) => place.own).map((place) => place.slot);
    if (ownSlots.length === 0) continue;
    const { from, to, places } = gap;
    const fits = places.length * shape.intervalSeconds * 1000 <= program.longestMs;
    const can = fits && from !== undefined && to !== undefined;
    if (can) {
      places.forEach((place, at) => {
        if (!place.own) return;
        values[place.slot] = between(from, to, at + 1, places.length + 1, window.day.exponent);
        quality[place.slot] = QUALITY.estimated;
        estimated.add(place.slot);
      });
    }
    // What lies after the last known value is not a gap yet: it may still come.
    if (!can && (to === undefined || from === undefined)) continue;
    const rejected = new Set(replaced.map((failure) => failure.slot));
    if (ownSlots.every((slot) => rejected.has(slot))) continue;
    findings.push({
      check: "gap",
      severity: program.gap.severity,
      fromSlot: ownSlots[0]!,
      toSlot: ownSlots[ownSlots.length - 1]! + 1,
      action: can ? "estimated" : "left",
      detail: can ? linearDetail(shape, from, to) : { intervals: String(places.length) },
    });
  }
  for (const failure of replaced) {
    const done = estimated.has(failure.slot);
    // Where no estimate can be made, the value stands and is marked: a wrong value is seen, a hole is billed as zero.
    if (!done) quality[failure.slot] = QUALITY.suspect;
    findings.push(findingOf(failure, done ? "estimated" : "flagged"));
  }
  findings.sort((a, b) => a.fromSlot - b.fromSlot || (a.check < b.check ? -1 : 1));
  return { row: { exponent: window.day.exponent, values, quality }, findings };
}

/**
 * Whether the final values of a day can depend on the day before or after: only where a gap reaches the edge. Callers
 * skip neighbours by it; a day without such a gap is final by itself.
 */
export function openEdges(program: EstimationProgram, row: DayValues): { before: boolean; after: boolean } {
  const last = row.values.length - 1;
  const open = new Set<number>();
  for (const slot of [0, last]) if ((row.values[slot] ?? null) === null) open.add(slot);
  for (const failure of checkDay(program, row)) if (failure.action === "estimate") open.add(failure.slot);
  return { before: open.has(0), after: open.has(last) };
}

function findingOf(failure: Failure, action: Finding["action"]): Finding {
  const { check, severity, slot, detail } = failure;
  return { check, severity, fromSlot: slot, toSlot: slot + 1, action, detail };
}

/** The usable values of the three days in real time. A neighbour without any values is one long gap. */
function timeline(shape: DayShape, program: EstimationProgram, day: LocalDay, window: DayWindow): Place[] {
  const days: [LocalDay, DayValues | undefined][] = [
    [day - 1, window.before],
    [day, window.day],
    [day + 1, window.after],
  ];
  return days.flatMap(([at, known]) => {
    const row = known ?? emptyDay(shape, at);
    const rejected = new Set(
      checkDay(program, row)
        .filter((failure) => failure.action === "estimate")
        .map((failure) => failure.slot),
    );
    return row.values.map((_, slot) => ({
      day: at,
      slot,
      own: at === day,
      value: rejected.has(slot) ? null : valueAt(row, slot),
    }));
  });
}

function gapsOf(
  places: readonly Place[],
): { places: Place[]; from: Place | undefined; to: Place | undefined }[] {
  const gaps: { places: Place[]; from: Place | undefined; to: Place | undefined }[] = [];
  for (let at = 0; at < places.length; at += 1) {
    if (places[at]!.value !== null) continue;
    let end = at;
    while (end < places.length && places[end]!.value === null) end += 1;
    gaps.push({ places: places.slice(at, end), from: places[at - 1], to: places[end] });
    at = end;
  }
  return gaps;
}

/** M17: the value `step` of `steps` on the straight line from one known value to the next, half up at the row's exponent. */
function between(from: Place, to: Place, step: number, steps: number, exponent: number): bigint {
  const left = from.value!.times(Decimal.of(steps - step));
  const right = to.value!.times(Decimal.of(step));
  const scale = -exponent;
  return left.plus(right).dividedBy(Decimal.of(steps), scale, "half-up").unitsAt(scale);
}

function linearDetail(shape: DayShape, from: Place, to: Place): Record<string, string> {
  const at = (place: Place) => new Date(slotStartMs(shape, place.day, place.slot)).toISOString();
  return {
    method: "linear",
    fromTime: at(from),
    fromValue: from.value!.stripped().toString(),
    toTime: at(to),
    toValue: to.value!.stripped().toString(),
  };
}
