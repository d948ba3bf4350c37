import { publish } from "#app/jobs/subscriptions.ts";
import type { TenantSql } from "#app/platform/database.ts";
import { isoDay, type LocalDay } from "#engines/kernel/zone.ts";
import {
  type AddressedInput,
  type Channel,
  type DayValues,
  type EstimationProgram,
  finalDay,
  inputHash,
  novelPart,
  openEdges,
  QUALITY,
  REACH_DAYS,
  resolveDay,
} from "#engines/metering/index.ts";
import type { Cause } from "./cause.ts";
import { keepGaps } from "./day-gaps.ts";
import {
  addRows,
  type DayKey,
  dayName,
  InputIndex,
  insertInputs,
  knownHashes,
  loadDays,
  loadRange,
  lockChannels,
} from "./day-inputs.ts";
import { type FinalRow, openNeighbours, writeFinalRows } from "./day-rows.ts";

/** What a set of inputs did to the state. All zero: everything was known already. */
export interface DayOutcome {
  /** Interval values that nobody had stated before. */
  readonly values: number;
  readonly daysAdded: number;
  readonly daysChanged: number;
  /** Findings of the days that were made final anew, by check. */
  readonly findings: Readonly<Record<string, number>>;
}

const NOTHING: DayOutcome = { values: 0, daysAdded: 0, daysChanged: 0, findings: {} };

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
  const index = new InputIndex();
  const fresh = await novelInputs(sql, tenantId, incoming, index);
  if (fresh.length === 0) return NOTHING;
  await insertInputs(sql, tenantId, cause, fresh);
  const affected = await loadAround(sql, tenantId, program, channels, fresh, index);
  const resolve = resolver(index, channels);
  const finals = affected.map(({ channelId, day }) =>
    finalRow(program, resolve, channels.get(channelId)!, day),
  );
  const { added, changed } = await writeFinalRows(sql, tenantId, cause, finals);
  if (added > 0) await keepGaps(sql, tenantId, program.gap.severity, affected);
  if (added + changed > 0) await tellChanged(sql, affected);
  return {
    values: countValues(fresh),
    daysAdded: added,
    daysChanged: changed,
    findings: countFindings(finals),
  };
}

async function tellChanged(sql: TenantSql, days: readonly DayKey[]): Promise<void> {
  const [from, to] = days.reduce(
    ([first, last], { day }) => [Math.min(first, day), Math.max(last, day)],
    [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY],
  );
  const channelIds = [...new Set(days.map(({ channelId }) => channelId))];
  await publish(sql, "reads.changed", { channelIds, from: isoDay(from), to: isoDay(to) });
}

/** Makes the days of one channel final again from all that was stated: after the rules have changed. */
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
  const index = await loadRange(sql, tenantId, range);
  const days = index.daysOf(channel.id).filter((day) => day >= from && day <= to);
  const resolve = resolver(index, new Map([[channel.id, channel]]));
  const finals = days.map((day) => finalRow(program, resolve, channel, day));
  const { added, changed } = await writeFinalRows(sql, tenantId, cause, finals);
  if (days.length > 0)
    await keepGaps(
      sql,
      tenantId,
      program.gap.severity,
      days.map((day) => ({ channelId: channel.id, day })),
    );
  if (added + changed > 0)
    await tellChanged(
      sql,
      days.map((day) => ({ channelId: channel.id, day })),
    );
  return { values: 0, daysAdded: added, daysChanged: changed, findings: countFindings(finals) };
}

/** The parts of the inputs that are not known yet. Everything stated about their days is in the index afterwards. */
async function novelInputs(
  sql: TenantSql,
  tenantId: string,
  incoming: readonly AddressedInput[],
  index: InputIndex,
): Promise<AddressedInput[]> {
  const keys = incoming.map(({ channel, day }) => ({ channelId: channel.id, day }));
  const hashes = await knownHashes(sql, tenantId, keys);
  const unknown = incoming.filter(
    ({ input }, at) => hashes.get(dayName(keys[at]!))?.has(inputHash(input)) !== true,
  );
  const touched = unknown.map(({ channel, day }) => ({ channelId: channel.id, day }));
  const partly = touched.filter((key) => hashes.has(dayName(key)));
  addRows(index, await loadDays(sql, tenantId, distinct(partly)));
  const fresh: AddressedInput[] = [];
  for (const { channel, day, input } of unknown) {
    const novel = novelPart(index.of(channel.id, day), input);
    if (novel === undefined) continue;
    index.add(channel.id, day, novel);
    fresh.push({ channel, day, input: novel });
  }
  return fresh;
}

/**
 * The days that can be different now: those that were touched, and neighbours with a gap towards them. What their final
 * values need is in the index afterwards; days without gaps at their edges need nothing of their neighbours.
 */
async function loadAround(
  sql: TenantSql,
  tenantId: string,
  program: EstimationProgram,
  channels: ReadonlyMap<string, Channel>,
  fresh: readonly AddressedInput[],
  index: InputIndex,
): Promise<DayKey[]> {
  const touched = distinct(fresh.map(({ channel, day }) => ({ channelId: channel.id, day })));
  const held = new Set(touched.map(dayName));
  const around = touched.flatMap(({ channelId, day }) => [
    { channelId, day: day - 1, edge: "last" as const },
    { channelId, day: day + 1, edge: "first" as const },
  ]);
  const outside = around.filter((key) => !held.has(dayName(key)));
  const affected = [...touched, ...distinct(await openNeighbours(sql, tenantId, outside))];
  await loadMissing(sql, tenantId, index, held, affected);
  const resolve = resolver(index, channels);
  const needed = affected.flatMap(({ channelId, day }) => {
    const edges = openEdges(program, resolve(channelId, day)!);
    const before = edges.before ? [{ channelId, day: day - 1 }] : [];
    return edges.after ? [...before, { channelId, day: day + 1 }] : before;
  });
  await loadMissing(sql, tenantId, index, held, needed);
  return affected;
}

/** Loads the days that are not held yet and notes them as held. */
async function loadMissing(
  sql: TenantSql,
  tenantId: string,
  index: InputIndex,
  held: Set<string>,
  keys: readonly DayKey[],
): Promise<void> {
  const missing = distinct(keys).filter((key) => !held.has(dayName(key)));
  for (const key of missing) held.add(dayName(key));
  addRows(index, await loadDays(sql, tenantId, missing));
}

function distinct<Key extends DayKey>(keys: readonly Key[]): Key[] {
  return [...new Map(keys.map((key) => [dayName(key), key])).values()];
}

type Resolve = (channelId: string, day: LocalDay) => DayValues | undefined;

/** Days as resolved, each made once. `undefined` where nobody has stated anything. */
function resolver(index: InputIndex, channels: ReadonlyMap<string, Channel>): Resolve {
  const made = new Map<string, Map<LocalDay, DayValues | undefined>>();
  return (channelId, day) => {
    const days = made.get(channelId) ?? new Map<LocalDay, DayValues | undefined>();
    made.set(channelId, days);
    if (days.has(day)) return days.get(day);
    const inputs = index.of(channelId, day);
    const row = inputs.length === 0 ? undefined : resolveDay(channels.get(channelId)!.shape, day, inputs);
    days.set(day, row);
    return row;
  };
}

function finalRow(program: EstimationProgram, resolve: Resolve, channel: Channel, day: LocalDay): FinalRow {
  const window = {
    before: resolve(channel.id, day - 1),
    day: resolve(channel.id, day)!,
    after: resolve(channel.id, day + 1),
  };
  return { channel, day, ...finalDay(channel.shape, program, day, window) };
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
