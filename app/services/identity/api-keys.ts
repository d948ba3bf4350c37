import { commonError } from "#app/platform/common-errors.ts";
import { withIdentity } from "#app/platform/database.ts";
import { newId } from "#app/platform/ids.ts";
import type { Scope } from "#app/platform/tenancy.ts";
import type { Permission } from "#app/policies/index.ts";
import { auditIdentity } from "#app/services/audit/record-audit.ts";
import { hashToken, newToken } from "./token.ts";

export interface ApiKey {
  readonly id: string;
  readonly name: string;
  /** The last characters, by which a person knows it again. */
  readonly hint: string;
  readonly scopes: readonly string[];
  readonly createdAt: string;
  readonly createdBy: string;
  readonly usedAt: string | null;
  readonly revokedAt: string | null;
}

/** Begins every key, so that scanners for leaked secrets can find one. */
const KEY_PREFIX = "manifold_";

/** The keys of the utility, the newest first, revoked ones too. */
export async function listApiKeys(scope: Scope): Promise<ApiKey[]> {
  const { rows } = await withIdentity((sql) =>
    sql.query<Row>(
      `SELECT k.id, k.name, k.hint, k.scopes, k.created_at, p.name AS created_by, k.used_at, k.revoked_at
       FROM identity.api_key k JOIN identity.person p ON p.id = k.created_by
       WHERE k.tenant_id = $1 ORDER BY k.id DESC LIMIT 200`,
      [scope.tenantId],
    ),
  );
  return rows.map((row) => ({
    id: row.id,
    name: row.name,
    hint: row.hint,
    scopes: row.scopes,
    createdAt: row.created_at.toISOString(),
    createdBy: row.created_by,
    usedAt: row.used_at?.toISOString() ?? null,
    revokedAt: row.revoked_at?.toISOString() ?? null,
  }));
}

/** Makes a key. `key` is in this answer only; afterwards nobody can read it, not even us. */
export async function createApiKey(
  scope: Scope,
  { name, scopes, createdBy }: { name: string; scopes: readonly Permission[]; createdBy: string },
): Promise<{ id: string; key: string }> {
  const id = newId();
  const key = newToken(KEY_PREFIX);
  await withIdentity(async (sql) => {
    await sql.query(
      `INSERT INTO identity.api_key (id, tenant_id, name, hint, key_hash, scopes, created_by, created_at)
       VALUES ($1, $2, $3, $4, $5, $6, $7, now())`,
      [id, scope.tenantId, name, key.slice(-4), hashToken(key), scopes, createdBy],
    );
    await auditIdentity(sql, scope, {
      action: "create",
      noun: "apiKey",
      nounId: id,
      after: { name, scopes },
    });
  });
  return { id, key };
}

/** Ends a key at once and for ever. Revoking it again changes nothing. @throws NOT_FOUND */
export async function revokeApiKey(scope: Scope, { id }: { id: string }): Promise<void> {
  await withIdentity(async (sql) => {
    const { rows } = await sql.query<{ name: string; revoked_at: Date | null }>(
      "SELECT name, revoked_at FROM identity.api_key WHERE tenant_id = $1 AND id = $2 FOR UPDATE",
      [scope.tenantId, id],
    );
    if (rows[0] === undefined) throw commonError("NOT_FOUND");
    if (rows[0].revoked_at !== null) return;
    await sql.query("UPDATE identity.api_key SET revoked_at = now() WHERE tenant_id = $1 AND id = $2", [
      scope.tenantId,
      id,
    ]);
    await auditIdentity(sql, scope, {
      action: "revoke",
      noun: "apiKey",
      nounId: id,
      before: { name: rows[0].name },
    });
  });
}

interface Row {
  id: string;
  name: string;
  hint: string;
  scopes: string[];
  created_at: Date;
  created_by: string;
  used_at: Date | null;
  revoked_at: Date | null;
}
