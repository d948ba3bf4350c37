import { type TenantSql, withTenantSql } from "#app/platform/database.ts";
import { newId } from "#app/platform/ids.ts";
import type { Scope } from "#app/platform/tenancy.ts";
import { audit } from "#app/services/audit/record-audit.ts";
import { Decimal } from "#engines/kernel/decimal.ts";
import { isoInstant, type LocalDay } from "#engines/kernel/zone.ts";
import {
  type AddressedInput,
  type Channel,
  DayCollector,
  QUALITY,
  type Quality,
  SOURCE_RANK,
  slotFinder,
  slotStartMs,
  slotsOf,
} from "#engines/metering/index.ts";
import { applyDays, type DayOutcome } from "./apply-days.ts";
import { lockChannels } from "./day-inputs.ts";
import { getChannel } from "./equipment.ts";
import { readError } from "./errors.ts";
import { estimationProgram } from "./estimation-program.ts";
import { interpolate } from "./interpolate.ts";

/** What to do with the intervals [startMs, endMs) of a channel. */
export type EditMethod =
  /** Put these values in, by the start of their interval. In the unit of the channel. */
  | {
      readonly method: "set";
      readonly values: readonly { readonly startMs: number; readonly value: string }[];
    }
  /** Put one value into each interval of the span. */
  | { readonly method: "fill"; readonly startMs: number; readonly endMs: number; readonly value: string }
  /** Take the values away; the rules may put estimates in their place. */
  | { readonly method: "withdraw"; readonly startMs: number; readonly endMs: number }
  /** Lay a straight line between the values before and after. */
  | { readonly method: "linear"; readonly startMs: number; readonly endMs: number };

export type EditRequest = EditMethod & { readonly channelId: string; readonly reason: string };

export interface EditOutcome extends DayOutcome {
  readonly editId: string;
}

/** Intervals that one edit may touch: three months of quarter hours. */
const EDIT_LIMIT = 9_000;

/**
 * A correction by staff, with its reason. It adds a statement of the highest rank; what was there before stays in the
 * raw layer and in the journal. Undo is another edit.
 * @throws NOT_FOUND, EDIT_REASON_NEEDED, EDIT_OUTSIDE, EDIT_TOO_LARGE, EDIT_NO_ANCHOR, DECIMAL_MALFORMED
 */
export async function editRead(scope: Scope, request: EditRequest): Promise<EditOutcome> {
  if (request.reason.trim() === "") throw readError("EDIT_REASON_NEEDED");
  return withTenantSql(scope, async (sql) => {
    const { tenantId } = scope;
    const channel = await getChannel(sql, tenantId, request.channelId);
    await lockChannels(sql, tenantId, [channel.id]);
    const cells = await cellsOf(sql, tenantId, channel, request);
    const edit = { id: newId(), at: new Date() };
    const sequence = await nextSequence(sql, tenantId, channel.id, edit.at);
    await insertEdit(sql, scope, edit, request, cells, channel);
    const program = await estimationProgram(sql, tenantId);
    const cause = { kind: "edit" as const, id: edit.id, at: edit.at };
    const outcome = await applyDays(sql, tenantId, program, cause, inputsOf(channel, cells, sequence));
    await audit(sql, scope, {
      action: "correct",
      noun: "read",
      nounId: channel.id,
      after: { editId: edit.id, method: request.method, reason: request.reason, intervals: cells.length },
    });
    return { editId: edit.id, ...outcome };
  });
}

interface Cell {
  readonly day: LocalDay;
  readonly slot: number;
  readonly value: Decimal | null;
  readonly quality: Quality;
}

