import { withTenantSql } from "#app/platform/database.ts";
import type { Scope } from "#app/platform/tenancy.ts";
import { audit } from "#app/services/audit/record-audit.ts";
import { findDraft } from "./store.ts";

/** Gives the open draft up; the next one begins from the release in force. Whoever has it open is told. */
export async function discardDraft(scope: Scope, now: Date): Promise<{ readonly discarded: boolean }> {
  return withTenantSql(scope, async (sql) => {
    const draft = await findDraft(sql, scope.tenantId);
    if (draft === undefined) return { discarded: false };
    await sql.query("UPDATE draft SET closed_at = $3 WHERE tenant_id = $1 AND id = $2", [
      scope.tenantId,
      draft.id,
      now,
    ]);
    await audit(sql, scope, {
      action: "discard",
      noun: "draft",
      nounId: draft.id,
      before: { seq: draft.seq },
    });
    return { discarded: true };
  });
}
