import { commonError } from "#app/platform/common-errors.ts";
import { type TenantSql, withTenantSql } from "#app/platform/database.ts";
import type { Scope } from "#app/platform/tenancy.ts";
import { Decimal } from "#engines/kernel/decimal.ts";
import { addMonths } from "#engines/kernel/interval.ts";
import { dayStartMs, isoDay, isoInstant, type LocalDay, type Zone, zoneOf } from "#engines/kernel/zone.ts";
import { advanceOf, QUALITY } from "#engines/metering/index.ts";
import { CHANNEL_COLUMNS, type ChannelRow, channelOf } from "./equipment.ts";

/** What to show: local days [from, to) of the service point, in buckets. */
export interface UsageRequest {
  readonly servicePointId: string;
  readonly from: LocalDay;
  readonly to: LocalDay;
  readonly step: "interval" | "day" | "month";
}

/** One bar of a usage chart. `start` is local with its offset for intervals, a date for days and months. */
export interface UsageBucket {
  readonly start: string;
  /** Decimal text in the unit of the series; `null` where nothing is known. */
  readonly quantity: string | null;
  readonly missing: number;
  readonly estimated: number;
}

export interface ChannelUsage {
  readonly channelId: string;
  readonly code: string;
  readonly direction: "forward" | "reverse";
  readonly unit: string;
  readonly zone: string;
  readonly buckets: readonly UsageBucket[];
}

/** What a register counted from one read to the next, multiplier applied. */
export interface RegisterStep {
  readonly from: string;
  readonly to: string;
  readonly startIndex: string;
  readonly endIndex: string;
  /** `null` where the index went backwards. */
  readonly quantity: string | null;
  readonly estimated: boolean;
}

export interface RegisterSeries {
  readonly registerId: string;
  readonly meterSerial: string;
  readonly code: string;
  readonly direction: "forward" | "reverse";
  readonly unit: string;
  readonly multiplier: string;
  readonly steps: readonly RegisterStep[];
}

export interface ServicePointUsage {
  readonly servicePointId: string;
  readonly zone: string;
  readonly channels: readonly ChannelUsage[];
  readonly registers: readonly RegisterSeries[];
}

/** Days of single intervals that one answer holds, and days of sums. */
const INTERVAL_DAYS_LIMIT = 62;
const DAYS_LIMIT = 3_700;

/**
 * The usage of a service point for charts: interval channels summed by bucket, register reads as steps. Customers see
 * what the floor of the portal's role lets them see: their own agreements' time.
 * @throws NOT_FOUND, INPUT_INVALID when the span is too long for its step
 */
export async function usageOfServicePoint(scope: Scope, request: UsageRequest): Promise<ServicePointUsage> {
  const days = request.to - request.from;
  const limit = request.step === "interval" ? INTERVAL_DAYS_LIMIT : DAYS_LIMIT;
  if (!(days > 0 && days <= limit)) {
    throw commonError("INPUT_INVALID", { field: "to", detail: `1 to ${limit} days` });
  }
  return withTenantSql(scope, async (sql) => {
    const { rows } = await sql.query<{ timezone: string; tenant_id: string }>(
      "SELECT timezone, tenant_id FROM service_point WHERE tenant_id = ANY ($1::uuid[]) AND id = $2",
      [scope.readable, request.servicePointId],
    );
    const point = rows[0];
    if (point === undefined) throw commonError("NOT_FOUND");
    return {
      servicePointId: request.servicePointId,
      zone: point.timezone,
      channels: await channelUsages(sql, point.tenant_id, request),
      registers: await registerSeries(sql, point.tenant_id, request, zoneOf(point.timezone)),
    };
  });
}

async function channelUsages(
  sql: TenantSql,
  tenantId: string,
  request: UsageRequest,
): Promise<ChannelUsage[]> {
  const { rows } = await sql.query<ChannelRow>(
    `SELECT ${CHANNEL_COLUMNS} FROM channel c WHERE c.tenant_id = $1 AND c.service_point_id = $2 ORDER BY c.code`,
    [tenantId, request.servicePointId],
  );
  const usages: ChannelUsage[] = [];
  for (const row of rows) {
    const { id, code, direction, unit, shape } = channelOf(row);
    const span = [tenantId, id, isoDay(request.from), isoDay(request.to)];
    const buckets =
      request.step === "interval"
        ? await intervalBuckets(sql, span, shape.zone)
        : await sumBuckets(sql, span, request.step);
    usages.push({ channelId: id, code, direction, unit, zone: shape.zone.name, buckets });
  }
  return usages;
}

async function sumBuckets(
  sql: TenantSql,
  span: readonly unknown[],
  step: "day" | "month",
): Promise<UsageBucket[]> {
  const { rows } = await sql.query<{
    start: string;
    quantity: string | null;
    missing: string;
    estimated: string;
  }>(SUMS, [...span, step]);
  return rows.map(({ start, quantity, missing, estimated }) => ({
    start,
    quantity: quantity === null ? null : Decimal.parse(quantity).stripped().toString(),
    missing: Number(missing),
    estimated: Number(estimated),
  }));
}