async function cellsOf(
  sql: TenantSql,
  tenantId: string,
  channel: Channel,
  request: EditRequest,
): Promise<Cell[]> {
  if (request.method === "set") {
    limit(request.values.length);
    const find = slotFinder(channel.shape);
    return request.values.map(({ startMs, value }) => {
      const place = find(startMs);
      if (place === undefined) throw outside(channel, startMs);
      return { ...place, value: Decimal.parse(value), quality: QUALITY.edited };
    });
  }
  const places = placesBetween(channel, request.startMs, request.endMs);
  if (request.method === "fill") {
    const value = Decimal.parse(request.value);
    return places.map((place) => ({ ...place, value, quality: QUALITY.edited }));
  }
  if (request.method === "withdraw")
    return places.map((place) => ({ ...place, value: null, quality: QUALITY.withdrawn }));
  const line = await interpolate(sql, tenantId, channel, places);
  return places.map((place, at) => ({ ...place, value: line[at]!, quality: QUALITY.edited }));
}

/** The slots of a channel that begin in [startMs, endMs). */
function placesBetween(channel: Channel, startMs: number, endMs: number): { day: LocalDay; slot: number }[] {
  limit((endMs - startMs) / (channel.shape.intervalSeconds * 1000));
  const first = slotFinder(channel.shape)(startMs);
  if (first === undefined) throw outside(channel, startMs);
  const places: { day: LocalDay; slot: number }[] = [];
  let { day, slot } = first;
  while (slotStartMs(channel.shape, day, slot) < endMs) {
    places.push({ day, slot });
    slot += 1;
    if (slot < slotsOf(channel.shape, day)) continue;
    day += 1;
    slot = 0;
  }
  return places;
}

function limit(intervals: number): void {
  if (!(intervals > 0 && intervals <= EDIT_LIMIT)) throw readError("EDIT_TOO_LARGE", { limit: EDIT_LIMIT });
}

function outside(channel: Channel, startMs: number) {
  return readError("EDIT_OUTSIDE", { time: isoInstant(channel.shape.zone, startMs) });
}

function inputsOf(channel: Channel, cells: readonly Cell[], sequence: number): AddressedInput[] {
  const collector = new DayCollector(channel.shape, SOURCE_RANK.edit);
  for (const { day, slot, value, quality } of cells) collector.add(day, slot, value, quality, sequence);
  return collector.drain().map(({ day, input }) => ({ channel, day, input }));
}

/** Edits of a channel come one after the other (it is locked): the time in milliseconds, and always above the last. */
async function nextSequence(sql: TenantSql, tenantId: string, channelId: string, at: Date): Promise<number> {
  const text = `SELECT max(source_sequence) AS last FROM read_input WHERE tenant_id = $1 AND channel_id = $2 AND source_rank = $3`;
  const { rows } = await sql.query<{ last: string | null }>(text, [tenantId, channelId, SOURCE_RANK.edit]);
  return Math.max(at.getTime(), Number(rows[0]?.last ?? 0) + 1);
}

async function insertEdit(
  sql: TenantSql,
  scope: Scope,
  edit: { readonly id: string; readonly at: Date },
  request: EditRequest,
  cells: readonly Cell[],
  channel: Channel,
): Promise<void> {
  const starts = cells.map(({ day, slot }) => slotStartMs(channel.shape, day, slot));
  const startMs = starts.reduce((least, at) => Math.min(least, at), Number.POSITIVE_INFINITY);
  const lastMs = starts.reduce((most, at) => Math.max(most, at), Number.NEGATIVE_INFINITY);
  await sql.query(INSERT_EDIT, [
    scope.tenantId,
    edit.id,
    channel.id,
    null,
    new Date(startMs),
    new Date(lastMs + channel.shape.intervalSeconds * 1000),
    request.method === "fill" ? "set" : request.method,
    request.reason.trim(),
    scope.actor.id ?? null,
    scope.actor.name,
    edit.at,
  ]);
}

export const INSERT_EDIT = `
  INSERT INTO read_edit (tenant_id, id, channel_id, register_id, start_at, end_at, method, reason, made_by, made_by_name, made_at)
  VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)`;
