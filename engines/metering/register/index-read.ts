import { Decimal } from "../../kernel/decimal.ts";
import { valueHash } from "../days/resolve.ts";
import { QUALITY } from "../quality.ts";

/** What the engine must know of a register. */
export interface RegisterShape {
  /** Digits before the point: the index goes from 10^digits − 1 to 0. */
  readonly integerDigits: number;
}

/** The index of a register at an instant. `null`: staff took it away. */
export interface IndexRead {
  readonly atMs: number;
  readonly index: Decimal | null;
  readonly quality: number;
}

/** One statement about the index at one instant, by one source. */
export interface IndexInput extends IndexRead {
  readonly sourceRank: number;
  readonly sourceSequence: number;
}

/** The first index that the register cannot show. */
export function capacityOf(register: RegisterShape): Decimal {
  return Decimal.fromUnits(10n ** BigInt(register.integerDigits), 0);
}

/** The name of a statement by its content. */
export function indexHash(input: IndexInput): string {
  return valueHash(input.index, input.quality);
}

/** M4 for registers: the winner among statements about one instant; `undefined` for none. */
export function resolveIndex(inputs: readonly IndexInput[]): IndexRead | undefined {
  let winner: IndexInput | undefined;
  for (const input of inputs) if (winner === undefined || beats(input, winner)) winner = input;
  return winner && { atMs: winner.atMs, index: winner.index, quality: winner.quality };
}

function beats(challenger: IndexInput, holder: IndexInput): boolean {
  const byRank = challenger.sourceRank - holder.sourceRank;
  if (byRank !== 0) return byRank > 0;
  const bySequence = challenger.sourceSequence - holder.sourceSequence;
  if (bySequence !== 0) return bySequence > 0;
  return indexHash(challenger) > indexHash(holder);
}

/** Whether the read can be used: it has an index that nobody took away. */
export function isUsable(read: IndexRead): read is IndexRead & { readonly index: Decimal } {
  return read.index !== null && read.quality !== QUALITY.withdrawn;
}
