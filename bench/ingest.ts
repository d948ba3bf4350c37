import { finished } from "node:stream/promises";
import type pg from "pg";
import { from as copyFrom } from "pg-copy-streams";
import { withTenantSql } from "#app/platform/database.ts";
import { newId } from "#app/platform/ids.ts";
import type { Scope } from "#app/platform/tenancy.ts";
import { ingestFile } from "#app/services/read/ingest-file.ts";
import { DAY_MS, dayStartMs, isoDay, parseDay, zoneOf } from "#engines/kernel/zone.ts";
import { onEmptyProduct } from "./database/empty-product.ts";
import type { Report } from "./harness.ts";

const CHANNELS = 1_000;
const DAYS = 10;
const SLOTS = 96;
const READS = CHANNELS * DAYS * SLOTS;
const FIRST_DAY = parseDay("2026-03-01")!;

/**
 * Meter data by wide days (a line a channel and day, 96 quarter hours), through the service that the upload endpoint and
 * `manifold ingest` use: parsed, resolved, checked, estimated, committed. The baseline is COPY of one row a read into a
 * table with a four-column key on the same server, nothing checked.
 */
export default async function ingest(report: Report): Promise<void> {
  await onEmptyProduct(async ({ scope, owner }) => {
    const channels = await makeChannels(scope);
    // What autovacuum does in its own time.
    await owner.query("ANALYZE");
    await makeBaseline(owner);
    const copied = await timed(() => copyRows(owner, "read_by_row", channels));
    const loaded = await timed(() => load(scope, wideFile()));
    const baseline = "COPY of one row a read, four-column key";
    report({
      name: "ingest of wide days, validated and committed",
      value: READS / loaded,
      unit: "reads/s",
      baseline: `${baseline}: ${Math.round(READS / copied)} rows/s`,
      ratio: copied / loaded,
      goal: "≥ 5",
    });
    await owner.query("CREATE TEMPORARY TABLE again (LIKE read_by_row)");
    await copyRows(owner, "again", channels);
    const repeated = await timed(() =>
      owner.query("INSERT INTO read_by_row SELECT * FROM again ON CONFLICT DO NOTHING").then(() => {}),
    );
    const replayed = await timed(() => load(scope, wideFile()));
    report({
      name: "the same file again, nothing changes",
      value: READS / replayed,
      unit: "reads/s",
      baseline: `ON CONFLICT DO NOTHING: ${Math.round(READS / repeated)} rows/s`,
      ratio: repeated / replayed,
      goal: "≥ 3",
    });
    const rowBytes = await sizeOf(owner, "read_by_row");
    const dayBytes = await sizeOf(owner, "day_row");
    report({
      name: "storage of a final value, index and quality included",
      value: dayBytes / READS,
      unit: "bytes",
      baseline: `one row a read: ${(rowBytes / READS).toFixed(1)} bytes`,
      ratio: dayBytes / rowBytes,
      goal: "≤ 0.125",
    });
    const kept = dayBytes + (await sizeOf(owner, "read_input"));
    report({
      name: "the same with the raw layer",
      value: kept / READS,
      unit: "bytes",
      baseline: `one row a read, no raw layer: ${(rowBytes / READS).toFixed(1)} bytes`,
      ratio: kept / rowBytes,
      goal: "≤ 0.25",
    });
  });
}

async function timed(work: () => Promise<void>): Promise<number> {
  const startedAt = performance.now();
  await work();
  return (performance.now() - startedAt) / 1000;
}

async function load(scope: Scope, text: AsyncIterable<Uint8Array>): Promise<void> {
  const { faults } = await ingestFile(scope, { source: text, fileName: "wide.csv" });
  if (faults > 0) throw new Error(`${faults} faults in a file without any`);
}

const pointOf = (channel: number): string => `S${String(channel).padStart(6, "0")}`;
const wattHours = (channel: number, day: number, slot: number): number =>
  50 + ((channel * 31 + day * 17 + slot * 7) % 400);

