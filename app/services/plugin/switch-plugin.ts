import { withTenantSql } from "#app/platform/database.ts";
import type { Scope } from "#app/platform/tenancy.ts";
import { audit } from "#app/services/audit/record-audit.ts";

/**
 * Switches a plugin off or on at the utility, at once and whatever its release says. While it is off, what needs it waits: bills
 * that it would charge are not made.
 */
export async function switchPlugin(
  scope: Scope,
  input: { readonly plugin: string; readonly off: boolean; readonly reason: string; readonly now: Date },
): Promise<void> {
  const { plugin, off, reason, now } = input;
  await withTenantSql(scope, async (sql) => {
    const { rows } = await sql.query<{ is_off: boolean }>(
      "SELECT is_off FROM plugin_switch WHERE tenant_id = $1 AND plugin_id = $2 FOR UPDATE",
      [scope.tenantId, plugin],
    );
    await sql.query(
      `INSERT INTO plugin_switch (tenant_id, plugin_id, is_off, reason, changed_at, changed_by_name) VALUES ($1, $2, $3, $4, $5, $6)
       ON CONFLICT (tenant_id, plugin_id) DO UPDATE SET is_off = excluded.is_off, reason = excluded.reason,
         changed_at = excluded.changed_at, changed_by_name = excluded.changed_by_name`,
      [scope.tenantId, plugin, off, reason, now, scope.actor.name],
    );
    await audit(sql, scope, {
      action: "switch",
      noun: "plugin",
      nounId: plugin,
      before: { off: rows[0]?.is_off ?? false },
      after: { off, reason },
    });
  });
}
