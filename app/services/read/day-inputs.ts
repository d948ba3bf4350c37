import type { TenantSql } from "#app/platform/database.ts";
import { isoDay, type LocalDay } from "#engines/kernel/zone.ts";
import { type AddressedInput, type Channel, type DayInput, inputHash } from "#engines/metering/index.ts";
import { type Cause, causeColumns } from "./cause.ts";
import { arrayText, copyHash, copyLine, stage } from "./staging.ts";

/** Days of one channel from one to another, both included. */
export interface DayRange {
  readonly channelId: string;
  readonly from: LocalDay;
  readonly to: LocalDay;
}

/** Inputs by channel and day. */
export class InputIndex {
  readonly #channels = new Map<string, Map<LocalDay, DayInput[]>>();

  add(channelId: string, day: LocalDay, input: DayInput): void {
    const days = this.#channels.get(channelId) ?? new Map<LocalDay, DayInput[]>();
    this.#channels.set(channelId, days);
    const inputs = days.get(day);
    if (inputs === undefined) days.set(day, [input]);
    else inputs.push(input);
  }

  of(channelId: string, day: LocalDay): readonly DayInput[] {
    return this.#channels.get(channelId)?.get(day) ?? [];
  }

  daysOf(channelId: string): LocalDay[] {
    return [...(this.#channels.get(channelId)?.keys() ?? [])];
  }
}

/**
 * Holds the channels until the transaction ends, so that two batches which touch the same day come one after the other
 * and both are seen. Rows are locked in the order of their ids: two batches never wait for each other.
 */
export async function lockChannels(
  sql: TenantSql,
  tenantId: string,
  channelIds: readonly string[],
): Promise<void> {
  const text = `SELECT 1 FROM channel WHERE tenant_id = $1 AND id = ANY ($2::uuid[]) ORDER BY id FOR NO KEY UPDATE`;
  await sql.query(text, [tenantId, channelIds]);
}

/** A day of one channel. */
export interface DayKey {
  readonly channelId: string;
  readonly day: LocalDay;
}

/** Everything that was ever stated about the days of the ranges. */
export async function loadRange(sql: TenantSql, tenantId: string, range: DayRange): Promise<InputIndex> {
  const { rows } = await sql.query<InputRow>(LOAD_RANGE, [tenantId, range.channelId, range.from, range.to]);
  return indexOf(rows);
}

/** Everything that was ever stated about single days. */
export async function loadDays(
  sql: TenantSql,
  tenantId: string,
  keys: readonly DayKey[],
): Promise<InputRow[]> {
  if (keys.length === 0) return [];
  const values = [tenantId, keys.map((key) => key.channelId), keys.map((key) => key.day)];
  return (await sql.query<InputRow>(LOAD_DAYS, values)).rows;
}

/**
 * What is known already of days for which inputs have come, by channel and day: the names of the inputs. Cheap where
 * nothing or the same is known, which is the rule.
 */
export async function knownHashes(
  sql: TenantSql,
  tenantId: string,
  keys: readonly DayKey[],
): Promise<Map<string, Set<string>>> {
  const values = [tenantId, keys.map((key) => key.channelId), keys.map((key) => key.day)];
  const { rows } = await sql.query<{ channel_id: string; day: number; hash: string }>(KNOWN, values);
  const known = new Map<string, Set<string>>();
  for (const { channel_id, day, hash } of rows) {
    const name = dayName({ channelId: channel_id, day });
    const hashes = known.get(name);
    if (hashes === undefined) known.set(name, new Set([hash]));
    else hashes.add(hash);
  }
  return known;
}

export function dayName({ channelId, day }: DayKey): string {
  return `${channelId} ${day}`;
}

export function addRows(index: InputIndex, rows: readonly InputRow[]): void {
  for (const row of rows) index.add(row.channel_id, row.day, inputOf(row));
}

function indexOf(rows: readonly InputRow[]): InputIndex {
  const index = new InputIndex();
  addRows(index, rows);
  return index;
}

export interface InputRow {
  channel_id: string;
  day: number;
  source_rank: number;
  source_sequence: string;
  exponent: number;
  values: (string | null)[];
  quality: number[];
}

function inputOf(row: InputRow): DayInput {
  return {
    sourceRank: row.source_rank,
    sourceSequence: Number(row.source_sequence),
    exponent: row.exponent,
    values: row.values.map((value) => (value === null ? null : BigInt(value))),
    quality: row.quality,
  };
}

const COLUMNS = `i.channel_id, i.local_day - DATE '1970-01-01' AS day, i.source_rank, i.source_sequence, i.exponent, i.values, i.quality`;

const DAYS_JOIN = `
  FROM unnest($2::uuid[], $3::int[]) AS w (channel_id, day)
  JOIN read_input i ON i.tenant_id = $1 AND i.channel_id = w.channel_id AND i.local_day = DATE '1970-01-01' + w.day`;

const LOAD_DAYS = `SELECT ${COLUMNS} ${DAYS_JOIN}`;

const KNOWN = `SELECT i.channel_id, w.day, encode(i.content_hash, 'hex') AS hash ${DAYS_JOIN}`;

const LOAD_RANGE = `
  SELECT ${COLUMNS} FROM read_input i
  WHERE i.tenant_id = $1 AND i.channel_id = $2 AND i.local_day BETWEEN DATE '1970-01-01' + $3::int AND DATE '1970-01-01' + $4::int`;

/** Adds statements to the raw layer. One that stands already is left as it is. */
export async function insertInputs(
  sql: TenantSql,
  tenantId: string,
  cause: Cause,
  inputs: readonly AddressedInput[],
): Promise<void> {
  if (inputs.length === 0) return;
  await stage(sql, "stage_read_input", STAGE_COLUMNS, inputs.map(inputLine));
  await sql.query(INSERT, [tenantId, ...causeColumns(cause), cause.at]);
}

function inputLine({ channel, day, input }: AddressedInput): string {
  return copyLine([
    channel.id,
    isoDay(day),
    copyHash(inputHash(input)),
    input.sourceRank,
    input.sourceSequence,
    minutesOf(channel),
    input.exponent,
    arrayText(input.values),
    arrayText(input.quality),
  ]);
}

export function minutesOf(channel: Channel): number {
  return channel.shape.intervalSeconds / 60;
}

const STAGE_COLUMNS = `channel_id uuid, local_day date, content_hash bytea, source_rank smallint, source_sequence bigint,
  interval_minutes smallint, exponent smallint, values bigint[], quality smallint[]`;

const INSERT = `
  INSERT INTO read_input (tenant_id, channel_id, local_day, content_hash, source_rank, source_sequence, interval_minutes,
    exponent, values, quality, ingest_batch_id, read_edit_id, received_at)
  SELECT $1::uuid, channel_id, local_day, content_hash, source_rank, source_sequence, interval_minutes,
    exponent, values, quality, $2::uuid, $3::uuid, $4::timestamptz
  FROM pg_temp.stage_read_input
  ON CONFLICT (tenant_id, channel_id, local_day, content_hash) DO NOTHING`;
