import { canonicalJson, sha256 } from "#engines/kernel/hash.ts";

/** The tables that are sealed. */
export const CHAINS = ["audit", "ledger"] as const;
export type Chain = (typeof CHAINS)[number];

/**
 * What of a row is sealed, as text that depends on no setting of a session. A column that a later migration adds is not
 * part of it, so that rows sealed before stay as they were; columns here are never taken away.
 */
const SEALED: Readonly<Record<Chain, { readonly table: string; readonly columns: readonly string[] }>> = {
  audit: {
    table: "audit_entry",
    columns: [
      "r.id::text",
      utc("r.at"),
      "r.actor_kind",
      "r.actor_id::text",
      "r.actor_name",
      "r.action",
      "r.noun",
      "r.noun_id",
      "r.before::text",
      "r.after::text",
      "r.request_id",
      "host(r.ip)",
    ],
  },
  ledger: {
    table: "ledger_entry",
    columns: [
      "r.id::text",
      "r.debit_account_id::text",
      "r.credit_account_id::text",
      "r.amount::text",
      "r.currency",
      utc("r.event_at"),
      "r.reference_kind",
      "r.reference_id::text",
      "r.idempotency_key",
    ],
  },
};

function utc(column: string): string {
  return `to_char(${column} AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US')`;
}

export const tableOf = (chain: Chain): string => SEALED[chain].table;

/** The SQL of a row's sealed text, as an array named `sealed`; the row is `r`. */
export const sealedText = (chain: Chain): string => `ARRAY[${SEALED[chain].columns.join(", ")}] AS sealed`;

/** SHA-256 of a row's sealed text. */
export const leafOf = (sealed: readonly (string | null)[]): Buffer =>
  Buffer.from(sha256(canonicalJson(sealed)), "hex");

export interface BlockFacts {
  readonly tenantId: string;
  readonly chain: Chain;
  readonly number: number;
  readonly rowCount: number;
  readonly root: Buffer;
  readonly previousHash: Buffer;
  readonly sealedAt: Date;
}

/** What a block says of itself and, through `previousHash`, of every block before. */
export function blockHash(block: BlockFacts): Buffer {
  const { tenantId, chain, number, rowCount, root, previousHash, sealedAt } = block;
  const facts = [
    tenantId,
    chain,
    number,
    rowCount,
    root.toString("hex"),
    previousHash.toString("hex"),
    sealedAt.toISOString(),
  ];
  return Buffer.from(sha256(canonicalJson(facts)), "hex");
}

/** Before the first block. */
export const GENESIS = Buffer.alloc(32);

/** The longest that a transaction can have been open when its row was written, with room to spare. */
export const LATE_MS = 60 * 60 * 1000;
