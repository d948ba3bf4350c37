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
  // In two steps, each by one key: a join of many names with two tables tempts the planner to read them whole.
  const points = await pointsByNumber(
    sql,
    tenantId,
    paths.map((path) => path.point),
  );
  const text = `SELECT ${CHANNEL_COLUMNS}, c.service_point_id FROM channel c WHERE c.tenant_id = $1 AND c.service_point_id = ANY ($2::uuid[])`;
  const ofPoints =
    points.size === 0 ? [] : (await sql.query<PointChannelRow>(text, [tenantId, [...points.values()]])).rows;
  const byPoint = Map.groupBy(ofPoints, (row) => row.service_point_id);
  for (const { name, point, code } of paths) {
    const rows = byPoint.get(points.get(point) ?? "") ?? [];
    const [row, ...others] = code === null ? rows : rows.filter((candidate) => candidate.code === code);
    if (row !== undefined && others.length === 0) found.set(name, channelOf(row));
  }
  return found;
}

interface PointChannelRow extends ChannelRow {
  service_point_id: string;
}

async function pointsByNumber(
  sql: TenantSql,
  tenantId: string,
  numbers: readonly string[],
): Promise<Map<string, string>> {
  if (numbers.length === 0) return new Map();
  const text = "SELECT id, number FROM service_point WHERE tenant_id = $1 AND number = ANY ($2::text[])";
  const { rows } = await sql.query<{ id: string; number: string }>(text, [tenantId, numbers]);
  return new Map(rows.map(({ id, number }) => [number, id]));
}

/** The channel of an id. @throws NOT_FOUND */
export async function getChannel(sql: TenantSql, tenantId: string, id: string): Promise<Channel> {
  const channel = (await findChannels(sql, tenantId, [id])).get(id);
  if (channel === undefined) throw commonError("NOT_FOUND");
  return channel;
}

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
  const serials = "SELECT id, serial FROM meter WHERE tenant_id = $1 AND serial = ANY ($2::text[])";
  const meters = await sql.query<{ id: string; serial: string }>(serials, [
    tenantId,
    names.map(({ meter }) => meter),
  ]);
  const meterIds = new Map(meters.rows.map(({ id, serial }) => [serial, id]));
  const { rows } = await sql.query<RegisterRow>(REGISTERS, [tenantId, [...meterIds.values()]]);
  const registers = new Map(rows.map((row) => [`${row.meter_id} ${row.code} ${row.direction}`, row]));
  return new Map(
    names.map((name): [string, RegisterMatch] => {
      const { meter, register } = name;
      const meterId = meterIds.get(meter);
      if (meterId === undefined) return [registerKey(name), "unknown-meter"];
      const direction = register.endsWith("-reverse") ? "reverse" : "forward";
      const row = registers.get(`${meterId} ${register.replace(/-reverse$/, "")} ${direction}`);
      if (row === undefined) return [registerKey(name), "unknown-register"];
      const shape = { integerDigits: row.integer_digits };
      return [registerKey(name), { id: row.id, meterSerial: meter, code: register, shape }];
    }),
  );
}

interface RegisterRow {
  id: string;
  meter_id: string;
  code: string;
  direction: string;
  integer_digits: number;
}

const REGISTERS =
  "SELECT id, meter_id, code, direction, integer_digits FROM register WHERE tenant_id = $1 AND meter_id = ANY ($2::uuid[])";
