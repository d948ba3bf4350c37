import { commonError } from "#app/platform/common-errors.ts";
import { type TenantSql, withTenantSql } from "#app/platform/database.ts";
import type { Scope } from "#app/platform/tenancy.ts";
import { DAY_MS, isoDay, isoInstant, type LocalDay } from "#engines/kernel/zone.ts";
import {
  type DayValues,
  emptyDay,
  QUALITY_NAMES,
  type QualityName,
  resolveDay,
  SOURCE_RANK,
  slotStartMs,
  valueAt,
} from "#engines/metering/index.ts";
import { loadRange } from "./day-inputs.ts";
import { getChannel } from "./equipment.ts";

export interface ChannelRequest {
  readonly channelId: string;
  /** Local days [from, to); left out: a week, up to the last day that is known. */
  readonly from?: LocalDay | undefined;
  readonly to?: LocalDay | undefined;
}

/** One interval as it came in and as it stands. Values are decimal texts in the unit of the channel. */
export interface ShownInterval {
  readonly start: string;
  readonly startMs: number;
  readonly raw: string | null;
  readonly final: string | null;
  readonly quality: QualityName;
}

export interface ShownFinding {
  readonly check: string;
  readonly severity: string;
  readonly action: string;
  readonly from: string;
  readonly to: string;
  readonly detail: Readonly<Record<string, string>>;
}

export interface ShownEdit {
  readonly editId: string;
  readonly from: string;
  readonly to: string;
  readonly method: string;
  readonly reason: string;
  readonly madeBy: string;
  readonly madeAt: string;
}

export interface ShownChannel {
  readonly channelId: string;
  readonly code: string;
  readonly unit: string;
  readonly direction: "forward" | "reverse";
  readonly zone: string;
  readonly intervalSeconds: number;
  readonly servicePointNumber: string;
  readonly from: string;
  readonly to: string;
  readonly intervals: readonly ShownInterval[];
  readonly findings: readonly ShownFinding[];
  readonly edits: readonly ShownEdit[];
}

interface Span {
  readonly channelId: string;
  readonly from: LocalDay;
  readonly to: LocalDay;
}

const DAYS_LIMIT = 62;
const DEFAULT_DAYS = 7;

/**
 * A channel for staff: what the sources state (raw) beside what stands (final), what was found and who corrected what.
 * Raw is resolved without the edits of staff.
 * @throws NOT_FOUND, INPUT_INVALID when the span is longer than two months
 */
export async function showChannel(scope: Scope, request: ChannelRequest): Promise<ShownChannel> {
  const { channelId } = request;
  return withTenantSql(scope, async (sql) => {
    const { tenantId } = scope;
    const channel = await getChannel(sql, tenantId, channelId);
    const { shape } = channel;
    const { rows } = await sql.query<{ last_day: number | null; number: string }>(PLACE, [
      tenantId,
      channelId,
    ]);
    // A channel without a value yet shows the days up to now.
    const last = rows[0]?.last_day ?? Math.floor(Date.now() / DAY_MS);
    const to = request.to ?? (request.from === undefined ? last + 1 : request.from + DEFAULT_DAYS);
    const from = request.from ?? to - DEFAULT_DAYS;
    if (!(to > from && to - from <= DAYS_LIMIT)) {
      throw commonError("INPUT_INVALID", { field: "to", detail: `1 to ${DAYS_LIMIT} days` }, { path: "to" });
    }
    const span = { channelId, from, to };
    const finals = await loadFinals(sql, tenantId, span);
    const inputs = await loadRange(sql, tenantId, { channelId, from, to: to - 1 });
    const intervals: ShownInterval[] = [];
    for (let day = from; day < to; day += 1) {
      const final = finals.get(day) ?? emptyDay(shape, day);
      const stated = inputs.of(channelId, day).filter((input) => input.sourceRank < SOURCE_RANK.edit);
      const raw = resolveDay(shape, day, stated);
      final.values.forEach((_, slot) => {
        const startMs = slotStartMs(shape, day, slot);
        intervals.push({
          start: isoInstant(shape.zone, startMs),
          startMs,
          raw: valueAt(raw, slot)?.toString() ?? null,
          final: valueAt(final, slot)?.toString() ?? null,
          quality: QUALITY_NAMES[final.quality[slot] ?? 0] ?? "missing",
        });
      });
    }
    const at = (day: LocalDay, slot: number) => isoInstant(shape.zone, slotStartMs(shape, day, slot));
    const { id, code, unit, direction } = channel;
    return {
      channelId: id,
      code,
      unit,
      direction,
      zone: shape.zone.name,
      intervalSeconds: shape.intervalSeconds,
      servicePointNumber: rows[0]?.number ?? "",
      from: isoDay(from),
      to: isoDay(to),
      intervals,
      findings: (await loadFindings(sql, tenantId, span)).map((row) => ({
        check: row.check_name,
        severity: row.severity,
        action: row.action,
        from: at(row.day, row.from_slot),
        to: at(row.day, row.to_slot),
        detail: row.detail,
      })),
      edits: (
        await loadEdits(sql, tenantId, channelId, slotStartMs(shape, from, 0), slotStartMs(shape, to, 0))
      ).map((row) => ({
        editId: row.id,
        from: isoInstant(shape.zone, row.start_at.getTime()),
        to: isoInstant(shape.zone, row.end_at.getTime()),
        method: row.method,
        reason: row.reason,
        madeBy: row.made_by_name,
        madeAt: isoInstant(shape.zone, row.made_at.getTime()),
      })),
    };
  });
}

