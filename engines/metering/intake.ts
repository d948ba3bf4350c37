import type { Decimal } from "../kernel/decimal.ts";
import type { ManifoldError } from "../kernel/errors.ts";
import { isoDay, isoInstant } from "../kernel/zone.ts";
import type { DayCollector } from "./days/collect.ts";
import { fitsRow, slotFinder, slotStartMs, slotsOf } from "./days/day-row.ts";
import { meteringError } from "./errors.ts";
import type { DayRead, IntervalRead, RegisterRead } from "./parsers/parser.ts";
import type { Channel, Register } from "./ports.ts";
import { QUALITY } from "./quality.ts";
import { capacityOf } from "./register/index-read.ts";
import { conversion, type Unit } from "./unit.ts";

/**
 * Puts the readings of one channel into its days: unit, direction, size and place are held against the channel (M5 to
 * M8). A reading that does not fit is returned as an error and nothing of it is kept.
 */
export class ChannelIntake {
  readonly channel: Channel;
  readonly #days: DayCollector;
  readonly #find: ReturnType<typeof slotFinder>;
  /** Unit of the source → factor; a file has one as a rule. */
  readonly #factors = new Map<Unit, Decimal | undefined>();

  constructor(channel: Channel, days: DayCollector) {
    this.channel = channel;
    this.#days = days;
    this.#find = slotFinder(channel.shape);
  }

  interval(read: IntervalRead): ManifoldError | undefined {
    const { shape } = this.channel;
    const where = { line: read.line };
    const mismatch = this.#mismatch(read);
    if (mismatch !== undefined) return mismatch;
    const seconds =
      read.seconds === DAY_SECONDS_SHORT || read.seconds === DAY_SECONDS_LONG ? 86_400 : read.seconds;
    const expected = shape.intervalSeconds;
    if (seconds !== expected) {
      return meteringError("READ_SIZE_MISMATCH", { found: read.seconds, expected }, where);
    }
    if (!(read.startMs >= FIRST_MS && read.startMs < LAST_MS)) {
      return meteringError("READ_TIME_OUT_OF_RANGE", { value: read.startMs }, where);
    }
    const place = this.#find(read.startMs);
    if (place === undefined) {
      const time = isoInstant(shape.zone, read.startMs);
      return meteringError("READ_MISALIGNED", { time, seconds: expected }, where);
    }
    const value = this.#convert(read.value, read.unit);
    if (value !== null && !fitsRow(value, shape.exponent)) {
      return meteringError("READ_VALUE_TOO_PRECISE", { value: value.toString().slice(0, 60) }, where);
    }
    if (value === null) return undefined;
    const lost = this.#days.add(place.day, place.slot, value, read.quality, read.sequence);
    return lost && this.#conflict(read.startMs, lost.lost, read.line);
  }

  day(read: DayRead): ManifoldError | undefined {
    const { shape } = this.channel;
    const where = { line: read.line };
    const mismatch = this.#mismatch({ ...read, direction: undefined });
    if (mismatch !== undefined) return mismatch;
    const slots = slotsOf(shape, read.day);
    if (read.values.length < slots || read.values.slice(slots).some((value) => value !== null)) {
      const found = read.values.length < slots ? read.values.length : lastValue(read.values);
      return meteringError("READ_DAY_LENGTH", { day: isoDay(read.day), expected: slots, found }, where);
    }
    const values = read.values.slice(0, slots).map((value) => this.#convert(value, read.unit));
    const wide = values.find((value) => value !== null && !fitsRow(value, shape.exponent));
    if (wide) return meteringError("READ_VALUE_TOO_PRECISE", { value: wide.toString().slice(0, 60) }, where);
    let conflict: ManifoldError | undefined;
    for (let slot = 0; slot < slots; slot += 1) {
      const value = values[slot] ?? null;
      if (value === null) continue;
      const lost = this.#days.add(read.day, slot, value, QUALITY.measured, read.sequence);
      if (lost !== undefined)
        conflict ??= this.#conflict(slotStartMs(shape, read.day, slot), lost.lost, read.line);
    }
    return conflict;
  }

  /** M4 has settled it; what lost is told, since a source that contradicts itself has a fault. */
  #conflict(startMs: number, lost: Decimal | null, line: number): ManifoldError {
    const params = { time: isoInstant(this.channel.shape.zone, startMs), value: lost?.toString() ?? "" };
    return meteringError("READ_CONFLICT", params, { line });
  }

  #mismatch(read: { unit: Unit | undefined; direction: "forward" | "reverse" | undefined; line: number }) {
    const { unit, direction, shape } = this.channel;
    const where = { line: read.line };
    if (read.direction !== undefined && read.direction !== direction) {
      return meteringError("READ_DIRECTION_MISMATCH", { found: read.direction, expected: direction }, where);
    }
    if (read.unit === undefined || read.unit === unit) return undefined;
    if (!this.#factors.has(read.unit)) {
      this.#factors.set(read.unit, conversion(read.unit, unit, shape.intervalSeconds));
    }
    if (this.#factors.get(read.unit) !== undefined) return undefined;
    return meteringError("READ_UNIT_MISMATCH", { found: read.unit, expected: unit }, where);
  }

  #convert(value: Decimal | null, unit: Unit | undefined): Decimal | null {
    const factor = unit === undefined ? undefined : this.#factors.get(unit);
    // Zeros that this adds at the end are taken off where the row is brought to one exponent.
    return value === null || factor === undefined ? value : value.times(factor);
  }
}

/** M11: an index must be one that the register can show. */
export function checkIndex(
  register: Register,
  read: Pick<RegisterRead, "index" | "line">,
): ManifoldError | undefined {
  const where = { line: read.line, path: "index" };
  const value = read.index.toString();
  if (read.index.isNegative) return meteringError("INDEX_NEGATIVE", { value }, where);
  if (!read.index.lessThan(capacityOf(register.shape))) {
    return meteringError("INDEX_OVER_DIALS", { value, digits: register.shape.integerDigits }, where);
  }
  return undefined;
}

/** A daily interval on a day with a clock change is an hour shorter or longer. */
const DAY_SECONDS_SHORT = 82_800;
const DAY_SECONDS_LONG = 90_000;
const FIRST_MS = Date.UTC(1970, 0, 2);
const LAST_MS = Date.UTC(2099, 0, 1);

function lastValue(values: readonly (Decimal | null)[]): number {
  let last = values.length;
  while (last > 0 && values[last - 1] === null) last -= 1;
  return last;
}
