import { withTenantSql } from "#app/platform/database.ts";
import type { Scope } from "#app/platform/tenancy.ts";
import { alarmRules } from "./alarm-rules.ts";
import { updateState } from "./update-state.ts";

/** Shelving ends by itself at its time (L4). Returns how many alarms came back. */
export async function endShelving(scope: Scope, now: Date): Promise<number> {
  return withTenantSql(scope, async (sql) => {
    const { rows } = await sql.query<{ id: string; rule_key: string }>(ENDED, [scope.tenantId, now]);
    if (rows.length === 0) return 0;
    const rules = await alarmRules(sql, scope.tenantId);
    for (const { id, rule_key } of rows) {
      const rule = rules.get(rule_key);
      if (rule !== undefined) await updateState(sql, scope, { alarmId: id, rule, now });
    }
    return rows.length;
  });
}

const ENDED = `
  UPDATE alarm SET shelved_until = NULL WHERE tenant_id = $1 AND shelved_until <= $2 RETURNING id, rule_key`;
