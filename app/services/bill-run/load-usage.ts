import type { TenantSql } from "#app/platform/database.ts";
import type { Usage } from "#engines/billing/index.ts";
import { present } from "#engines/kernel/assert.ts";
import { Decimal } from "#engines/kernel/decimal.ts";
import { attempt, type Result } from "#engines/kernel/result.ts";
import { dayStartMs, type LocalDay, parseDay, zoneOf } from "#engines/kernel/zone.ts";
import type { InstalledRegister, RegisterPart } from "#engines/metering/index.ts";
import { type ChannelDay, intervalUsages } from "./interval-usage.ts";
import type { AgreementToBill } from "./load-agreements.ts";
import { type CodedRegister, registerUsages } from "./register-usage.ts";

/** What was used in the period of an agreement, and the reads that say so. */
export interface LoadedUsage {
  readonly usage: Usage;
  readonly reads: readonly RegisterPart[];
  /** Some interval of it is estimated; for registers the parts tell. */
  readonly estimated: boolean;
}

/** How far from the edge of a period a read may lie that stands for it: reading rounds take some days. */
const READ_TOLERANCE_MS = 3 * 24 * 3_600_000;

/** Days before and after the period of which rows are loaded, where meter and agreement count days in different zones. */
const ZONE_MARGIN_DAYS = 1;

/**
 * The use of many agreements at once, in two statements. An agreement whose reads allow no right quantity (missing,
 * backwards) gets the fault instead; the others are not held up.
 */
export async function loadUsage(
  sql: TenantSql,
  tenantId: string,
  agreements: readonly AgreementToBill[],
): Promise<Map<string, Result<LoadedUsage>>> {
  const [byRegister, byInterval] = [
    agreements.filter((agreement) => agreement.usageSource === "register"),
    agreements.filter((agreement) => agreement.usageSource === "interval"),
  ];
  const registers = await loadRegisters(sql, tenantId, byRegister);
  const days = await loadDays(sql, tenantId, byInterval);
  const loaded = new Map<string, Result<LoadedUsage>>();
  for (const agreement of byRegister) {
    const { from, to } = daysOf(agreement);
    const period = instantsOf(agreement);
    const installed = registers.get(agreement.id) ?? [];
    loaded.set(
      agreement.id,
      attempt(() => registerUsages(installed, period, from, to, READ_TOLERANCE_MS)),
    );
  }
  for (const agreement of byInterval) {
    loaded.set(
      agreement.id,
      attempt(() => intervalUsages(days.get(agreement.id) ?? [])),
    );
  }
  return loaded;
}

export function daysOf(agreement: AgreementToBill): { from: LocalDay; to: LocalDay } {
  const why = "PostgreSQL gives dates as year-month-day";
  return {
    from: present(parseDay(agreement.periodStart), why),
    to: present(parseDay(agreement.periodEnd), why),
  };
}

function instantsOf(agreement: AgreementToBill): { startMs: number; endMs: number } {
  const zone = zoneOf(agreement.timezone);
  const { from, to } = daysOf(agreement);
  return { startMs: dayStartMs(zone, from), endMs: dayStartMs(zone, to) };
}

interface RegisterRow {
  agreement_id: string;
  register_id: string;
  installed_ms: string;
  removed_ms: string | null;
  serial: string;
  code: string;
  direction: "forward" | "reverse";
  unit: string;
  integer_digits: number;
  multiplier: string;
  /** Reads near the two edges: "ms quality index", one a line. In a short period they may be the same. */
  start_reads: string | null;
  end_reads: string | null;
}

// As in load-agreements.ts: laterals, so that each step is a look-up by key.

/** Reads of a register within the tolerance of an edge of the period, by its key. */
const readsNear = (edge: string): string => `(
  SELECT string_agg((extract(epoch FROM rr.read_at) * 1000)::bigint || ' ' || rr.quality || ' ' || rr.index_value, E'\\n')
  FROM register_read rr
  WHERE rr.tenant_id = $1 AND rr.register_id = r.id AND rr.index_value IS NOT NULL
    AND rr.read_at >= ${edge} - $6::interval AND rr.read_at <= ${edge} + $6::interval)`;

const REGISTERS = `
  SELECT p.agreement_id, r.id AS register_id, (extract(epoch FROM i.installed_at) * 1000)::bigint AS installed_ms,
    (extract(epoch FROM i.removed_at) * 1000)::bigint AS removed_ms, m.serial, r.code, r.direction, r.unit,
    r.integer_digits, i.multiplier::text AS multiplier,
    ${readsNear("greatest(p.start_at, i.installed_at)")} AS start_reads,
    ${readsNear("least(p.end_at, i.removed_at)")} AS end_reads
  FROM unnest($2::uuid[], $3::uuid[], $4::timestamptz[], $5::timestamptz[]) AS p(agreement_id, service_point_id, start_at, end_at)
  CROSS JOIN LATERAL (
    SELECT * FROM meter_installation x
    WHERE x.tenant_id = $1 AND x.service_point_id = p.service_point_id
      AND x.installed_at < p.end_at AND (x.removed_at IS NULL OR x.removed_at > p.start_at) OFFSET 0
  ) AS i
  CROSS JOIN LATERAL (SELECT x.serial FROM meter x WHERE x.tenant_id = $1 AND x.id = i.meter_id LIMIT 1) AS m
  CROSS JOIN LATERAL (SELECT * FROM register x WHERE x.tenant_id = $1 AND x.meter_id = i.meter_id OFFSET 0) AS r`;

