import type { TenantSql, TenantTx } from "#app/platform/database.ts";
import { newId } from "#app/platform/ids.ts";
import { entryOf, type Scope } from "#app/platform/tenancy.ts";
import type { AuditAction, AuditNoun } from "./deeds.ts";

/** Plain data, as it stands in the audit trail. Amounts are decimal strings. */
export type AuditData = { readonly [field: string]: unknown };

export interface AuditRecord {
  /** What was done: the policy's action where there is one. */
  readonly action: AuditAction;
  readonly noun: AuditNoun;
  readonly nounId: string;
  /** The fields before and after, as far as they matter. Never a password, a key or a token. */
  readonly before?: AuditData | null;
  readonly after?: AuditData | null;
}

/**
 * Writes who did what into the audit trail, in the transaction of the deed: either both happen or neither.
 * Append-only: no role may change or delete an entry.
 */
export async function audit(tx: TenantTx | TenantSql, scope: Scope, record: AuditRecord): Promise<void> {
  const values = [
    scope.tenantId,
    newId(),
    new Date(),
    scope.actor.kind,
    scope.actor.id ?? null,
    scope.actor.name,
    record.action,
    record.noun,
    record.nounId,
    jsonOf(record.before),
    jsonOf(record.after),
    scope.requestId ?? null,
    scope.ip ?? null,
  ];
  if ("query" in tx) await tx.query(INSERT, values);
  else await tx.$executeRawUnsafe(INSERT, ...values);
}

/** The same for what the identity role does, which is outside of tenants until it enters one to leave its trace. */
export async function auditIdentity(sql: TenantSql, scope: Scope, record: AuditRecord): Promise<void> {
  await sql.query("SELECT app.enter($1::uuid, $2::uuid[], $3::uuid)", entryOf(scope));
  await audit(sql, scope, record);
}

const INSERT = `INSERT INTO audit_entry
  (tenant_id, id, at, actor_kind, actor_id, actor_name, action, noun, noun_id, before, after, request_id, ip)
  VALUES ($1::uuid, $2::uuid, $3::timestamptz, $4, $5::uuid, $6, $7, $8, $9, $10::jsonb, $11::jsonb, $12, $13::inet)`;

const jsonOf = (data: AuditData | null | undefined): string | null =>
  data == null ? null : JSON.stringify(data);
