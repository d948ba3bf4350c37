import { type TenantSql, withIdentity } from "#app/platform/database.ts";
import type { Session } from "#app/platform/session.ts";
import type { Scope } from "#app/platform/tenancy.ts";
import type { StaffRole } from "#app/policies/policy.ts";
import { auditIdentity } from "#app/services/audit/record-audit.ts";
import { identityError } from "../errors.ts";
import { PASSWORD_LENGTH_MIN } from "../password-rules.ts";

/** What a utility asks of those who sign in. */
export interface SecuritySettings {
  /** Staff with any of these roles must use a second factor. */
  readonly secondFactorRoles: readonly StaffRole[];
  /** Of new passwords. */
  readonly passwordLengthMin: number;
  /** Whether customers may sign in by a code sent to their telephone. */
  readonly customerCodes: boolean;
}

export interface SecurityOverview extends SecuritySettings {
  /** How many members have a second factor, of how many, and of how many it is asked. */
  readonly members: { readonly all: number; readonly withSecondFactor: number; readonly missing: number };
}

export async function showSecurity(scope: Scope): Promise<SecurityOverview> {
  return withIdentity(async (sql) => {
    const settings = await securityOf(sql, scope.tenantId);
    const { rows } = await sql.query<{ all: number; factor: number; missing: number }>(
      `SELECT count(*)::int AS all, count(t.person_id)::int AS factor,
         (count(*) FILTER (WHERE t.person_id IS NULL AND m.roles && $2::text[]))::int AS missing
       FROM identity.membership m
       LEFT JOIN identity.totp t ON t.person_id = m.person_id AND t.confirmed_at IS NOT NULL WHERE m.tenant_id = $1`,
      [scope.tenantId, settings.secondFactorRoles],
    );
    const { all = 0, factor = 0, missing = 0 } = rows[0] ?? {};
    return { ...settings, members: { all, withSecondFactor: factor, missing } };
  });
}

/**
 * Changes them. From the next request on, sessions without a second factor are over for the roles that need one now, and
 * their people set one up when they sign in again.
 * @throws SECOND_FACTOR_FIRST when the one who asks for it does not use one themselves
 */
export async function editSecurity(
  scope: Scope,
  session: Session,
  settings: SecuritySettings,
): Promise<void> {
  await withIdentity(async (sql) => {
    const before = await securityOf(sql, scope.tenantId);
    const asksMore = settings.secondFactorRoles.some((role) => !before.secondFactorRoles.includes(role));
    if (asksMore && !(await usesSecondFactor(sql, session.id))) throw identityError("SECOND_FACTOR_FIRST");
    await sql.query(
      `INSERT INTO identity.security_setting (tenant_id, second_factor_roles, password_length_min, customer_codes, changed_at)
       VALUES ($1, $2, $3, $4, now())
       ON CONFLICT (tenant_id) DO UPDATE SET second_factor_roles = excluded.second_factor_roles,
         password_length_min = excluded.password_length_min, customer_codes = excluded.customer_codes, changed_at = excluded.changed_at`,
      [scope.tenantId, settings.secondFactorRoles, settings.passwordLengthMin, settings.customerCodes],
    );
    await auditIdentity(sql, scope, {
      action: "edit",
      noun: "security",
      nounId: scope.tenantId,
      before: { ...before },
      after: { ...settings },
    });
  });
}

/** The settings of a utility, or what holds where it has set nothing. */
export async function securityOf(sql: TenantSql, tenantId: string): Promise<SecuritySettings> {
  const { rows } = await sql.query<{ roles: StaffRole[]; length: number; codes: boolean }>(
    `SELECT second_factor_roles AS roles, password_length_min AS length, customer_codes AS codes
     FROM identity.security_setting WHERE tenant_id = $1`,
    [tenantId],
  );
  const [row] = rows;
  return {
    secondFactorRoles: row?.roles ?? [],
    passwordLengthMin: row?.length ?? PASSWORD_LENGTH_MIN,
    customerCodes: row?.codes ?? true,
  };
}

async function usesSecondFactor(sql: TenantSql, sessionId: string): Promise<boolean> {
  const { rowCount } = await sql.query("SELECT 1 FROM identity.session WHERE id = $1 AND second_factor", [
    sessionId,
  ]);
  return rowCount === 1;
}
