import { addJob } from "#app/jobs/add-job.ts";
import { type TenantSql, withTenantSql } from "#app/platform/database.ts";
import { newId } from "#app/platform/ids.ts";
import type { Scope } from "#app/platform/tenancy.ts";
import { alarmServiceError } from "#app/services/alarm/errors.ts";
import { markDue } from "#app/services/alarm/mark-due.ts";
import { quarantineFaults } from "#app/services/read/quarantine.ts";
import { readEventLine, type ToldEvent } from "#engines/alarms/index.ts";
import { ManifoldError } from "#engines/kernel/errors.ts";
import { type Fault, faultOf } from "#engines/metering/index.ts";
import { Sources } from "./find-sources.ts";
import { linesOf } from "./lines.ts";

export interface EventsRequest {
  readonly source: AsyncIterable<Uint8Array>;
  readonly fileName: string;
  readonly onProgress?: (progress: { readonly events: number; readonly faults: number }) => void;
}

export interface EventsReport {
  readonly batchId: string;
  readonly fileName: string;
  /** Lines that were understood, and those of them that nobody had told before. */
  readonly events: number;
  readonly eventsNew: number;
  readonly faults: number;
  readonly quarantinedNew: number;
  /** Everything was known already. */
  readonly unchanged: boolean;
  readonly firstFaults: readonly {
    readonly code: string;
    readonly message: { readonly "zh-CN": string; readonly en: string };
    readonly line?: number;
  }[];
}

/** Lines that go to the database in one transaction. */
const LINES_AT_ONCE = 5_000;
const FIRST_FAULTS = 100;
/** A device's clock may be so far ahead. */
const AHEAD_MS = 600_000;

interface Portion {
  readonly events: readonly (ToldEvent & { readonly line: number; readonly raw: string })[];
  readonly faults: readonly Fault[];
}

/**
 * Takes in what devices tell while it arrives: NDJSON, one `{time, source, metric, value, quality?}` a line. Each portion
 * is one transaction that keeps the samples, notes what must be judged and adds the job that does. What cannot be taken goes
 * to quarantine with its line. The same content a second time changes nothing.
 */
export async function ingestEvents(scope: Scope, request: EventsRequest): Promise<EventsReport> {
  const batch = { id: newId(), fileName: request.fileName };
  const sources = new Sources();
  const counts = { events: 0, eventsNew: 0, faults: 0, quarantinedNew: 0 };
  const firstFaults: EventsReport["firstFaults"][number][] = [];
  let portions = 0;
  const store = (portion: Portion, last: boolean): Promise<void> =>
    withTenantSql(scope, async (sql) => {
      const now = new Date();
      if (portions === 0) await openBatch(sql, scope, batch, now);
      portions += 1;
      const { fresh, faults } = await storeSamples(sql, scope, batch.id, sources, portion, now);
      counts.events += portion.events.length - (faults.length - portion.faults.length);
      counts.eventsNew += fresh;
      counts.faults += faults.length;
      counts.quarantinedNew += await quarantineFaults(sql, scope.tenantId, batch, faults, now);
      for (const { error } of faults.slice(0, FIRST_FAULTS - firstFaults.length))
        firstFaults.push(told(error));
      if (last) await closeBatch(sql, scope, batch.id, now, counts);
    });
  let portion = emptyPortion();
  let line = 0;
  for await (const text of linesOf(request.source)) {
    line += 1;
    if (text.trim() === "") continue;
    readInto(portion, text, line);
    if (portion.events.length + portion.faults.length < LINES_AT_ONCE) continue;
    await store(portion, false);
    request.onProgress?.(counts);
    portion = emptyPortion();
  }
  await store(portion, true);
  request.onProgress?.(counts);
  return {
    batchId: batch.id,
    fileName: batch.fileName,
    ...counts,
    unchanged: counts.eventsNew === 0,
    firstFaults,
  };
}

function emptyPortion(): { events: Portion["events"][number][]; faults: Fault[] } {
  return { events: [], faults: [] };
}

