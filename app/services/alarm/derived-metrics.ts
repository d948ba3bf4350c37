import type { TenantSql } from "#app/platform/database.ts";
import { CHANNEL_COLUMNS, type ChannelRow, channelOf } from "#app/services/read/equipment.ts";
import type { LocalDay } from "#engines/kernel/zone.ts";
import { QUALITY, slotEndMs } from "#engines/metering/index.ts";

/**
 * What alarm rules see of interval values: unit of the channel → metric, as a mean over the interval. A cubic metre in a
 * quarter of an hour is a flow of 4 m³/h.
 */
export const DERIVED_METRICS: readonly {
  readonly unit: string;
  readonly metric: string;
  readonly factor: number;
}[] = [
  { unit: "m3", metric: "flow", factor: 1 },
  { unit: "Wh", metric: "power", factor: 0.001 },
  { unit: "kWh", metric: "power", factor: 1 },
];

export interface DerivedSample {
  readonly servicePointId: string;
  readonly metric: string;
  readonly timeMs: number;
  readonly value: number;
}

/** A value that was measured or set by a person: an estimate must not raise an alarm. */
const TOLD: ReadonlySet<number> = new Set([
  QUALITY.measured,
  QUALITY.manual,
  QUALITY.doubtful,
  QUALITY.edited,
  QUALITY.suspect,
]);

/** The values of channels as metrics, at the end of each interval, as the day rows stand. */
export async function derivedSamples(
  sql: TenantSql,
  tenantId: string,
  metrics: readonly string[],
  fromMs: ReadonlyMap<string, number>,
): Promise<DerivedSample[]> {
  const wanted = DERIVED_METRICS.filter(({ metric }) => metrics.includes(metric));
  if (wanted.length === 0) return [];
  const ids = [...fromMs.keys()];
  const { rows } = await sql.query<Row & { [column: string]: unknown }>(SELECT, [
    tenantId,
    ids,
    // A day earlier: the local day of an instant is not known before the zone is.
    ids.map((id) => new Date(Math.max(fromMs.get(id) ?? 0, 0) - 86_400_000)),
    wanted.map(({ unit }) => unit),
  ]);
  return rows.flatMap((row) => samplesOf(row, fromMs.get(row.service_point_id) ?? 0));
}

interface Row extends ChannelRow {
  readonly service_point_id: string;
  readonly day: LocalDay;
  readonly row_exponent: number;
  readonly values: readonly (string | null)[];
  readonly quality: readonly number[];
}

function samplesOf(row: Row, fromMs: number): DerivedSample[] {
  const channel = channelOf(row);
  const derived = DERIVED_METRICS.find(({ unit }) => unit === channel.unit);
  if (derived === undefined || row.direction === "reverse") return [];
  const perHour = derived.factor * (3600 / channel.shape.intervalSeconds);
  return row.values.flatMap((value, slot) => {
    const timeMs = slotEndMs(channel.shape, row.day, slot);
    if (value === null || timeMs <= fromMs || !TOLD.has(row.quality[slot] ?? QUALITY.missing)) return [];
    const quantity = Number(`${value}e${row.row_exponent}`);
    return [
      { servicePointId: row.service_point_id, metric: derived.metric, timeMs, value: quantity * perHour },
    ];
  });
}

const SELECT = `
  SELECT ${CHANNEL_COLUMNS}, c.service_point_id, d.local_day - DATE '1970-01-01' AS day, d.exponent AS row_exponent,
    d.values::text[] AS values, d.quality
  FROM unnest($2::uuid[], $3::timestamptz[]) AS w (id, from_at)
  JOIN channel c ON c.tenant_id = $1 AND c.service_point_id = w.id AND c.unit = ANY ($4::text[])
  JOIN day_row d ON d.tenant_id = $1 AND d.channel_id = c.id AND d.local_day >= (w.from_at AT TIME ZONE c.timezone)::date`;
