import { publish } from "#app/jobs/subscriptions.ts";
import type { TenantSql } from "#app/platform/database.ts";
import { notify } from "#app/platform/notices.ts";
import type { Scope } from "#app/platform/tenancy.ts";
import { type AlarmState, type Severity, severityRank } from "#engines/alarms/index.ts";
import { lifeNow, STANDING_STATES } from "./alarm-life.ts";
import type { AlarmRuleHistory } from "./alarm-rules.ts";
import { followUp } from "./follow-up.ts";
import { settleAt } from "./settle-at.ts";

/** The alarm as it was before. */
interface AlarmRow {
  readonly state: AlarmState;
  readonly worst: Severity;
  readonly occurrence: number;
  readonly quiet: boolean;
  readonly service_point_id: string;
  readonly [column: string]: unknown;
}

export interface StateUpdate {
  readonly alarmId: string;
  readonly rule: AlarmRuleHistory;
  readonly now: Date;
  /** Late data changed what stood before. */
  readonly corrected?: boolean;
}

/**
 * Brings the state of an alarm to what its history and the acts of people make of it, in the caller's transaction, and does
 * what follows when it leaves quiet: once an occurrence. Who calls holds the alarm or its service point.
 */
export async function updateState(sql: TenantSql, scope: Scope, update: StateUpdate): Promise<AlarmState> {
  const { alarmId, rule, now, corrected = false } = update;
  const { rows } = await sql.query<AlarmRow>(LOCK, [scope.tenantId, alarmId]);
  const before = rows[0];
  if (before === undefined) throw new Error(`no alarm ${alarmId}`);
  const life = await lifeNow(sql, scope.tenantId, alarmId, rule.rule, now.getTime());
  const state = life?.state ?? "normal";
  const quiet = life?.quiet ?? true;
  const begins = before.quiet && !quiet && STANDING_STATES.includes(state);
  const occurrence = before.occurrence + (begins ? 1 : 0);
  const worst = life === undefined || quiet ? "normal" : life.worst;
  // While it is shelved or out of service what begins is not yet an occurrence: it becomes one when it is seen.
  const heldBack = before.quiet && !quiet && !begins;
  await sql.query(UPDATE, [
    scope.tenantId,
    alarmId,
    state,
    life?.severity ?? "normal",
    worst,
    severityRank(worst),
    occurrence,
    heldBack ? true : quiet,
    life !== undefined && Number.isFinite(life.raisedMs) ? new Date(life.raisedMs) : null,
    now,
    corrected,
    begins,
    rule.hash,
    rule.releaseNumber,
    rule.rule.label,
    rule.rule.message,
  ]);
  if (!quiet && !heldBack && life !== undefined)
    await followUp(sql, scope, {
      alarmId,
      servicePointId: before.service_point_id,
      rule,
      occurrence,
      worst,
      raisedAt: new Date(life.raisedMs),
      now,
    });
  if (state === "shelved") await settleAt(sql, [await shelvedUntil(sql, scope.tenantId, alarmId)]);
  if (state !== before.state) await publish(sql, "alarm.changed", { alarmId, from: before.state, to: state });
  await notify(sql, "alarm", scope.tenantId, alarmId);
  return state;
}

async function shelvedUntil(sql: TenantSql, tenantId: string, alarmId: string): Promise<number | undefined> {
  const { rows } = await sql.query<{ ms: number | null }>(
    "SELECT (extract(epoch FROM shelved_until) * 1000)::float8 AS ms FROM alarm WHERE tenant_id = $1 AND id = $2",
    [tenantId, alarmId],
  );
  return rows[0]?.ms ?? undefined;
}

const LOCK = `
  SELECT state, worst, occurrence, quiet, service_point_id FROM alarm WHERE tenant_id = $1 AND id = $2 FOR UPDATE`;

const UPDATE = `
  UPDATE alarm SET state = $3, severity = $4, worst = $5, rank = $6, occurrence = $7, quiet = $8,
    raised_at = coalesce($9::timestamptz, raised_at), changed_at = $10,
    corrected_at = CASE WHEN $11::boolean THEN $10 WHEN $12::boolean THEN NULL ELSE corrected_at END,
    item_hash = CASE WHEN $12::boolean THEN $13 ELSE item_hash END,
    release_number = CASE WHEN $12::boolean THEN $14 ELSE release_number END,
    label = CASE WHEN $12::boolean THEN $15::jsonb ELSE label END,
    message = CASE WHEN $12::boolean THEN $16::jsonb ELSE message END
  WHERE tenant_id = $1 AND id = $2`;
