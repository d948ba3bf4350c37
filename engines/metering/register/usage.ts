import { type Decimal, sum } from "../../kernel/decimal.ts";
import type { Interval } from "../../kernel/interval.ts";
import { meteringError } from "../errors.ts";
import { type Advance, advanceOf } from "./advance.ts";
import { type IndexRead, isUsable, type RegisterShape } from "./index-read.ts";

/** One register of a meter while it hung at a service point. */
export interface InstalledRegister {
  readonly registerId: string;
  readonly meterSerial: string;
  readonly shape: RegisterShape;
  /** Transformer ratio: quantity = index difference × multiplier. */
  readonly multiplier: Decimal;
  /** From installation to removal; an installation that lasts ends at `Infinity`. */
  readonly installed: Interval;
  /** The final reads of the register, sorted by time. */
  readonly reads: readonly IndexRead[];
}

/** The part of a quantity that one meter counted: all that the explanation of a bill line needs. */
export interface RegisterPart {
  readonly registerId: string;
  readonly meterSerial: string;
  readonly startMs: number;
  readonly endMs: number;
  readonly startIndex: Decimal;
  readonly endIndex: Decimal;
  readonly startQuality: number;
  readonly endQuality: number;
  readonly multiplier: Decimal;
  readonly rollover: boolean;
  readonly quantity: Decimal;
}

export interface RegisterUsage {
  readonly quantity: Decimal;
  readonly parts: readonly RegisterPart[];
}

/**
 * M21 to M23: usage of a period from register indices: for each meter that hung at the service point in the period,
 * (end − start) × multiplier, summed. At the edges of the period the frozen read is taken; at an exchange the last
 * index of the old and the first index of the new meter.
 * @param toleranceMs how far a read may lie from the instant for which it stands.
 * @throws INDEX_MISSING, INDEX_BACKWARDS: there is no right quantity, so there must be no bill.
 */
export function registerUsage(
  registers: readonly InstalledRegister[],
  period: Interval,
  toleranceMs: number,
): RegisterUsage {
  const parts: RegisterPart[] = [];
  for (const register of registers) {
    const startMs = Math.max(period.startMs, register.installed.startMs);
    const endMs = Math.min(period.endMs, register.installed.endMs);
    if (startMs < endMs) parts.push(partOf(register, startMs, endMs, toleranceMs));
  }
  if (parts.length === 0) throw indexMissing(period.startMs);
  parts.sort((a, b) => a.startMs - b.startMs);
  return { quantity: sum(parts.map((part) => part.quantity)), parts };
}

function partOf(
  register: InstalledRegister,
  fromMs: number,
  toMs: number,
  toleranceMs: number,
): RegisterPart {
  const start = readFor(register, fromMs, toleranceMs);
  const end = readFor(register, toMs, toleranceMs);
  const advance: Advance = advanceOf(register.shape, start.index, end.index);
  if (advance.kind === "backwards") {
    const params = { start: start.index.toString(), end: end.index.toString() };
    throw meteringError("INDEX_BACKWARDS", params, { path: register.registerId });
  }
  return {
    registerId: register.registerId,
    meterSerial: register.meterSerial,
    startMs: start.atMs,
    endMs: end.atMs,
    startIndex: start.index,
    endIndex: end.index,
    startQuality: start.quality,
    endQuality: end.quality,
    multiplier: register.multiplier,
    rollover: advance.kind === "rollover",
    quantity: advance.quantity.times(register.multiplier),
  };
}

/**
 * M22: the read that stands for an instant: the nearest usable one within the tolerance and within the time the meter
 * hung there, the earlier of two equally near. It depends on the instant alone, so that the end of one period is the
 * start of the next and nothing is billed twice or lost.
 */
export function readFor(
  register: Pick<InstalledRegister, "reads" | "installed" | "registerId">,
  instantMs: number,
  toleranceMs: number,
): IndexRead & { readonly index: Decimal } {
  let nearest: (IndexRead & { readonly index: Decimal }) | undefined;
  for (const read of register.reads) {
    const distance = Math.abs(read.atMs - instantMs);
    if (distance > toleranceMs || !isUsable(read)) continue;
    if (read.atMs < register.installed.startMs || read.atMs > register.installed.endMs) continue;
    if (nearest === undefined || distance < Math.abs(nearest.atMs - instantMs)) nearest = read;
  }
  if (nearest === undefined) throw indexMissing(instantMs, register.registerId);
  return nearest;
}

function indexMissing(instantMs: number, registerId?: string) {
  const params = { time: new Date(instantMs).toISOString() };
  return meteringError("INDEX_MISSING", params, registerId === undefined ? undefined : { path: registerId });
}
