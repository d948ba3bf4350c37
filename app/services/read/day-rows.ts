import type { TenantSql } from "#app/platform/database.ts";
import { isoDay, type LocalDay } from "#engines/kernel/zone.ts";
import { type Channel, type DayValues, type Finding, QUALITY } from "#engines/metering/index.ts";
import type { Cause } from "./cause.ts";
import { type DayKey, minutesOf } from "./day-inputs.ts";
import { arrayText, copyLine, stage } from "./staging.ts";

/** A day made final, with what was found in it. */
export interface FinalRow {
  readonly channel: Channel;
  readonly day: LocalDay;
  readonly row: DayValues;
  readonly findings: readonly Finding[];
}

export interface WriteCounts {
  readonly added: number;
  readonly changed: number;
}

/**
 * Writes final days: what stood before goes into the journal, rows that are the same are not touched, findings are
 * replaced with their day.
 */
export async function writeFinalRows(
  sql: TenantSql,
  tenantId: string,
  cause: Cause,
  rows: readonly FinalRow[],
): Promise<WriteCounts> {
  if (rows.length === 0) return { added: 0, changed: 0 };
  await stage(sql, "stage_day_row", STAGE_COLUMNS, rows.map(rowLine));
  await sql.query(JOURNAL, [tenantId, cause.id, cause.at]);
  const { rows: written } = await sql.query<{ added: boolean }>(UPSERT, [tenantId]);
  await replaceFindings(sql, tenantId, rows);
  const added = written.filter((row) => row.added).length;
  return { added, changed: written.length - added };
}

/**
 * Which of the days stand with a gap at an edge: towards the day before (`first`) or after (`last`). Only these can
 * become other days when a neighbour changes.
 */
export async function openNeighbours(
  sql: TenantSql,
  tenantId: string,
  keys: readonly (DayKey & { readonly edge: "first" | "last" })[],
): Promise<DayKey[]> {
  if (keys.length === 0) return [];
  const { rows } = await sql.query<{ channel_id: string; day: number }>(OPEN, [
    tenantId,
    keys.map((key) => key.channelId),
    keys.map((key) => key.day),
    keys.map((key) => key.edge === "first"),
    [QUALITY.missing, QUALITY.withdrawn, QUALITY.estimated, QUALITY.suspect],
  ]);
  return rows.map(({ channel_id, day }) => ({ channelId: channel_id, day }));
}

function rowLine({ channel, day, row }: FinalRow): string {
  return copyLine([
    channel.id,
    isoDay(day),
    channel.shape.zone.name,
    minutesOf(channel),
    row.exponent,
    arrayText(row.values),
    arrayText(row.quality),
  ]);
}

async function replaceFindings(sql: TenantSql, tenantId: string, rows: readonly FinalRow[]): Promise<void> {
  await sql.query(CLEAR_FINDINGS, [
    tenantId,
    rows.map(({ channel }) => channel.id),
    rows.map(({ day }) => day),
  ]);
  const found = rows.flatMap(({ channel, day, findings }) =>
    findings.map((finding) => ({
      channel_id: channel.id,
      local_day: isoDay(day),
      from_slot: finding.fromSlot,
      check_name: finding.check,
      to_slot: finding.toSlot,
      severity: finding.severity,
      action: finding.action,
      detail: finding.detail,
    })),
  );
  if (found.length > 0) await sql.query(INSERT_FINDINGS, [tenantId, JSON.stringify(found)]);
}

const STAGE_COLUMNS = `channel_id uuid, local_day date, timezone text, interval_minutes smallint, exponent smallint,
  values bigint[], quality smallint[]`;

const DIFFERS = (a: string, b: string) =>
  `(${a}.timezone, ${a}.interval_minutes, ${a}.exponent, ${a}.values, ${a}.quality) IS DISTINCT FROM
   (${b}.timezone, ${b}.interval_minutes, ${b}.exponent, ${b}.values, ${b}.quality)`;

const JOURNAL = `
  INSERT INTO read_revision (tenant_id, channel_id, local_day, cause_id, at, exponent, values, quality)
  SELECT d.tenant_id, d.channel_id, d.local_day, $2::uuid, $3::timestamptz, d.exponent, d.values, d.quality
  FROM pg_temp.stage_day_row s
  JOIN day_row d ON d.tenant_id = $1 AND d.channel_id = s.channel_id AND d.local_day = s.local_day
  WHERE ${DIFFERS("d", "s")}
  ON CONFLICT (tenant_id, channel_id, local_day, cause_id) DO NOTHING`;

const UPSERT = `
  INSERT INTO day_row (tenant_id, channel_id, local_day, timezone, interval_minutes, exponent, values, quality)
  SELECT $1::uuid, channel_id, local_day, timezone, interval_minutes, exponent, values, quality
  FROM pg_temp.stage_day_row
  ON CONFLICT (tenant_id, channel_id, local_day) DO UPDATE SET timezone = excluded.timezone,
    interval_minutes = excluded.interval_minutes, exponent = excluded.exponent, values = excluded.values, quality = excluded.quality
  WHERE ${DIFFERS("day_row", "excluded")}
  RETURNING xmax = 0 AS added`;

// Estimated and suspect edges count as open: what stands there was put in, or would have been with another neighbour.
const OPEN = `
  SELECT w.channel_id, w.day
  FROM unnest($2::uuid[], $3::int[], $4::boolean[]) AS w (channel_id, day, first)
  JOIN day_row d ON d.tenant_id = $1 AND d.channel_id = w.channel_id AND d.local_day = DATE '1970-01-01' + w.day
  WHERE d.quality[CASE WHEN w.first THEN 1 ELSE cardinality(d.quality) END] = ANY ($5::smallint[])`;

const CLEAR_FINDINGS = `
  DELETE FROM read_finding f USING unnest($2::uuid[], $3::int[]) AS w (channel_id, day)
  WHERE f.tenant_id = $1 AND f.channel_id = w.channel_id AND f.local_day = DATE '1970-01-01' + w.day`;

const INSERT_FINDINGS = `
  INSERT INTO read_finding (tenant_id, channel_id, local_day, from_slot, check_name, to_slot, severity, action, detail)
  SELECT $1::uuid, f.channel_id, f.local_day, f.from_slot, f.check_name, f.to_slot, f.severity, f.action, f.detail
  FROM jsonb_to_recordset($2::jsonb) AS f (channel_id uuid, local_day date, from_slot smallint, check_name text,
    to_slot smallint, severity text, action text, detail jsonb)
  ON CONFLICT (tenant_id, channel_id, local_day, from_slot, check_name) DO NOTHING`;
