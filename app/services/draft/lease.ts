import { readTenant, type TenantSql, withTenantSql } from "#app/platform/database.ts";
import type { Scope } from "#app/platform/tenancy.ts";
import { errorsOf } from "#engines/kernel/errors.ts";
import { draftErrors } from "./errors.ts";

const fail = errorsOf(draftErrors);

/** How long a holder that gives no sign keeps a draft. It renews its lease many times within that. */
export const LEASE_SECONDS = 3;

/** That one process holds one draft. */
export interface Lease {
  readonly draftId: string;
  readonly holder: string;
  /** Rises with each new holder: tells a holder of the past from the present one. */
  readonly epoch: number;
}

/**
 * Takes the lease of a draft, if nobody holds it or the holder has fallen silent.
 * @param holder the process, by its id in the table of processes
 * @param address where other processes reach it
 * @returns the lease, or undefined while another process holds the draft
 */
export async function takeLease(
  scope: Scope,
  {
    draftId,
    holder,
    address,
  }: { readonly draftId: string; readonly holder: string; readonly address: string },
): Promise<Lease | undefined> {
  const { rows } = await withTenantSql(scope, (sql) =>
    sql.query<{ epoch: number }>(
      `INSERT INTO draft_lease (tenant_id, draft_id, holder, address, epoch, held_until)
       VALUES ($1, $2, $3, $4, 1, now() + interval '${LEASE_SECONDS} seconds')
       ON CONFLICT (tenant_id, draft_id) DO UPDATE SET holder = excluded.holder, address = excluded.address,
         epoch = draft_lease.epoch + 1, held_until = excluded.held_until
       WHERE draft_lease.holder = excluded.holder
         OR draft_lease.held_until < excluded.held_until - interval '${LEASE_SECONDS} seconds'
       RETURNING epoch::int AS epoch`,
      [scope.tenantId, draftId, holder, address],
    ),
  );
  const row = rows[0];
  return row && { draftId, holder, epoch: row.epoch };
}

/**
 * Renews a lease and answers how much of the draft is kept: more than the holder knows, where another process wrote.
 * Undefined: the lease is lost, or the draft was closed.
 */
export async function renewLease(
  scope: Scope,
  lease: Lease,
): Promise<{ readonly seq: number; readonly baseRelease: number | null } | undefined> {
  const { rows } = await withTenantSql(scope, (sql) =>
    sql.query<{ seq: number; baseRelease: number | null }>(
      `UPDATE draft_lease l SET held_until = now() + interval '${LEASE_SECONDS} seconds'
         FROM draft d
        WHERE l.tenant_id = $1 AND l.draft_id = $2 AND l.holder = $3 AND l.epoch = $4
          AND d.tenant_id = l.tenant_id AND d.id = l.draft_id AND d.closed_at IS NULL
       RETURNING d.seq::int AS seq, d.base_release AS "baseRelease"`,
      [scope.tenantId, lease.draftId, lease.holder, lease.epoch],
    ),
  );
  return rows[0];
}

/** Gives a draft up, so that another process may take it at once. */
export async function giveUpLease(scope: Scope, lease: Lease): Promise<void> {
  await withTenantSql(scope, (sql) =>
    sql.query(
      `UPDATE draft_lease SET held_until = now() - interval '1 second'
        WHERE tenant_id = $1 AND draft_id = $2 AND holder = $3 AND epoch = $4`,
      [scope.tenantId, lease.draftId, lease.holder, lease.epoch],
    ),
  );
}

/**
 * Makes sure, in the transaction that writes, that the writer still holds the draft; nobody can take it before the
 * transaction ends. @throws DRAFT_HELD_ELSEWHERE
 */
export async function requireLease(sql: TenantSql, scope: Scope, lease: Lease): Promise<void> {
  const { rowCount } = await sql.query(
    `SELECT 1 FROM draft_lease WHERE tenant_id = $1 AND draft_id = $2 AND holder = $3 AND epoch = $4 FOR UPDATE`,
    [scope.tenantId, lease.draftId, lease.holder, lease.epoch],
  );
  if (rowCount === 0) throw fail("DRAFT_HELD_ELSEWHERE");
}

/** Where the process that holds the tenant's draft is reached, or undefined when none does. */
export async function holderAddress(scope: Scope): Promise<string | undefined> {
  const rows = await readTenant<{ address: string }>(
    scope,
    "draft.holder",
    `SELECT l.address FROM draft d JOIN draft_lease l ON l.tenant_id = d.tenant_id AND l.draft_id = d.id
      WHERE d.tenant_id = $1 AND d.closed_at IS NULL AND l.held_until > now()`,
    [scope.tenantId],
  );
  return rows[0]?.address;
}
