import { createHash } from "node:crypto";
import { type TenantSql, withTenantSql } from "#app/platform/database.ts";
import { newId } from "#app/platform/ids.ts";
import type { Scope } from "#app/platform/tenancy.ts";
import { audit } from "#app/services/audit/record-audit.ts";
import { type LocalDay, type Zone, zoneOf } from "#engines/kernel/zone.ts";
import {
  type Channel,
  detectFormat,
  type Format,
  HEAD_LENGTH,
  meteringError,
  parserFor,
  type Unit,
} from "#engines/metering/index.ts";
import { findChannels } from "./equipment.ts";
import { type IngestCounts, IngestSink } from "./ingest-sink.ts";

/** A file or upload with meter data, and what its format does not say of itself. */
export interface IngestRequest {
  readonly source: AsyncIterable<Uint8Array>;
  readonly fileName: string;
  /** Left out: known by the first characters. */
  readonly format?: Format | undefined;
  /** The channel of formats that name none: an id, `<service point>/<code>`, or the number of a service point with one channel. */
  readonly channel?: string | undefined;
  /** The local day at which a file without times starts. */
  readonly startDay?: LocalDay | undefined;
  /** The unit of a file that names none; default the channel's. */
  readonly unit?: Unit | undefined;
  /** The zone of times without offset; default the channel's, else the utility's. */
  readonly zone?: Zone | undefined;
  readonly onProgress?: (progress: IngestProgress) => void;
}

export interface IngestProgress {
  readonly bytes: number;
  readonly reads: number;
  readonly faults: number;
}

/** A fault as a report shows it. */
export interface ReportedFault {
  readonly code: string;
  readonly message: { readonly "zh-CN": string; readonly en: string };
  readonly line?: number;
}

export interface IngestReport extends IngestCounts {
  readonly batchId: string;
  readonly fileName: string;
  readonly format: Format;
  readonly bytes: number;
  /** Nothing in the state is different from before: everything was known already. */
  readonly unchanged: boolean;
  /** The first faults; all of them are in quarantine. */
  readonly firstFaults: readonly ReportedFault[];
  /** Local days whose length in the file's own zone differs from the channel's zone. */
  readonly zoneDiffers: boolean;
}

/**
 * Takes in a file while it arrives: memory does not grow with it. Each portion is one transaction, so a killed process
 * leaves whole portions behind and the file sent again completes them. What cannot be taken goes to quarantine with its
 * line; the rest goes in. The same content a second time changes nothing and the report says so.
 *
 * @throws READ_FORMAT_UNKNOWN, CHANNEL_NEEDED, CHANNEL_UNKNOWN, START_NEEDED before anything is taken in.
 */
export async function ingestFile(scope: Scope, request: IngestRequest): Promise<IngestReport> {
  const text = new TextSource(request.source);
  const head = await text.head(HEAD_LENGTH);
  const format = request.format ?? detectFormat(head);
  const setting = await withTenantSql(scope, (sql) => settingOf(sql, scope, request, format));
  const batch = { id: newId(), fileName: request.fileName, format, startedAt: new Date() };
  const sink = new IngestSink(scope, batch, setting.channel);
  const parser = parserFor(format, {
    zone: setting.zone,
    ...(request.startDay === undefined ? {} : { startDay: request.startDay }),
    ...(setting.channel === undefined ? {} : { intervalSeconds: setting.channel.shape.intervalSeconds }),
    ...(setting.unit === undefined ? {} : { unit: setting.unit }),
    onLocalTime: (zone) => sink.holdAgainst(zone),
  });
  await withTenantSql(scope, (sql) => openBatch(sql, scope, batch));
  for await (const piece of text.pieces()) {
    await sink.take(parser.push(piece));
    request.onProgress?.({ bytes: text.bytes, ...sink.progress });
  }
  await sink.take(parser.end());
  const counts = await sink.finish();
  const report: IngestReport = {
    batchId: batch.id,
    fileName: batch.fileName,
    format,
    bytes: text.bytes,
    ...counts,
    unchanged: counts.valuesNew === 0 && counts.indicesNew === 0,
    firstFaults: sink.firstFaults,
    zoneDiffers: sink.zoneDiffers,
  };
  await withTenantSql(scope, (sql) => closeBatch(sql, scope, report, text.hash()));
  request.onProgress?.({ bytes: text.bytes, ...sink.progress });
  return report;
}

