import type { TenantSql } from "#app/platform/database.ts";
import type { LocalDay } from "#engines/kernel/zone.ts";
import {
  type AddressedInput,
  type Channel,
  type DayValues,
  type EstimationProgram,
  finalDay,
  novelPart,
  openEdges,
  QUALITY,
  REACH_DAYS,
  resolveDay,
} from "#engines/metering/index.ts";
import type { Cause } from "./cause.ts";
import { type DayRange, type InputIndex, insertInputs, loadInputs, lockChannels } from "./day-inputs.ts";
import { type FinalRow, writeFinalRows } from "./day-rows.ts";

/** What a set of inputs did to the state. All zero: everything was known already. */
export interface DayOutcome {
  /** Interval values that nobody had stated before. */
  readonly values: number;
  readonly daysAdded: number;
  readonly daysChanged: number;
  /** Findings of the days that were made final anew, by check. */
  readonly findings: Readonly<Record<string, number>>;
}

/**
 * Takes inputs into the state of their channels, in the caller's transaction: keeps what is new, resolves the days
 * (M4), checks and estimates them and their neighbours (M13), writes what differs. Run twice it does nothing the
 * second time.
 */
export async function applyDays(
  sql: TenantSql,
  tenantId: string,
  program: EstimationProgram,
  cause: Cause,
  incoming: readonly AddressedInput[],
): Promise<DayOutcome> {
  const channels = new Map(incoming.map(({ channel }) => [channel.id, channel]));
  await lockChannels(sql, tenantId, [...channels.keys()]);
  const known = await loadInputs(sql, tenantId, rangesOf(incoming, 2 * REACH_DAYS));
  const fresh: AddressedInput[] = [];
  for (const { channel, day, input } of incoming) {
    const novel = novelPart(known.of(channel.id, day), input);
    if (novel === undefined) continue;
    known.add(channel.id, day, novel);
    fresh.push({ channel, day, input: novel });
  }
  if (fresh.length === 0) return { values: 0, daysAdded: 0, daysChanged: 0, findings: {} };
  await insertInputs(sql, tenantId, cause, fresh);
  const finals = finalRows(program, known, channels, fresh);
  const { added, changed } = await writeFinalRows(sql, tenantId, cause, finals);
  return {
    values: countValues(fresh),
    daysAdded: added,
    daysChanged: changed,
    findings: countFindings(finals),
  };
}

/** Makes the days of the ranges final again from all that was stated: after the rules have changed. */
export async function recomputeDays(
  sql: TenantSql,
  tenantId: string,
  program: EstimationProgram,
  cause: Cause,
  channel: Channel,
  from: LocalDay,
  to: LocalDay,
): Promise<DayOutcome> {
  await lockChannels(sql, tenantId, [channel.id]);
  const range = { channelId: channel.id, from: from - REACH_DAYS, to: to + REACH_DAYS };
  const known = await loadInputs(sql, tenantId, [range]);
  const days = known.daysOf(channel.id).filter((day) => day >= from && day <= to);
  const resolve = resolver(known, new Map([[channel.id, channel]]));
  const finals = days.map((day) => finalRow(program, resolve, channel, day));
  const { added, changed } = await writeFinalRows(sql, tenantId, cause, finals);
  return { values: 0, daysAdded: added, daysChanged: changed, findings: countFindings(finals) };
}

type Resolve = (channelId: string, day: LocalDay) => DayValues | undefined;

/** Days as resolved, each made once. `undefined` where nobody has stated anything. */
function resolver(known: InputIndex, channels: ReadonlyMap<string, Channel>): Resolve {
  const made = new Map<string, Map<LocalDay, DayValues | undefined>>();
  return (channelId, day) => {
    const days = made.get(channelId) ?? new Map<LocalDay, DayValues | undefined>();
    made.set(channelId, days);
    if (days.has(day)) return days.get(day);
    const inputs = known.of(channelId, day);
    const row = inputs.length === 0 ? undefined : resolveDay(channels.get(channelId)!.shape, day, inputs);
    days.set(day, row);
    return row;
  };
}

/** The days that were touched, and those neighbours that have a gap towards them. */
function finalRows(
  program: EstimationProgram,
  known: InputIndex,
  channels: ReadonlyMap<string, Channel>,
  fresh: readonly AddressedInput[],
): FinalRow[] {
  const resolve = resolver(known, channels);
  const touched = new Map<string, Set<LocalDay>>();
  for (const { channel, day } of fresh) {
    const days = touched.get(channel.id) ?? new Set();
    touched.set(channel.id, days.add(day));
  }
  const finals: FinalRow[] = [];
  for (const [channelId, days] of touched) {
    const affected = new Set(days);
    for (const day of days) {
      const before = resolve(channelId, day - 1);
      const after = resolve(channelId, day + 1);
      if (before !== undefined && openEdges(program, before).after) affected.add(day - 1);
      if (after !== undefined && openEdges(program, after).before) affected.add(day + 1);
    }
    const channel = channels.get(channelId)!;
    for (const day of [...affected].sort((a, b) => a - b))
      finals.push(finalRow(program, resolve, channel, day));
  }
  return finals;
}

function finalRow(program: EstimationProgram, resolve: Resolve, channel: Channel, day: LocalDay): FinalRow {
  const window = {
    before: resolve(channel.id, day - 1),
    day: resolve(channel.id, day)!,
    after: resolve(channel.id, day + 1),
  };
  return { channel, day, ...finalDay(channel.shape, program, day, window) };
}

/** For each channel the days from its first to its last input, widened by the reach. */
function rangesOf(incoming: readonly AddressedInput[], reach: number): DayRange[] {
  const ranges = new Map<string, { channelId: string; from: LocalDay; to: LocalDay }>();
  for (const { channel, day } of incoming) {
    const range = ranges.get(channel.id);
    if (range === undefined) {
      ranges.set(channel.id, { channelId: channel.id, from: day - reach, to: day + reach });
    } else {
      range.from = Math.min(range.from, day - reach);
      range.to = Math.max(range.to, day + reach);
    }
  }
  return [...ranges.values()];
}

function countValues(inputs: readonly AddressedInput[]): number {
  let count = 0;
  for (const { input } of inputs) for (const mark of input.quality) if (mark !== QUALITY.missing) count += 1;
  return count;
}

function countFindings(finals: readonly FinalRow[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const { findings } of finals)
    for (const { check } of findings) counts[check] = (counts[check] ?? 0) + 1;
  return counts;
}
