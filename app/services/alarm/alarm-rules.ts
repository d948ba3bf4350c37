import type { TenantSql, TenantTx } from "#app/platform/database.ts";
import { remember } from "#app/platform/remember.ts";
import type { AlarmProgram, RulePeriod } from "#engines/alarms/index.ts";
import { programOf } from "#engines/compilers.ts";
import { type AlarmRule, alarmSchema } from "#schema/blueprint/alarm/schema.ts";
import { runSql } from "./run-sql.ts";

/** One version of a rule, from when it was in force. */
export interface RuleVersion extends RulePeriod {
  readonly releaseNumber: number;
  readonly hash: string | undefined;
}

/** A rule with all its versions, by time, and the newest as it was written. */
export interface AlarmRuleHistory {
  readonly key: string;
  readonly periods: readonly RuleVersion[];
  /** The newest version that is not a withdrawal. */
  readonly rule: AlarmRule;
  readonly hash: string;
  readonly releaseNumber: number;
  readonly withdrawn: boolean;
  /** Every metric that some version looks at. */
  readonly metrics: readonly string[];
  /** How far windows of any version look back. */
  readonly lookBackMs: number;
}

/**
 * Notes which rules the release in force holds, in the transaction that put it in force. A version begins when its release
 * did; a rule's first version judges everything that was told before.
 */
export async function adoptAlarmRules(tx: TenantTx | TenantSql): Promise<number> {
  return runSql(tx, ADOPT);
}

/** Every rule that the utility ever had, by key. */
export async function alarmRules(
  sql: TenantSql,
  tenantId: string,
): Promise<ReadonlyMap<string, AlarmRuleHistory>> {
  let rows = await readPeriods(sql, tenantId);
  // A utility whose release is older than this table.
  if (rows.length === 0 && (await adoptAlarmRules(sql)) > 0) rows = await readPeriods(sql, tenantId);
  await readContents(
    sql,
    tenantId,
    rows.flatMap(({ hash }) => (hash === null ? [] : [hash])),
  );
  const rules = new Map<string, AlarmRuleHistory>();
  for (const [key, periods] of Map.groupBy(rows, (row) => row.key)) {
    const newest = periods.findLast(({ hash }) => hash !== null);
    if (newest?.hash == null) continue;
    const versions = periods.map(
      ({ from_ms, hash, release_number }): RuleVersion => ({
        fromMs: from_ms,
        releaseNumber: release_number,
        hash: hash ?? undefined,
        program: hash === null ? undefined : programFor(hash),
      }),
    );
    rules.set(key, {
      key,
      periods: versions,
      rule: contents().get(newest.hash)?.rule as AlarmRule,
      hash: newest.hash,
      releaseNumber: newest.release_number,
      withdrawn: periods.at(-1)?.hash === null,
      metrics: [...new Set(periods.flatMap(({ metrics }) => metrics))],
      lookBackMs: Math.max(
        0,
        ...versions.flatMap(({ program }) => program?.windows.map(({ overMs }) => overMs) ?? []),
      ),
    });
  }
  return rules;
}

interface PeriodRow {
  readonly key: string;
  readonly from_ms: number;
  readonly release_number: number;
  readonly hash: string | null;
  readonly metrics: readonly string[];
}

async function readPeriods(sql: TenantSql, tenantId: string): Promise<readonly PeriodRow[]> {
  const { rows } = await sql.query<PeriodRow & { [column: string]: unknown }>(PERIODS, [tenantId]);
  return rows;
}

/** Items by hash, as they were written: what a hash stands for never changes. */
const contents = (): Map<string, { readonly content: unknown; readonly rule: AlarmRule }> =>
  remember("alarm.rules", () => new Map());

const programFor = (hash: string): AlarmProgram => programOf("alarm", hash, contents().get(hash)?.content);

async function readContents(sql: TenantSql, tenantId: string, hashes: readonly string[]): Promise<void> {
  const missing = hashes.filter((hash) => !contents().has(hash));
  if (missing.length === 0) return;
  const { rows } = await sql.query<{ hash: string; content: unknown }>(
    "SELECT hash, content FROM blueprint_item WHERE tenant_id = $1 AND hash = ANY ($2::text[])",
    [tenantId, missing],
  );
  for (const { hash, content } of rows) contents().set(hash, { content, rule: alarmSchema.parse(content) });
}

const PERIODS = `
  SELECT rule_key AS key, (extract(epoch FROM from_at) * 1000)::float8 AS from_ms, release_number, item_hash AS hash, metrics
  FROM alarm_rule_period WHERE tenant_id = $1 ORDER BY rule_key COLLATE "C", from_at`;

const ADOPT = `
  INSERT INTO alarm_rule_period (tenant_id, rule_key, from_at, release_number, item_hash, metrics)
  SELECT app.tenant(), coalesce(now_in.key, before.rule_key),
    CASE WHEN before.rule_key IS NULL THEN '-infinity'::timestamptz
      ELSE greatest(c.since, before.from_at + interval '1 ms') END,
    c.release_number, now_in.item_hash, coalesce(now_in.metrics, '{}')
  FROM (
    SELECT i.key, i.item_hash, ARRAY(SELECT m FROM jsonb_object_keys(b.content -> 'metrics') m ORDER BY m) AS metrics
    FROM release_current c
    JOIN release_item i ON i.tenant_id = c.tenant_id AND i.release_number = c.release_number AND i.kind = 'alarm'
    JOIN blueprint_item b ON b.tenant_id = i.tenant_id AND b.hash = i.item_hash
    WHERE c.tenant_id = app.tenant()
  ) now_in
  FULL JOIN (
    SELECT DISTINCT ON (p.rule_key) p.rule_key, p.from_at, p.item_hash
    FROM alarm_rule_period p WHERE p.tenant_id = app.tenant() ORDER BY p.rule_key, p.from_at DESC
  ) before ON before.rule_key = now_in.key
  CROSS JOIN (SELECT release_number, since FROM release_current WHERE tenant_id = app.tenant()) c
  WHERE before.rule_key IS NULL OR before.item_hash IS DISTINCT FROM now_in.item_hash
  ON CONFLICT (tenant_id, rule_key, from_at) DO NOTHING`;
