import { type TenantSql, withTenantSql } from "#app/platform/database.ts";
import type { Scope } from "#app/platform/tenancy.ts";
import { merkleRoot } from "#engines/kernel/merkle.ts";
import { blockHash, type Chain, GENESIS, LATE_MS, leafOf, sealedText, tableOf } from "./chains.ts";

/** Rows of a block at most, so that a block is read and checked in one go. */
const BLOCK_ROWS = 1_000;

/**
 * Puts the rows that are in no block yet into blocks, oldest first. One sealer works at a time; another finds nothing left.
 * @returns how many rows were sealed
 */
export async function sealRows(scope: Scope, chain: Chain, now: Date): Promise<number> {
  let sealed = 0;
  for (;;) {
    const rows = await withTenantSql(scope, (sql) => sealBlock(sql, scope.tenantId, chain, now));
    sealed += rows;
    if (rows < BLOCK_ROWS) return sealed;
  }
}

async function sealBlock(sql: TenantSql, tenantId: string, chain: Chain, now: Date): Promise<number> {
  await sql.query("SELECT pg_advisory_xact_lock(hashtextextended('seal:' || $1 || $2, 0))", [
    chain,
    tenantId,
  ]);
  const { rows: last } = await sql.query<{ number: number; hash: Buffer; sealed_at: Date }>(
    `SELECT number, hash, sealed_at FROM seal_block
      WHERE tenant_id = $1 AND chain = $2 ORDER BY number DESC LIMIT 1`,
    [tenantId, chain],
  );
  // What is older than the last block was sealed by it or before; the rest of the table need not be read.
  const since = last[0] === undefined ? 0 : last[0].sealed_at.getTime() - LATE_MS;
  const { rows } = await sql.query<{ id: string; sealed: (string | null)[] }>(
    `SELECT r.id, ${sealedText(chain)} FROM ${tableOf(chain)} r
      WHERE r.tenant_id = $1 AND r.id > $3 AND NOT EXISTS (
        SELECT 1 FROM seal_row s WHERE s.tenant_id = $1 AND s.chain = $2 AND s.row_id = r.id)
      ORDER BY r.id LIMIT ${BLOCK_ROWS}`,
    [tenantId, chain, firstIdAt(since)],
  );
  if (rows.length === 0) return 0;
  const leaves = rows.map(({ sealed }) => leafOf(sealed));
  const block = {
    tenantId,
    chain,
    number: (last[0]?.number ?? 0) + 1,
    rowCount: rows.length,
    root: merkleRoot(leaves),
    previousHash: last[0]?.hash ?? GENESIS,
    sealedAt: now,
  };
  await sql.query(
    `INSERT INTO seal_block (tenant_id, chain, number, row_count, root, previous_hash, hash, sealed_at)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8)`,
    [tenantId, chain, block.number, block.rowCount, block.root, block.previousHash, blockHash(block), now],
  );
  await sql.query(
    `INSERT INTO seal_row (tenant_id, chain, row_id, block_number, position, leaf)
     SELECT $1, $2, u.id, $3, u.position - 1, u.leaf
       FROM unnest($4::uuid[], $5::bytea[]) WITH ORDINALITY AS u (id, leaf, position)
     ON CONFLICT (tenant_id, chain, row_id) DO NOTHING`,
    [tenantId, chain, block.number, rows.map(({ id }) => id), leaves],
  );
  return rows.length;
}

/** The lowest uuid of version 7 that an instant can have (RFC 9562 §5.7). */
function firstIdAt(ms: number): string {
  const hex = Math.max(0, ms).toString(16).padStart(12, "0");
  return `${hex.slice(0, 8)}-${hex.slice(8)}-0000-0000-000000000000`;
}