function readInto(portion: ReturnType<typeof emptyPortion>, text: string, line: number): void {
  try {
    portion.events.push({ ...readEventLine(text, line), line, raw: text });
  } catch (error) {
    if (!(error instanceof ManifoldError)) throw error;
    portion.faults.push(faultOf(error, text));
  }
}

function told(error: ManifoldError): EventsReport["firstFaults"][number] {
  const message = { "zh-CN": error.wordsIn("zh-CN"), en: error.wordsIn("en") };
  return error.where?.line === undefined
    ? { code: error.code, message }
    : { code: error.code, message, line: error.where.line };
}

async function storeSamples(
  sql: TenantSql,
  scope: Scope,
  batchId: string,
  sources: Sources,
  { events, faults: unread }: Portion,
  now: Date,
): Promise<{ fresh: number; faults: readonly Fault[] }> {
  const faults = [...unread];
  await sources.learn(
    sql,
    scope.tenantId,
    events.map(({ source }) => source),
  );
  const rows: unknown[][] = [[], [], [], [], [], []];
  for (const { source, metric, timeMs, value, quality, line, raw } of events) {
    const place = sources.placeOf(source, timeMs);
    if (place === undefined) {
      faults.push(
        faultOf(alarmServiceError("EVENT_SOURCE_UNKNOWN", { line, source }, { line, path: "source" }), raw),
      );
    } else if (timeMs > now.getTime() + AHEAD_MS) {
      const time = new Date(timeMs).toISOString();
      faults.push(faultOf(alarmServiceError("EVENT_AHEAD", { line, time }, { line, path: "time" }), raw));
    } else {
      const row = [place.servicePointId, metric, new Date(timeMs), value, quality, place.meterId];
      row.forEach((field, at) => {
        rows[at]?.push(field);
      });
    }
  }
  if (rows[0]?.length === 0) return { fresh: 0, faults };
  const { rows: fresh } = await sql.query<{ id: string; ms: number }>(INSERT, [
    scope.tenantId,
    ...rows,
    batchId,
    now,
  ]);
  const fromMs = new Map<string, number>();
  for (const { id, ms } of fresh) fromMs.set(id, Math.min(ms, fromMs.get(id) ?? ms));
  await markDue(sql, scope.tenantId, fromMs, now);
  if (fresh.length > 0) await addJob(sql, "alarm.evaluate", {});
  return { fresh: fresh.length, faults };
}

async function openBatch(
  sql: TenantSql,
  scope: Scope,
  batch: { readonly id: string; readonly fileName: string },
  now: Date,
): Promise<void> {
  await sql.query(
    `INSERT INTO ingest_batch (tenant_id, id, format, file_name, requested_by, started_at) VALUES ($1, $2, 'device-ndjson', $3, $4, $5)`,
    [scope.tenantId, batch.id, batch.fileName, scope.actor.name, now],
  );
}

async function closeBatch(
  sql: TenantSql,
  scope: Scope,
  id: string,
  now: Date,
  counts: object,
): Promise<void> {
  await sql.query("UPDATE ingest_batch SET finished_at = $3, result = $4 WHERE tenant_id = $1 AND id = $2", [
    scope.tenantId,
    id,
    now,
    JSON.stringify(counts),
  ]);
}

const INSERT = `
  INSERT INTO device_sample (tenant_id, service_point_id, metric, measured_at, value, quality, meter_id, ingest_batch_id, received_at)
  SELECT $1::uuid, e.point, e.metric, e.at, e.value, e.quality, e.meter, $8::uuid, $9::timestamptz
  FROM unnest($2::uuid[], $3::text[], $4::timestamptz[], $5::float8[], $6::text[], $7::uuid[]) AS e (point, metric, at, value, quality, meter)
  ON CONFLICT (tenant_id, service_point_id, metric, measured_at, value, quality) DO NOTHING
  RETURNING service_point_id AS id, (extract(epoch FROM measured_at) * 1000)::float8 AS ms`;
