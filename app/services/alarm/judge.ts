import type { TenantSql } from "#app/platform/database.ts";
import { withTenantSql } from "#app/platform/database.ts";
import type { Scope } from "#app/platform/tenancy.ts";
import { type Checkpoint, type Followed, followWatch } from "#engines/alarms/index.ts";
import { type AlarmRuleHistory, alarmRules } from "./alarm-rules.ts";
import { keepHistory } from "./keep-history.ts";
import { loadInstants } from "./load-instants.ts";
import { settleAt } from "./settle-at.ts";

/** Service points that are judged in one transaction. */
const POINTS_AT_ONCE = 200;

export interface Judged {
  readonly points: number;
  /** Alarms whose history or state is another one now. */
  readonly changed: number;
}

/**
 * Judges service points of which something new is known, or whose time has come: one portion, in one transaction.
 * Killed anywhere it leaves nothing behind, and the notes stand for the next one. Several may work at once: each takes
 * notes that nobody else has in hand.
 */
export async function judgeDue(scope: Scope, now: Date): Promise<Judged> {
  return withTenantSql(scope, async (sql) => {
    const { rows } = await sql.query<{ id: string; from_ms: number }>(TAKE_DUE, [
      scope.tenantId,
      POINTS_AT_ONCE,
    ]);
    const changed = await judge(sql, scope, new Map(rows.map(({ id, from_ms }) => [id, from_ms])), now);
    await sql.query("DELETE FROM alarm_due WHERE tenant_id = $1 AND service_point_id = ANY ($2::uuid[])", [
      scope.tenantId,
      rows.map(({ id }) => id),
    ]);
    return { points: rows.length, changed };
  });
}

/** The same for watches whose delay or absence has run out though nothing came. */
export async function judgeWaiting(scope: Scope, now: Date): Promise<Judged> {
  return withTenantSql(scope, async (sql) => {
    const { rows } = await sql.query<{ id: string }>(TAKE_WAITING, [scope.tenantId, now, POINTS_AT_ONCE]);
    const points = new Map(rows.map(({ id }) => [id, Number.POSITIVE_INFINITY]));
    const changed = await judge(sql, scope, points, now);
    await sql.query(LEAVE, [scope.tenantId, [...points.keys()], now]);
    return { points: points.size, changed };
  });
}

interface Watch {
  readonly servicePointId: string;
  readonly rule: AlarmRuleHistory;
  /** Those that still hold: before what is new, and under the version that is in force now. */
  readonly checkpoints: readonly Checkpoint[];
}

async function judge(
  sql: TenantSql,
  scope: Scope,
  points: ReadonlyMap<string, number>,
  now: Date,
): Promise<number> {
  if (points.size === 0) return 0;
  // One at a time judges a point, whether something came or its time did.
  await sql.query(LOCK, [scope.tenantId, [...points.keys()]]);
  const rules = await alarmRules(sql, scope.tenantId);
  if (rules.size === 0) return 0;
  const watches = await watchesOf(sql, scope.tenantId, rules, points, now);
  const fromMs = new Map<string, number>();
  for (const { servicePointId, rule, checkpoints } of watches) {
    const last = checkpoints.at(-1);
    const needed = last === undefined ? Number.NEGATIVE_INFINITY : last.timeMs - rule.lookBackMs;
    fromMs.set(servicePointId, Math.min(needed, fromMs.get(servicePointId) ?? Number.POSITIVE_INFINITY));
  }
  const metrics = [...new Set([...rules.values()].flatMap((rule) => rule.metrics))];
  const instants = await loadInstants(sql, scope.tenantId, metrics, fromMs);
  const followed = watches.flatMap((watch) => {
    const all = instants.get(watch.servicePointId) ?? [];
    const { metrics: own } = watch.rule;
    const concerned = all.filter(({ values }) => own.some((metric) => values.has(metric)));
    if (concerned.length === 0 && watch.checkpoints.length === 0) return [];
    const name = { rule: watch.rule.key, source: watch.servicePointId };
    const { periods } = watch.rule;
    const result = followWatch(
      { name, periods, checkpoints: watch.checkpoints, untilMs: now.getTime() },
      concerned,
    );
    return [{ ...watch, result }];
  });
  await keepWatches(sql, scope.tenantId, followed);
  await settleAt(
    sql,
    followed.map(({ result }) => result.nextMs),
  );
  return keepHistory(
    sql,
    scope,
    followed.map(({ servicePointId, rule, checkpoints, result }) => ({
      servicePointId,
      rule,
      fromMs: checkpoints.at(-1)?.timeMs ?? Number.NEGATIVE_INFINITY,
      transitions: result.transitions,
    })),
    now,
  );
}