async function loadRegisters(
  sql: TenantSql,
  tenantId: string,
  agreements: readonly AgreementToBill[],
): Promise<Map<string, CodedRegister[]>> {
  const found = new Map<string, CodedRegister[]>();
  if (agreements.length === 0) return found;
  const periods = agreements.map(instantsOf);
  const { rows } = await sql.query<RegisterRow>(REGISTERS, [
    tenantId,
    agreements.map(({ id }) => id),
    agreements.map(({ servicePointId }) => servicePointId),
    periods.map(({ startMs }) => new Date(startMs)),
    periods.map(({ endMs }) => new Date(endMs)),
    `${READ_TOLERANCE_MS} milliseconds`,
  ]);
  for (const row of rows) {
    const list = found.get(row.agreement_id);
    const register = registerOf(row);
    if (list === undefined) found.set(row.agreement_id, [register]);
    else list.push(register);
  }
  return found;
}

function registerOf(row: RegisterRow): CodedRegister {
  const installed: InstalledRegister = {
    registerId: row.register_id,
    meterSerial: row.serial,
    shape: { integerDigits: row.integer_digits },
    multiplier: Decimal.parse(row.multiplier).stripped(),
    installed: {
      startMs: Number(row.installed_ms),
      endMs: row.removed_ms === null ? Number.POSITIVE_INFINITY : Number(row.removed_ms),
    },
    reads: `${row.start_reads ?? ""}\n${row.end_reads ?? ""}`
      .split("\n")
      .filter((line) => line !== "")
      .map((line) => {
        const [ms = "", quality = "", index = ""] = line.split(" ");
        return { atMs: Number(ms), quality: Number(quality), index: Decimal.parse(index) };
      }),
  };
  return { code: row.code, direction: row.direction, unit: row.unit, installed };
}

interface DayRecord {
  agreement_id: string;
  channel_id: string;
  direction: "forward" | "reverse";
  unit: string;
  local_day: string;
  timezone: string;
  interval_minutes: number;
  exponent: number;
  values: string;
  estimated: boolean;
}

const DAYS = `
  SELECT p.agreement_id, c.id AS channel_id, c.direction, c.unit, d.local_day, d.timezone, d.interval_minutes, d.exponent,
    d.values::text AS values, d.quality && '{3,6}'::smallint[] AS estimated
  FROM unnest($2::uuid[], $3::uuid[], $4::date[], $5::date[]) AS p(agreement_id, service_point_id, start_day, end_day)
  CROSS JOIN LATERAL (SELECT * FROM channel x WHERE x.tenant_id = $1 AND x.service_point_id = p.service_point_id OFFSET 0) AS c
  CROSS JOIN LATERAL (
    SELECT * FROM day_row x WHERE x.tenant_id = $1 AND x.channel_id = c.id
      AND x.local_day >= p.start_day - $6::integer AND x.local_day < p.end_day + $6::integer OFFSET 0
  ) AS d
  ORDER BY p.agreement_id, c.id, d.local_day`;

async function loadDays(
  sql: TenantSql,
  tenantId: string,
  agreements: readonly AgreementToBill[],
): Promise<Map<string, ChannelDay[]>> {
  const found = new Map<string, ChannelDay[]>();
  if (agreements.length === 0) return found;
  const { rows } = await sql.query<DayRecord>(DAYS, [
    tenantId,
    agreements.map(({ id }) => id),
    agreements.map(({ servicePointId }) => servicePointId),
    agreements.map(({ periodStart }) => periodStart),
    agreements.map(({ periodEnd }) => periodEnd),
    ZONE_MARGIN_DAYS,
  ]);
  for (const row of rows) {
    const day: ChannelDay = {
      channelId: row.channel_id,
      direction: row.direction,
      unit: row.unit,
      day: present(parseDay(row.local_day), "PostgreSQL gives dates as year-month-day"),
      timezone: row.timezone,
      intervalMinutes: row.interval_minutes,
      exponent: row.exponent,
      values: row.values,
      estimated: row.estimated,
    };
    const list = found.get(row.agreement_id);
    if (list === undefined) found.set(row.agreement_id, [day]);
    else list.push(day);
  }
  return found;
}
