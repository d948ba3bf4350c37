import type { Decimal } from "../../kernel/decimal.ts";
import type { LocalDay } from "../../kernel/zone.ts";
import { QUALITY, type Quality } from "../quality.ts";
import { alignExponents, type DayShape, emptyDay } from "./day-row.ts";
import { type DayInput, valueHash } from "./resolve.ts";

/** A day of one channel as it fills up while a file is read. */
interface OpenDay {
  readonly day: LocalDay;
  readonly values: (Decimal | null)[];
  readonly quality: Quality[];
}

/**
 * Gathers the readings of one channel, from one source, into day inputs. Readings may come in any order. A reading
 * that a file states twice with different values is settled by content hash, as rule M4 does between two files, and the
 * caller is told.
 */
export class DayCollector {
  readonly #shape: DayShape;
  readonly #sourceRank: number;
  /** sequence → day → what was read; one source sequence is the rule. */
  readonly #open = new Map<number, Map<LocalDay, OpenDay>>();
  #days = 0;

  constructor(shape: DayShape, sourceRank: number) {
    this.#shape = shape;
    this.#sourceRank = sourceRank;
  }

  /** Number of days held. The caller drains when it grows over its bound. */
  get size(): number {
    return this.#days;
  }

  /** Returns the value that lost where the source states two different ones for the same interval. */
  add(
    day: LocalDay,
    slot: number,
    value: Decimal | null,
    quality: Quality,
    sourceSequence: number,
  ): { readonly lost: Decimal | null } | undefined {
    const open = this.#dayOf(day, sourceSequence);
    const held = open.quality[slot]!;
    const heldValue = open.values[slot] ?? null;
    if (held !== QUALITY.missing) {
      if (held === quality && sameDecimal(heldValue, value)) return undefined;
      if (valueHash(heldValue, held) > valueHash(value, quality)) return { lost: value };
    }
    open.values[slot] = value;
    open.quality[slot] = quality;
    return held === QUALITY.missing ? undefined : { lost: heldValue };
  }

  /** Everything gathered so far, in the order of days; the collector is empty afterwards. */
  drain(): { day: LocalDay; input: DayInput }[] {
    const drained: { day: LocalDay; input: DayInput }[] = [];
    for (const [sourceSequence, days] of this.#open) {
      for (const { day, values, quality } of days.values()) {
        const aligned = alignExponents(values, this.#shape.exponent);
        const input = { ...aligned, quality, sourceRank: this.#sourceRank, sourceSequence };
        drained.push({ day, input });
      }
    }
    this.#open.clear();
    this.#days = 0;
    return drained.sort((a, b) => a.day - b.day || a.input.sourceSequence - b.input.sourceSequence);
  }

  #dayOf(day: LocalDay, sourceSequence: number): OpenDay {
    let days = this.#open.get(sourceSequence);
    if (days === undefined) {
      days = new Map();
      this.#open.set(sourceSequence, days);
    }
    let open = days.get(day);
    if (open === undefined) {
      const slots = emptyDay(this.#shape, day).values.length;
      open = {
        day,
        values: new Array<Decimal | null>(slots).fill(null),
        quality: new Array<Quality>(slots).fill(QUALITY.missing),
      };
      days.set(day, open);
      this.#days += 1;
    }
    return open;
  }
}

function sameDecimal(a: Decimal | null, b: Decimal | null): boolean {
  return a === null || b === null ? a === b : a.equals(b);
}