async function loadFinals(
  sql: TenantSql,
  tenantId: string,
  { channelId, from, to }: Span,
): Promise<Map<LocalDay, DayValues>> {
  const { rows } = await sql.query<{
    day: number;
    exponent: number;
    values: (string | null)[];
    quality: number[];
  }>(FINALS, [tenantId, channelId, isoDay(from), isoDay(to)]);
  return new Map(
    rows.map(({ day, exponent, values, quality }) => [
      day,
      { exponent, quality, values: values.map((value) => (value === null ? null : BigInt(value))) },
    ]),
  );
}

interface FindingRow {
  day: number;
  from_slot: number;
  to_slot: number;
  check_name: string;
  severity: string;
  action: string;
  detail: Record<string, string>;
}

async function loadFindings(sql: TenantSql, tenantId: string, request: Span): Promise<FindingRow[]> {
  const { channelId, from, to } = request;
  return (await sql.query<FindingRow>(FINDINGS, [tenantId, channelId, isoDay(from), isoDay(to)])).rows;
}

interface EditRow {
  id: string;
  start_at: Date;
  end_at: Date;
  method: string;
  reason: string;
  made_by_name: string;
  made_at: Date;
}

async function loadEdits(
  sql: TenantSql,
  tenantId: string,
  channelId: string,
  fromMs: number,
  toMs: number,
): Promise<EditRow[]> {
  return (await sql.query<EditRow>(EDITS, [tenantId, channelId, new Date(fromMs), new Date(toMs)])).rows;
}

const PLACE = `
  SELECT s.number, (SELECT max(d.local_day) - DATE '1970-01-01' FROM day_row d WHERE d.tenant_id = $1 AND d.channel_id = $2) AS last_day
  FROM channel c JOIN service_point s ON s.tenant_id = c.tenant_id AND s.id = c.service_point_id WHERE c.tenant_id = $1 AND c.id = $2`;

const FINALS = `
  SELECT local_day - DATE '1970-01-01' AS day, exponent, values, quality FROM day_row
  WHERE tenant_id = $1 AND channel_id = $2 AND local_day >= $3::date AND local_day < $4::date`;

const FINDINGS = `
  SELECT local_day - DATE '1970-01-01' AS day, from_slot, to_slot, check_name, severity, action, detail FROM read_finding
  WHERE tenant_id = $1 AND channel_id = $2 AND local_day >= $3::date AND local_day < $4::date ORDER BY local_day, from_slot`;

const EDITS = `
  SELECT id, start_at, end_at, method, reason, made_by_name, made_at FROM read_edit
  WHERE tenant_id = $1 AND channel_id = $2 AND start_at < $4 AND end_at > $3 ORDER BY made_at DESC LIMIT 200`;