/** A day of all channels after the other, as head-ends send it. */
async function* wideFile(): AsyncGenerator<Uint8Array> {
  const encoder = new TextEncoder();
  yield encoder.encode(
    `channel,day,unit,${Array.from({ length: SLOTS }, (_, slot) => `v${slot + 1}`).join(",")}\n`,
  );
  for (let day = 0; day < DAYS; day += 1) {
    for (let channel = 0; channel < CHANNELS; channel += 50) {
      let text = "";
      for (let at = channel; at < channel + 50; at += 1) {
        text += `${pointOf(at)},${isoDay(FIRST_DAY + day)},Wh`;
        for (let slot = 0; slot < SLOTS; slot += 1) text += `,${wattHours(at, day, slot)}`;
        text += "\n";
      }
      yield encoder.encode(text);
    }
  }
}

async function makeBaseline(owner: pg.Client): Promise<void> {
  await owner.query(`
    CREATE TABLE read_by_row (
      tenant_id uuid NOT NULL, channel_id uuid NOT NULL, read_at timestamptz NOT NULL, source smallint NOT NULL,
      value bigint NOT NULL, quality smallint NOT NULL,
      PRIMARY KEY (tenant_id, channel_id, read_at, source)
    )`);
}

async function copyRows(owner: pg.Client, table: string, channels: readonly string[]): Promise<void> {
  const tenantId = channels[0]!;
  const stream = owner.query(copyFrom(`COPY ${table} FROM STDIN`));
  const done = finished(stream);
  const startMs = dayStartMs(zoneOf("Asia/Shanghai"), FIRST_DAY);
  for (let day = 0; day < DAYS; day += 1) {
    const starts = Array.from({ length: SLOTS }, (_, slot) =>
      new Date(startMs + day * DAY_MS + slot * 900_000).toISOString(),
    );
    for (let channel = 0; channel < CHANNELS; channel += 1) {
      let text = "";
      for (let slot = 0; slot < SLOTS; slot += 1) {
        text += `${tenantId}\t${channels[channel]}\t${starts[slot]}\t50\t${wattHours(channel, day, slot)}\t1\n`;
      }
      if (!stream.write(text)) await new Promise((resolve) => stream.once("drain", resolve));
    }
  }
  stream.end();
  await done;
}

async function sizeOf(owner: pg.Client, table: string): Promise<number> {
  await owner.query(`VACUUM ${table}`);
  const { rows } = await owner.query<{ size: string }>(
    "SELECT pg_total_relation_size($1::regclass) AS size",
    [table],
  );
  return Number(rows[0]!.size);
}

/** Service points with one quarter-hour channel each. */
async function makeChannels(scope: Scope): Promise<string[]> {
  const { tenantId } = scope;
  const premiseId = newId();
  const points = Array.from({ length: CHANNELS }, () => newId());
  const channels = Array.from({ length: CHANNELS }, () => newId());
  await withTenantSql(scope, async (sql) => {
    await sql.query("INSERT INTO premise (tenant_id, id, number, address) VALUES ($1, $2, 'P', 'bench')", [
      tenantId,
      premiseId,
    ]);
    await sql.query(
      `INSERT INTO service_point (tenant_id, id, number, premise_id, commodity, status, timezone)
       SELECT $1::uuid, p.id, p.number, $2::uuid, 'electricity', 'active', 'Asia/Shanghai' FROM unnest($3::uuid[], $4::text[]) AS p (id, number)`,
      [tenantId, premiseId, points, points.map((_, at) => pointOf(at))],
    );
    await sql.query(
      `INSERT INTO channel (tenant_id, id, service_point_id, code, direction, unit, interval_minutes, timezone, exponent)
       SELECT $1::uuid, c.id, c.point, 'main', 'forward', 'kWh', 15, 'Asia/Shanghai', -3 FROM unnest($2::uuid[], $3::uuid[]) AS c (id, point)`,
      [tenantId, channels, points],
    );
  });
  return channels;
}
