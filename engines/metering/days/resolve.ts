import type { Decimal } from "../../kernel/decimal.ts";
import { canonicalJson, sha256 } from "../../kernel/hash.ts";
import type { LocalDay } from "../../kernel/zone.ts";
import { QUALITY } from "../quality.ts";
import { alignExponents, type DayShape, type DayValues, emptyDay, valueAt } from "./day-row.ts";

/** What one source said about (a part of) one local day. A place with quality `missing` says nothing. */
export interface DayInput extends DayValues {
  readonly sourceRank: number;
  /** The source's own order: a version, a counter, the time at which it made the value. 0 where it has none. */
  readonly sourceSequence: number;
}

/** The name of an input by its content; the same statement has the same name wherever and whenever it arrives. */
export function inputHash(input: DayInput): string {
  const { exponent, values, quality, sourceRank, sourceSequence } = input;
  // Joined lists, not canonical JSON: a null is the empty text between two commas, and this runs for every day row.
  return sha256(`${sourceRank}|${sourceSequence}|${exponent}|${values.join()}|${quality.join()}`);
}

/**
 * M4: the state of a day is a function of the set of inputs. Among differing values for one interval the greatest
 * (source rank, source sequence, content hash) wins. The order of `inputs` and how they were cut do not matter.
 */
export function resolveDay(shape: DayShape, day: LocalDay, inputs: readonly DayInput[]): DayValues {
  const nothing = emptyDay(shape, day);
  if (inputs.length === 0) return nothing;
  const only = inputs.length === 1 ? inputs[0]! : undefined;
  const winners = nothing.values.map((_, slot) => only ?? winnerOf(inputs, slot));
  const readings = winners.map((winner, slot) => (winner === undefined ? null : valueAt(winner, slot)));
  const { exponent, values } = alignExponents(readings, shape.exponent);
  return {
    exponent,
    values,
    quality: winners.map((winner, slot) => winner?.quality[slot] ?? QUALITY.missing),
  };
}

/**
 * The part of an input that adds to what is known: places that no earlier input of the same rank and sequence states
 * in the same way. `undefined` when nothing is new, which is how a file sent twice changes nothing, however it was cut.
 */
export function novelPart(known: readonly DayInput[], incoming: DayInput): DayInput | undefined {
  const peers = known.filter(
    (input) => input.sourceRank === incoming.sourceRank && input.sourceSequence === incoming.sourceSequence,
  );
  if (peers.length === 0) return says(incoming) ? incoming : undefined;
  let dropped = false;
  const quality = incoming.quality.map((mark, slot) => {
    if (mark === QUALITY.missing || !peers.some((peer) => sameCell(peer, incoming, slot))) return mark;
    dropped = true;
    return QUALITY.missing;
  });
  if (!dropped) return says(incoming) ? incoming : undefined;
  if (quality.every((mark) => mark === QUALITY.missing)) return undefined;
  return {
    ...incoming,
    quality,
    values: incoming.values.map((value, slot) => (quality[slot] ? value : null)),
  };
}

function says(input: DayInput): boolean {
  return input.quality.some((mark) => mark !== QUALITY.missing);
}

function sameCell(a: DayInput, b: DayInput, slot: number): boolean {
  if (a.quality[slot] !== b.quality[slot]) return false;
  const left = a.values[slot] ?? null;
  const right = b.values[slot] ?? null;
  if (left === null || right === null || a.exponent === b.exponent) return left === right;
  return valueAt(a, slot)!.equals(valueAt(b, slot)!);
}

function winnerOf(inputs: readonly DayInput[], slot: number): DayInput | undefined {
  let winner: DayInput | undefined;
  for (const input of inputs) {
    if ((input.quality[slot] ?? QUALITY.missing) === QUALITY.missing) continue;
    if (winner === undefined || beats(input, winner, slot)) winner = input;
  }
  return winner;
}

function beats(challenger: DayInput, holder: DayInput, slot: number): boolean {
  const byRank = challenger.sourceRank - holder.sourceRank;
  if (byRank !== 0) return byRank > 0;
  const bySequence = challenger.sourceSequence - holder.sourceSequence;
  if (bySequence !== 0) return bySequence > 0;
  return !sameCell(challenger, holder, slot) && cellHash(challenger, slot) > cellHash(holder, slot);
}

/** The hash is of the one value, not of the input around it, so that cutting an input cannot change the winner. */
function cellHash(input: DayInput, slot: number): string {
  return valueHash(valueAt(input, slot), input.quality[slot] ?? QUALITY.missing);
}

/** Content hash of one value with its quality, the last tie-break of M4; shared by interval and register reads. */
export function valueHash(value: Decimal | null, quality: number): string {
  return sha256(canonicalJson([value === null ? null : value.stripped().toString(), quality]));
}