/** Every rule at every point, each with the checkpoints from which it may go on. */
async function watchesOf(
  sql: TenantSql,
  tenantId: string,
  rules: ReadonlyMap<string, AlarmRuleHistory>,
  points: ReadonlyMap<string, number>,
  now: Date,
): Promise<Watch[]> {
  const { rows } = await sql.query<{ id: string; rule_key: string; checkpoints: Checkpoint[] }>(WATCHES, [
    tenantId,
    [...points.keys()],
  ]);
  const stored = new Map(rows.map((row) => [`${row.id} ${row.rule_key}`, row.checkpoints]));
  return [...points].flatMap(([servicePointId, newMs]) =>
    [...rules.values()].map((rule): Watch => {
      const known = stored.get(`${servicePointId} ${rule.key}`) ?? [];
      const inForce = rule.periods.findLast(({ fromMs }) => fromMs <= now.getTime());
      const periodMs = inForce && Number.isFinite(inForce.fromMs) ? inForce.fromMs : null;
      // What an earlier version judged is judged anew from the beginning once another has begun.
      const checkpoints = known.filter((each) => each.timeMs < newMs && each.periodMs === periodMs);
      return { servicePointId, rule, checkpoints };
    }),
  );
}

async function keepWatches(
  sql: TenantSql,
  tenantId: string,
  followed: readonly (Watch & { readonly result: Followed })[],
): Promise<void> {
  if (followed.length === 0) return;
  const rows = followed.map(({ servicePointId, rule, result }) => ({
    id: servicePointId,
    rule: rule.key,
    checkpoints: result.checkpoints,
    next: result.nextMs === undefined ? null : new Date(result.nextMs).toISOString(),
  }));
  await sql.query(KEEP, [tenantId, JSON.stringify(rows)]);
}

const TAKE_DUE = `
  SELECT service_point_id AS id, (extract(epoch FROM from_at) * 1000)::float8 AS from_ms
  FROM alarm_due WHERE tenant_id = $1 ORDER BY marked_at, service_point_id LIMIT $2 FOR UPDATE SKIP LOCKED`;

const TAKE_WAITING = `
  SELECT DISTINCT w.service_point_id AS id FROM (
    SELECT service_point_id FROM alarm_watch WHERE tenant_id = $1 AND next_at <= $2 ORDER BY next_at LIMIT $3
  ) w`;

// What has been looked at does not wait any more, whatever came of it.
const LEAVE = `
  UPDATE alarm_watch SET next_at = NULL
  WHERE tenant_id = $1 AND service_point_id = ANY ($2::uuid[]) AND next_at <= $3`;

const LOCK = `
  SELECT pg_advisory_xact_lock(hashtextextended('alarm:' || $1 || w.id::text, 0))
  FROM (SELECT id FROM unnest($2::uuid[]) AS w (id) ORDER BY id) w`;

const WATCHES = `
  SELECT service_point_id AS id, rule_key, checkpoints FROM alarm_watch
  WHERE tenant_id = $1 AND service_point_id = ANY ($2::uuid[]) ORDER BY service_point_id, rule_key`;

const KEEP = `
  INSERT INTO alarm_watch (tenant_id, service_point_id, rule_key, checkpoints, next_at)
  SELECT $1::uuid, w.id, w.rule, w.checkpoints, w.next
  FROM jsonb_to_recordset($2::jsonb) AS w (id uuid, rule text, checkpoints jsonb, next timestamptz)
  ORDER BY w.id, w.rule
  ON CONFLICT (tenant_id, service_point_id, rule_key) DO UPDATE SET checkpoints = excluded.checkpoints, next_at = excluded.next_at
  WHERE (alarm_watch.checkpoints, alarm_watch.next_at) IS DISTINCT FROM (excluded.checkpoints, excluded.next_at)`;
