import { type TenantSql, withTenantSql } from "#app/platform/database.ts";
import type { Scope } from "#app/platform/tenancy.ts";
import { merkleRoot } from "#engines/kernel/merkle.ts";
import {
  type BlockFacts,
  blockHash,
  type Chain,
  GENESIS,
  LATE_MS,
  leafOf,
  sealedText,
  tableOf,
} from "./chains.ts";

/** What does not fit. `block` is the block's number; `row` the id of a row. */
export type SealFault =
  | { readonly fault: "row-changed" | "row-missing"; readonly block: number; readonly row: string }
  | { readonly fault: "block-changed" | "block-missing"; readonly block: number }
  /** A row that claims to be older than blocks that were sealed long after it should have been in one. */
  | { readonly fault: "row-inserted"; readonly row: string };

export interface SealReport {
  readonly chain: Chain;
  readonly blocks: number;
  readonly rows: number;
  /** Rows too new to be in a block. */
  readonly unsealed: number;
  /** Hash of the newest block, hex: kept elsewhere, it shows whether blocks were cut off the end. */
  readonly head: string | null;
  readonly faults: readonly SealFault[];
}

interface Block extends Omit<BlockFacts, "tenantId" | "chain"> {
  readonly hash: Buffer;
}

/** Checks every block, every row in it, and that no row stands outside. It finds all that does not fit, not the first only. */
export async function verifySeals(scope: Scope, chain: Chain): Promise<SealReport> {
  // One view of the data for the whole check, whatever is sealed meanwhile.
  return withTenantSql(scope, (sql) => verify(sql, scope.tenantId, chain), { repeatable: true });
}

async function verify(sql: TenantSql, tenantId: string, chain: Chain): Promise<SealReport> {
  const blocks = await blocksOf(sql, tenantId, chain);
  const faults: SealFault[] = [];
  let previous: Buffer = GENESIS;
  let rows = 0;
  let wanted = 1;
  for (const block of blocks) {
    for (; wanted < block.number; wanted++) faults.push({ fault: "block-missing", block: wanted });
    wanted = block.number + 1;
    faults.push(...(await faultsOfBlock(sql, tenantId, chain, block, previous)));
    previous = block.hash;
    rows += block.rowCount;
  }
  const outside = await rowsOutside(sql, tenantId, chain);
  const sealedUntil = (blocks.at(-1)?.sealedAt.getTime() ?? Number.NEGATIVE_INFINITY) - LATE_MS;
  const inserted = outside.filter(({ at }) => at.getTime() < sealedUntil);
  faults.push(...inserted.map(({ id }): SealFault => ({ fault: "row-inserted", row: id })));
  return {
    chain,
    blocks: blocks.length,
    rows,
    unsealed: outside.length - inserted.length,
    head: blocks.at(-1)?.hash.toString("hex") ?? null,
    faults,
  };
}

async function blocksOf(sql: TenantSql, tenantId: string, chain: Chain): Promise<Block[]> {
  const { rows } = await sql.query<Block>(
    `SELECT number, row_count AS "rowCount", root, previous_hash AS "previousHash", hash, sealed_at AS "sealedAt"
       FROM seal_block WHERE tenant_id = $1 AND chain = $2 ORDER BY number`,
    [tenantId, chain],
  );
  return rows;
}

async function faultsOfBlock(
  sql: TenantSql,
  tenantId: string,
  chain: Chain,
  block: Block,
  previous: Buffer,
): Promise<SealFault[]> {
  const { rows } = await sql.query<{ id: string; leaf: Buffer; sealed: (string | null)[] | null }>(
    `SELECT s.row_id AS id, s.leaf, CASE WHEN r.id IS NULL THEN NULL ELSE (SELECT x.sealed FROM (SELECT ${sealedText(chain)}) x) END AS sealed
       FROM seal_row s LEFT JOIN ${tableOf(chain)} r ON r.tenant_id = s.tenant_id AND r.id = s.row_id
      WHERE s.tenant_id = $1 AND s.chain = $2 AND s.block_number = $3 ORDER BY s.position`,
    [tenantId, chain, block.number],
  );
  const faults: SealFault[] = [];
  for (const { id, leaf, sealed } of rows) {
    if (sealed === null) faults.push({ fault: "row-missing", block: block.number, row: id });
    else if (!leafOf(sealed).equals(leaf))
      faults.push({ fault: "row-changed", block: block.number, row: id });
  }
  const whole =
    rows.length === block.rowCount &&
    merkleRoot(rows.map(({ leaf }) => leaf)).equals(block.root) &&
    block.previousHash.equals(previous) &&
    blockHash({ ...block, tenantId, chain }).equals(block.hash);
  if (!whole) faults.push({ fault: "block-changed", block: block.number });
  return faults;
}

/** Rows in no block, with the time at which their id was made (uuid v7, RFC 9562 §5.7). */
async function rowsOutside(
  sql: TenantSql,
  tenantId: string,
  chain: Chain,
): Promise<{ id: string; at: Date }[]> {
  const { rows } = await sql.query<{ id: string }>(
    `SELECT r.id FROM ${tableOf(chain)} r
      WHERE r.tenant_id = $1 AND NOT EXISTS (
        SELECT 1 FROM seal_row s WHERE s.tenant_id = $1 AND s.chain = $2 AND s.row_id = r.id)`,
    [tenantId, chain],
  );
  return rows.map(({ id }) => ({
    id,
    at: new Date(Number.parseInt(id.replaceAll("-", "").slice(0, 12), 16)),
  }));
}
