import { commonError } from "#app/platform/common-errors.ts";
import type { TenantSql } from "#app/platform/database.ts";
import { assert } from "#engines/kernel/assert.ts";
import { zoneOf } from "#engines/kernel/zone.ts";
import {
  type Channel,
  INTERVAL_SECONDS,
  type IntervalSeconds,
  isUnit,
  type Register,
} from "#engines/metering/index.ts";

/** A row of `channel` as the metering engine takes it. */
export interface ChannelRow {
  id: string;
  code: string;
  unit: string;
  direction: "forward" | "reverse";
  interval_minutes: number;
  timezone: string;
  exponent: number;
}

export const CHANNEL_COLUMNS =
  "c.id, c.code, c.unit, c.direction, c.interval_minutes, c.timezone, c.exponent";

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;

export function channelOf(row: ChannelRow): Channel {
  const intervalSeconds = row.interval_minutes * 60;
  assert(isIntervalSize(intervalSeconds), "the database allows no other size");
  assert(isUnit(row.unit), `channel ${row.id} counts in ${row.unit}, which metering does not know`);
  const { id, code, unit, direction, exponent } = row;
  return { id, code, unit, direction, shape: { zone: zoneOf(row.timezone), intervalSeconds, exponent } };
}

function isIntervalSize(seconds: number): seconds is IntervalSeconds {
  return (INTERVAL_SECONDS as readonly number[]).includes(seconds);
}

/**
 * Channels by the names that files and people use: the id, `<service point>/<code>`, or the number of a service point
 * that has one channel only. Names that fit none or several are absent from the answer.
 */
export async function findChannels(
  sql: TenantSql,
  tenantId: string,
  names: readonly string[],
): Promise<Map<string, Channel>> {
  const ids = names.filter((name) => UUID.test(name));
  const paths = names.filter((name) => !UUID.test(name)).map(splitPath);
  const found = new Map<string, Channel>();
  if (ids.length > 0) {
    const text = `SELECT ${CHANNEL_COLUMNS} FROM channel c WHERE c.tenant_id = $1 AND c.id = ANY ($2::uuid[])`;
    const { rows } = await sql.query<ChannelRow>(text, [tenantId, ids]);
    for (const row of rows) found.set(row.id, channelOf(row));
  }
  if (paths.length > 0) {
    const { rows } = await sql.query<ChannelRow & { name: string; matches: string }>(BY_PATH, [
      tenantId,
      paths.map((path) => path.name),
      paths.map((path) => path.point),
      paths.map((path) => path.code),
    ]);
    for (const row of rows) if (row.matches === "1") found.set(row.name, channelOf(row));
  }
  return found;
}

/** The channel of an id. @throws NOT_FOUND */
export async function getChannel(sql: TenantSql, tenantId: string, id: string): Promise<Channel> {
  const channel = (await findChannels(sql, tenantId, [id])).get(id);
  if (channel === undefined) throw commonError("NOT_FOUND");
  return channel;
}

const BY_PATH = `
  SELECT n.name, count(*) OVER (PARTITION BY n.name) AS matches, ${CHANNEL_COLUMNS}
  FROM unnest($2::text[], $3::text[], $4::text[]) AS n (name, point, code)
  JOIN service_point s ON s.tenant_id = $1 AND s.number = n.point
  JOIN channel c ON c.tenant_id = $1 AND c.service_point_id = s.id AND (n.code IS NULL OR c.code = n.code)`;

function splitPath(name: string): { name: string; point: string; code: string | null } {
  const cut = name.indexOf("/");
  return cut === -1
    ? { name, point: name, code: null }
    : { name, point: name.slice(0, cut), code: name.slice(cut + 1) };
}

/** How a file names a register. A code alone means the forward direction; `total-reverse` the other. */
export interface RegisterName {
  readonly meter: string;
  readonly register: string;
}

export const registerKey = ({ meter, register }: RegisterName): string => `${meter}\n${register}`;

/** What was found for a register's name: the register, or how much of the name is known. */
export type RegisterMatch = Register | "unknown-meter" | "unknown-register";

export async function findRegisters(
  sql: TenantSql,
  tenantId: string,
  names: readonly RegisterName[],
): Promise<Map<string, RegisterMatch>> {
  const { rows } = await sql.query<{
    name: string;
    meter: string;
    id: string | null;
    integer_digits: number;
  }>(BY_METER, [
    tenantId,
    names.map(registerKey),
    names.map(({ meter }) => meter),
    names.map(({ register }) => register.replace(/-reverse$/, "")),
    names.map(({ register }) => (register.endsWith("-reverse") ? "reverse" : "forward")),
  ]);
  const found = new Map<string, RegisterMatch>(names.map((name) => [registerKey(name), "unknown-meter"]));
  for (const { name, meter, id, integer_digits } of rows) {
    const code = name.slice(name.indexOf("\n") + 1);
    const shape = { integerDigits: integer_digits };
    found.set(name, id === null ? "unknown-register" : { id, meterSerial: meter, code, shape });
  }
  return found;
}

const BY_METER = `
  SELECT n.name, n.meter, r.id, r.integer_digits
  FROM unnest($2::text[], $3::text[], $4::text[], $5::text[]) AS n (name, meter, code, direction)
  JOIN meter m ON m.tenant_id = $1 AND m.serial = n.meter
  LEFT JOIN register r ON r.tenant_id = $1 AND r.meter_id = m.id AND r.code = n.code AND r.direction = n.direction`;
