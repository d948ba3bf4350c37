import { withTenantSql } from "#app/platform/database.ts";
import type { Scope } from "#app/platform/tenancy.ts";
import type { AlarmRule } from "#schema/blueprint/alarm/schema.ts";
import { alarmRules } from "./alarm-rules.ts";

export interface RuleRow {
  readonly key: string;
  readonly rule: AlarmRule;
  readonly releaseNumber: number;
  readonly withdrawn: boolean;
  /** Since when this version judges; null where it judges everything. */
  readonly since: string | null;
  readonly standing: number;
  /** Raised in the last thirty days. */
  readonly raised: number;
}

/** The rules that judge, with what they make of the data. */
export async function listRules(scope: Scope, now: Date): Promise<readonly RuleRow[]> {
  return withTenantSql(scope, async (sql) => {
    const rules = await alarmRules(sql, scope.tenantId);
    const { rows } = await sql.query<{ key: string; standing: number; raised: number }>(COUNTS, [
      scope.tenantId,
      new Date(now.getTime() - 30 * 86_400_000),
    ]);
    const counts = new Map(rows.map((row) => [row.key, row]));
    return [...rules.values()].map(({ key, rule, releaseNumber, withdrawn, periods }) => {
      const fromMs = periods.at(-1)?.fromMs ?? Number.NEGATIVE_INFINITY;
      return {
        key,
        rule,
        releaseNumber,
        withdrawn,
        since: Number.isFinite(fromMs) ? new Date(fromMs).toISOString() : null,
        standing: counts.get(key)?.standing ?? 0,
        raised: counts.get(key)?.raised ?? 0,
      };
    });
  });
}

const COUNTS = `
  SELECT a.rule_key AS key, count(*) FILTER (WHERE a.state <> 'normal')::int AS standing,
    coalesce(sum((SELECT count(*) FROM alarm_transition t WHERE t.tenant_id = a.tenant_id AND t.alarm_id = a.id
      AND t.from_severity = 'normal' AND t.at >= $2)), 0)::int AS raised
  FROM alarm a WHERE a.tenant_id = $1 GROUP BY a.rule_key`;