async function intervalBuckets(sql: TenantSql, span: readonly unknown[], zone: Zone): Promise<UsageBucket[]> {
  const { rows } = await sql.query<DayRecord>(ROWS, span);
  return rows.flatMap((row) => {
    const startMs = dayStartMs(zone, row.day);
    return row.values.map((value, slot) => ({
      start: isoInstant(zone, startMs + slot * row.interval_minutes * 60_000),
      quantity: value === null ? null : Decimal.fromUnits(BigInt(value), -row.exponent).toString(),
      missing: value === null ? 1 : 0,
      estimated: ESTIMATED.has(row.quality[slot] ?? 0) ? 1 : 0,
    }));
  });
}

interface DayRecord {
  day: LocalDay;
  interval_minutes: number;
  exponent: number;
  values: (string | null)[];
  quality: number[];
}

const ESTIMATED: ReadonlySet<number> = new Set([QUALITY.estimated, QUALITY.estimatedBySource]);

async function registerSeries(
  sql: TenantSql,
  tenantId: string,
  request: UsageRequest,
  zone: Zone,
): Promise<RegisterSeries[]> {
  const { rows } = await sql.query<ReadRecord>(READS, [
    tenantId,
    request.servicePointId,
    // A step belongs to the span in which it ends; the read before may lie a reading cycle earlier.
    new Date(dayStartMs(zone, addMonths(request.from, -2))),
    new Date(dayStartMs(zone, request.to) + 1),
  ]);
  const fromMs = dayStartMs(zone, request.from);
  return [...Map.groupBy(rows, (row) => `${row.register_id} ${row.installation_id}`).values()].map(
    (reads) => {
      const [{ register_id, serial, code, direction, unit, multiplier }] = reads as [
        ReadRecord,
        ...ReadRecord[],
      ];
      const steps = reads
        .slice(1)
        .map((read, at) => stepOf(reads[at]!, read, zone))
        .filter((_, at) => Number(reads[at + 1]!.at_ms) > fromMs);
      return {
        registerId: register_id,
        meterSerial: serial,
        code,
        direction,
        unit,
        multiplier: Decimal.parse(multiplier).stripped().toString(),
        steps,
      };
    },
  );
}

interface ReadRecord {
  register_id: string;
  installation_id: string;
  serial: string;
  code: string;
  direction: "forward" | "reverse";
  unit: string;
  multiplier: string;
  integer_digits: number;
  at_ms: string;
  index_value: string;
  quality: number;
}

function stepOf(start: ReadRecord, end: ReadRecord, zone: Zone): RegisterStep {
  const [startIndex, endIndex] = [Decimal.parse(start.index_value), Decimal.parse(end.index_value)];
  const advance = advanceOf({ integerDigits: start.integer_digits }, startIndex, endIndex);
  return {
    from: isoInstant(zone, Number(start.at_ms)),
    to: isoInstant(zone, Number(end.at_ms)),
    startIndex: startIndex.toString(),
    endIndex: endIndex.toString(),
    quantity:
      advance.kind === "backwards"
        ? null
        : advance.quantity.times(Decimal.parse(start.multiplier)).stripped().toString(),
    estimated: ESTIMATED.has(start.quality) || ESTIMATED.has(end.quality),
  };
}

const SUMS = `
  SELECT to_char(date_trunc($5, d.local_day), 'YYYY-MM-DD') AS start,
    sum(v.total * power(10::numeric, d.exponent))::text AS quantity, sum(v.missing)::bigint AS missing, sum(v.estimated)::bigint AS estimated
  FROM day_row d CROSS JOIN LATERAL (
    SELECT sum(u.value) AS total, count(*) FILTER (WHERE u.value IS NULL) AS missing, count(*) FILTER (WHERE u.quality IN (3, 6)) AS estimated
    FROM unnest(d.values, d.quality) AS u (value, quality)
  ) v
  WHERE d.tenant_id = $1 AND d.channel_id = $2 AND d.local_day >= $3::date AND d.local_day < $4::date
  GROUP BY 1 ORDER BY 1`;

const ROWS = `
  SELECT d.local_day - DATE '1970-01-01' AS day, d.interval_minutes, d.exponent, d.values, d.quality FROM day_row d
  WHERE d.tenant_id = $1 AND d.channel_id = $2 AND d.local_day >= $3::date AND d.local_day < $4::date ORDER BY d.local_day`;

const READS = `
  SELECT r.id AS register_id, i.id AS installation_id, m.serial, r.code, r.direction, r.unit, i.multiplier::text AS multiplier, r.integer_digits,
    round(extract(epoch FROM rr.read_at) * 1000)::bigint AS at_ms, rr.index_value::text AS index_value, rr.quality
  FROM meter_installation i
  JOIN meter m ON m.tenant_id = i.tenant_id AND m.id = i.meter_id
  JOIN register r ON r.tenant_id = i.tenant_id AND r.meter_id = i.meter_id AND r.code <> 'demand'
  JOIN register_read rr ON rr.tenant_id = r.tenant_id AND rr.register_id = r.id AND rr.index_value IS NOT NULL
    AND rr.read_at >= greatest(i.installed_at, $3::timestamptz) AND rr.read_at <= least(i.removed_at, $4::timestamptz)
  WHERE i.tenant_id = $1 AND i.service_point_id = $2
  ORDER BY i.installed_at, m.serial, r.code, r.direction, rr.read_at`;
