import { publish } from "#app/jobs/subscriptions.ts";
import type { TenantSql } from "#app/platform/database.ts";
import { Decimal } from "#engines/kernel/decimal.ts";
import { contentHash } from "#engines/kernel/hash.ts";
import {
  checkRegister,
  type EstimationProgram,
  type IndexInput,
  type IndexRead,
  indexHash,
  type Register,
  type RegisterFinding,
  resolveIndex,
} from "#engines/metering/index.ts";
import { type Cause, causeColumns } from "./cause.ts";
import { copyHash, copyLine, stage } from "./staging.ts";

export interface AddressedIndex {
  readonly register: Register;
  readonly input: IndexInput;
}

export interface IndexOutcome {
  /** Statements that nobody had made before. */
  readonly indices: number;
  readonly readsAdded: number;
  readonly readsChanged: number;
  readonly findings: Readonly<Record<string, number>>;
}

/**
 * Takes register indices into the state, in the caller's transaction: keeps new statements, resolves each instant
 * (M4), checks the registers that were touched (M19, M20). Run twice it does nothing the second time.
 */
export async function applyIndices(
  sql: TenantSql,
  tenantId: string,
  program: EstimationProgram,
  cause: Cause,
  incoming: readonly AddressedIndex[],
): Promise<IndexOutcome> {
  const registers = new Map(incoming.map(({ register }) => [register.id, register]));
  await sql.query(LOCK, [tenantId, [...registers.keys()]]);
  await stage(sql, "stage_register_input", INPUT_COLUMNS, incoming.map(inputLine));
  const { rows: fresh } = await sql.query<{ register_id: string; at_ms: string }>(INSERT_INPUTS, [
    tenantId,
    ...causeColumns(cause),
    cause.at,
  ]);
  if (fresh.length === 0) return { indices: 0, readsAdded: 0, readsChanged: 0, findings: {} };
  const resolved = await resolveTouched(sql, tenantId, fresh);
  await stage(sql, "stage_register_read", READ_COLUMNS, resolved.map(readLine));
  await sql.query(JOURNAL, [tenantId, cause.id, cause.at]);
  const { rows: written } = await sql.query<{ added: boolean }>(UPSERT, [tenantId]);
  const touched = new Set(fresh.map((row) => row.register_id));
  const checked = [...registers.values()].filter((register) => touched.has(register.id));
  if (written.length > 0) {
    const from = fresh.reduce((least, row) => Math.min(least, Number(row.at_ms)), Number.POSITIVE_INFINITY);
    await publish(sql, "indices.changed", { registerIds: [...touched], from: new Date(from).toISOString() });
  }
  const findings = await checkRegisters(sql, tenantId, program, checked);
  const added = written.filter((row) => row.added).length;
  return { indices: fresh.length, readsAdded: added, readsChanged: written.length - added, findings };
}

interface ResolvedIndex {
  readonly registerId: string;
  readonly read: IndexRead;
}

async function resolveTouched(
  sql: TenantSql,
  tenantId: string,
  fresh: readonly { register_id: string; at_ms: string }[],
): Promise<ResolvedIndex[]> {
  const { rows } = await sql.query<{
    register_id: string;
    at_ms: string;
    source_rank: number;
    source_sequence: string;
    index_value: string | null;
    quality: number;
  }>(LOAD_INPUTS, [tenantId, fresh.map((row) => row.register_id), fresh.map((row) => row.at_ms)]);
  const instants = new Map<string, { registerId: string; inputs: IndexInput[] }>();
  for (const row of rows) {
    const key = `${row.register_id} ${row.at_ms}`;
    const instant = instants.get(key) ?? { registerId: row.register_id, inputs: [] };
    instants.set(key, instant);
    instant.inputs.push({
      atMs: Number(row.at_ms),
      index: row.index_value === null ? null : Decimal.parse(row.index_value),
      quality: row.quality,
      sourceRank: row.source_rank,
      sourceSequence: Number(row.source_sequence),
    });
  }
  return [...instants.values()].map(({ registerId, inputs }) => ({
    registerId,
    read: resolveIndex(inputs)!,
  }));
}

/** Walks all reads of the registers and puts what is found in the place of what was found before. */
async function checkRegisters(
  sql: TenantSql,
  tenantId: string,
  program: EstimationProgram,
  registers: readonly Register[],
): Promise<Record<string, number>> {
  const ids = registers.map((register) => register.id);
  const { rows } = await sql.query<{
    register_id: string;
    at_ms: string;
    index_value: string | null;
    quality: number;
  }>(LOAD_READS, [tenantId, ids]);
  const reads = new Map<string, IndexRead[]>();
  for (const row of rows) {
    const list = reads.get(row.register_id) ?? [];
    reads.set(row.register_id, list);
    const index = row.index_value === null ? null : Decimal.parse(row.index_value);
    list.push({ atMs: Number(row.at_ms), index, quality: row.quality });
  }
  const found = registers.flatMap((register) =>
    checkRegister(program, register.shape, reads.get(register.id) ?? []).map((finding) =>
      findingRow(register, finding),
    ),
  );
  await sql.query("DELETE FROM register_finding WHERE tenant_id = $1 AND register_id = ANY ($2::uuid[])", [
    tenantId,
    ids,
  ]);
  if (found.length > 0) await sql.query(INSERT_FINDINGS, [tenantId, JSON.stringify(found)]);
  const counts: Record<string, number> = {};
  for (const { check_name } of found) counts[check_name] = (counts[check_name] ?? 0) + 1;
  return counts;
}

