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

/** Everything that was ever stated about the days. */
export async function loadInputs(
  sql: TenantSql,
  tenantId: string,
  ranges: readonly DayRange[],
): Promise<InputIndex> {
  const index = new InputIndex();
  if (ranges.length === 0) return index;
  const { rows } = await sql.query<InputRow>(LOAD, [
    tenantId,
    ranges.map((range) => range.channelId),
    ranges.map((range) => range.from),
    ranges.map((range) => range.to),
  ]);
  for (const row of rows) index.add(row.channel_id, row.day, inputOf(row));
  return index;
}

interface InputRow {
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

const LOAD = `
  SELECT i.channel_id, i.local_day - DATE '1970-01-01' AS day, i.source_rank, i.source_sequence, i.exponent, i.values, i.quality
  FROM unnest($2::uuid[], $3::int[], $4::int[]) AS w (channel_id, first_day, last_day)
  JOIN read_input i ON i.tenant_id = $1 AND i.channel_id = w.channel_id
    AND i.local_day BETWEEN DATE '1970-01-01' + w.first_day AND DATE '1970-01-01' + w.last_day`;

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
