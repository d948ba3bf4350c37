import type { TenantSql } from "#app/platform/database.ts";
import { Decimal } from "#engines/kernel/decimal.ts";
import { isoDay, type LocalDay } from "#engines/kernel/zone.ts";
import type { Channel } from "#engines/metering/index.ts";
import { readError } from "./errors.ts";

/** Days around a selection in which a value to begin or end the line is looked for. */
const ANCHOR_DAYS = 31;

/**
 * Values on the straight line from the last value before a selection to the first after it (M17), for each of its
 * places. Staff may lay it over any length.
 * @throws EDIT_NO_ANCHOR
 */
export async function interpolate(
  sql: TenantSql,
  tenantId: string,
  channel: Channel,
  places: readonly { readonly day: LocalDay; readonly slot: number }[],
): Promise<Decimal[]> {
  const first = places[0]!;
  const last = places[places.length - 1]!;
  const { rows } = await sql.query<{ side: "before" | "after"; value: string; exponent: number }>(ANCHORS, [
    tenantId,
    channel.id,
    isoDay(first.day),
    first.slot,
    isoDay(last.day),
    last.slot,
    ANCHOR_DAYS,
  ]);
  const anchor = (side: "before" | "after"): Decimal => {
    const row = rows.find((found) => found.side === side);
    if (row === undefined) throw readError("EDIT_NO_ANCHOR");
    return Decimal.fromUnits(BigInt(row.value), -row.exponent);
  };
  const [from, to] = [anchor("before"), anchor("after")];
  const steps = places.length + 1;
  const scale = Math.max(-channel.shape.exponent, 0);
  return places.map((_, at) => {
    const line = from.times(Decimal.of(steps - at - 1)).plus(to.times(Decimal.of(at + 1)));
    return line.dividedBy(Decimal.of(steps), scale, "half-up");
  });
}

const ANCHORS = `
  (SELECT 'before' AS side, v.value::text AS value, d.exponent
   FROM day_row d CROSS JOIN LATERAL unnest(d.values) WITH ORDINALITY AS v (value, place)
   WHERE d.tenant_id = $1 AND d.channel_id = $2 AND d.local_day BETWEEN $3::date - $7::int AND $3::date AND v.value IS NOT NULL
     AND (d.local_day < $3::date OR v.place - 1 < $4::int)
   ORDER BY d.local_day DESC, v.place DESC LIMIT 1)
  UNION ALL
  (SELECT 'after', v.value::text, d.exponent
   FROM day_row d CROSS JOIN LATERAL unnest(d.values) WITH ORDINALITY AS v (value, place)
   WHERE d.tenant_id = $1 AND d.channel_id = $2 AND d.local_day BETWEEN $5::date AND $5::date + $7::int AND v.value IS NOT NULL
     AND (d.local_day > $5::date OR v.place - 1 > $6::int)
   ORDER BY d.local_day, v.place LIMIT 1)`;