function findingRow(register: Register, finding: RegisterFinding) {
  return {
    register_id: register.id,
    read_at: new Date(finding.atMs).toISOString(),
    check_name: finding.check,
    severity: finding.severity,
    detail: finding.detail,
  };
}

function inputLine({ register, input }: AddressedIndex): string {
  const { atMs, index, quality, sourceRank, sourceSequence } = input;
  const hash = contentHash([sourceRank, sourceSequence, indexHash(input)]);
  return copyLine([
    register.id,
    new Date(atMs).toISOString(),
    copyHash(hash),
    sourceRank,
    sourceSequence,
    index === null ? null : index.stripped().toString(),
    quality,
  ]);
}

function readLine({ registerId, read }: ResolvedIndex): string {
  const index = read.index === null ? null : read.index.stripped().toString();
  return copyLine([registerId, new Date(read.atMs).toISOString(), index, read.quality]);
}

const LOCK =
  "SELECT 1 FROM register WHERE tenant_id = $1 AND id = ANY ($2::uuid[]) ORDER BY id FOR NO KEY UPDATE";

const INPUT_COLUMNS = `register_id uuid, read_at timestamptz, content_hash bytea, source_rank smallint,
  source_sequence bigint, index_value numeric, quality smallint`;

const INSERT_INPUTS = `
  INSERT INTO register_input (tenant_id, register_id, read_at, content_hash, source_rank, source_sequence, index_value,
    quality, ingest_batch_id, read_edit_id, received_at)
  SELECT $1::uuid, register_id, read_at, content_hash, source_rank, source_sequence, index_value, quality,
    $2::uuid, $3::uuid, $4::timestamptz
  FROM pg_temp.stage_register_input
  ON CONFLICT (tenant_id, register_id, read_at, content_hash) DO NOTHING
  RETURNING register_id, round(extract(epoch FROM read_at) * 1000)::bigint AS at_ms`;

const LOAD_INPUTS = `
  SELECT i.register_id, w.at_ms, i.source_rank, i.source_sequence, i.index_value, i.quality
  FROM (SELECT DISTINCT register_id, at_ms FROM unnest($2::uuid[], $3::bigint[]) AS w (register_id, at_ms)) w
  JOIN register_input i ON i.tenant_id = $1 AND i.register_id = w.register_id AND i.read_at = to_timestamp(w.at_ms / 1000.0)`;

const READ_COLUMNS = "register_id uuid, read_at timestamptz, index_value numeric, quality smallint";

const JOURNAL = `
  INSERT INTO register_revision (tenant_id, register_id, read_at, cause_id, at, index_value, quality)
  SELECT r.tenant_id, r.register_id, r.read_at, $2::uuid, $3::timestamptz, r.index_value, r.quality
  FROM pg_temp.stage_register_read s
  JOIN register_read r ON r.tenant_id = $1 AND r.register_id = s.register_id AND r.read_at = s.read_at
  WHERE (r.index_value, r.quality) IS DISTINCT FROM (s.index_value, s.quality)
  ON CONFLICT (tenant_id, register_id, read_at, cause_id) DO NOTHING`;

const UPSERT = `
  INSERT INTO register_read (tenant_id, register_id, read_at, index_value, quality)
  SELECT $1::uuid, register_id, read_at, index_value, quality FROM pg_temp.stage_register_read
  ON CONFLICT (tenant_id, register_id, read_at) DO UPDATE SET index_value = excluded.index_value, quality = excluded.quality
  WHERE (register_read.index_value, register_read.quality) IS DISTINCT FROM (excluded.index_value, excluded.quality)
  RETURNING xmax = 0 AS added`;

const LOAD_READS = `
  SELECT register_id, round(extract(epoch FROM read_at) * 1000)::bigint AS at_ms, index_value, quality
  FROM register_read WHERE tenant_id = $1 AND register_id = ANY ($2::uuid[]) ORDER BY register_id, read_at`;

const INSERT_FINDINGS = `
  INSERT INTO register_finding (tenant_id, register_id, read_at, check_name, severity, detail)
  SELECT $1::uuid, f.register_id, f.read_at, f.check_name, f.severity, f.detail
  FROM jsonb_to_recordset($2::jsonb) AS f (register_id uuid, read_at timestamptz, check_name text, severity text, detail jsonb)
  ON CONFLICT (tenant_id, register_id, read_at, check_name) DO NOTHING`;