interface Setting {
  readonly channel: Channel | undefined;
  readonly zone: Zone;
  readonly unit: Unit | undefined;
}

async function settingOf(
  sql: TenantSql,
  scope: Scope,
  request: IngestRequest,
  format: Format,
): Promise<Setting> {
  const nameless = format === "green-button" || format === "one-column";
  if (nameless && request.channel === undefined) throw meteringError("CHANNEL_NEEDED");
  const named = request.channel;
  const channel =
    named === undefined ? undefined : (await findChannels(sql, scope.tenantId, [named])).get(named);
  if (named !== undefined && channel === undefined)
    throw meteringError("CHANNEL_UNKNOWN", { channel: named });
  if (format === "one-column" && request.startDay === undefined) throw meteringError("START_NEEDED");
  const { rows } = await sql.query<{ timezone: string }>(
    "SELECT timezone FROM platform.tenant WHERE id = $1",
    [scope.tenantId],
  );
  const zone = request.zone ?? channel?.shape.zone ?? zoneOf(rows[0]!.timezone);
  return { channel, zone, unit: request.unit ?? (format === "one-column" ? channel?.unit : undefined) };
}

interface Batch {
  readonly id: string;
  readonly fileName: string;
  readonly format: Format;
  readonly startedAt: Date;
}

async function openBatch(sql: TenantSql, scope: Scope, batch: Batch): Promise<void> {
  const text = `INSERT INTO ingest_batch (tenant_id, id, format, file_name, requested_by, started_at) VALUES ($1, $2, $3, $4, $5, $6)`;
  await sql.query(text, [
    scope.tenantId,
    batch.id,
    batch.format,
    batch.fileName,
    scope.actor.name,
    batch.startedAt,
  ]);
}

async function closeBatch(sql: TenantSql, scope: Scope, report: IngestReport, hash: string): Promise<void> {
  const { batchId, fileName, format, bytes, firstFaults: _, ...counts } = report;
  const text = `UPDATE ingest_batch SET finished_at = $3, byte_count = $4, content_hash = $5, result = $6 WHERE tenant_id = $1 AND id = $2`;
  await sql.query(text, [scope.tenantId, batchId, new Date(), bytes, hash, JSON.stringify(counts)]);
  await audit(sql, scope, {
    action: "ingest",
    noun: "read",
    nounId: batchId,
    after: {
      fileName,
      format,
      valuesNew: counts.valuesNew,
      indicesNew: counts.indicesNew,
      faults: counts.faults,
    },
  });
}

/** Bytes as they arrive, as text; a character that is cut in two by the transfer is put together again. */
class TextSource {
  readonly #source: AsyncIterator<Uint8Array>;
  readonly #decoder = new TextDecoder("utf-8");
  readonly #hash = createHash("sha256");
  #buffered = "";
  #ended = false;
  bytes = 0;

  constructor(source: AsyncIterable<Uint8Array>) {
    this.#source = source[Symbol.asyncIterator]();
  }

  /** The first characters, which `pieces` gives out again. */
  async head(length: number): Promise<string> {
    while (this.#buffered.length < length && !this.#ended) this.#buffered += await this.#next();
    return this.#buffered.slice(0, length);
  }

  async *pieces(): AsyncGenerator<string> {
    const first = this.#buffered;
    this.#buffered = "";
    if (first !== "") yield first;
    while (!this.#ended) yield await this.#next();
  }

  hash(): string {
    return this.#hash.copy().digest("hex");
  }

  async #next(): Promise<string> {
    const { done, value } = await this.#source.next();
    if (done) {
      this.#ended = true;
      return this.#decoder.decode();
    }
    this.bytes += value.byteLength;
    this.#hash.update(value);
    return this.#decoder.decode(value, { stream: true });
  }
}
