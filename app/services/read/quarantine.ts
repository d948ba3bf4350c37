import type { TenantSql } from "#app/platform/database.ts";
import { contentHash } from "#engines/kernel/hash.ts";
import type { Fault } from "#engines/metering/index.ts";
import { RAW_LIMIT } from "#engines/metering/parsers/parser.ts";

/**
 * Keeps the bad parts of a batch. The same part with the same fault is one row, however often it is sent.
 * Returns how many were not known.
 */
export async function quarantineFaults(
  sql: TenantSql,
  tenantId: string,
  batch: { readonly id: string; readonly fileName: string },
  faults: readonly Fault[],
  at: Date,
): Promise<number> {
  if (faults.length === 0) return 0;
  const rows = faults.map(({ error, raw }) => ({
    content_hash: contentHash([error.code, error.params, raw, raw === "" ? lineOf(error.where) : null]),
    code: error.code,
    params: error.params,
    location: error.where ?? {},
    // A text column holds no NUL; what a file puts there is shown as the replacement character.
    raw: raw.slice(0, RAW_LIMIT).replaceAll("\0", "\uFFFD"),
  }));
  const values = [
    tenantId,
    batch.id,
    batch.fileName,
    at,
    JSON.stringify(rows).replaceAll("\\u0000", "\uFFFD"),
  ];
  return (await sql.query(INSERT, values)).rowCount;
}

function lineOf(where: { readonly line?: number } | undefined): number | null {
  return where?.line ?? null;
}

const INSERT = `
  INSERT INTO quarantine (tenant_id, content_hash, ingest_batch_id, file_name, code, params, location, raw, received_at)
  SELECT $1::uuid, decode(q.content_hash, 'hex'), $2::uuid, $3, q.code, q.params, q.location, q.raw, $4::timestamptz
  FROM jsonb_to_recordset($5::jsonb) AS q (content_hash text, code text, params jsonb, location jsonb, raw text)
  ON CONFLICT (tenant_id, content_hash) DO NOTHING`;
