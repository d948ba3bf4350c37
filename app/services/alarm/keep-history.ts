import type { TenantSql } from "#app/platform/database.ts";
import { newId } from "#app/platform/ids.ts";
import type { Scope } from "#app/platform/tenancy.ts";
import type { AlarmTransition, Severity } from "#engines/alarms/index.ts";
import { canonicalJson } from "#engines/kernel/hash.ts";
import type { AlarmRuleHistory } from "./alarm-rules.ts";
import { writeJournal } from "./journal.ts";
import { updateState } from "./update-state.ts";

/** What a rule makes of a service point from an instant on, itself included. */
export interface History {
  readonly servicePointId: string;
  readonly rule: AlarmRuleHistory;
  readonly fromMs: number;
  readonly transitions: readonly AlarmTransition[];
}

interface StoredLine {
  readonly alarm_id: string;
  readonly at_ms: number;
  readonly step: number;
  readonly from_severity: Severity;
  readonly to_severity: Severity;
  readonly cause: Readonly<Record<string, number>>;
}

/**
 * Brings the stored history to what the rules make of it now, and the state of each alarm that changed. The same history
 * again changes nothing. Where lines go, or come before others, the journal says what stood there before: a correction by
 * late data is shown. Returns how many alarms changed.
 */
export async function keepHistory(
  sql: TenantSql,
  scope: Scope,
  histories: readonly History[],
  now: Date,
): Promise<number> {
  const alarms = await alarmsOf(sql, scope.tenantId, histories);
  const stored = await storedLines(sql, scope.tenantId, histories, alarms);
  let changed = 0;
  for (const history of histories) {
    const known = alarms.get(nameOf(history));
    const before = known === undefined ? [] : (stored.get(known) ?? []);
    const after = linesOf(history.transitions);
    const gone = before.filter((line) => !after.some((other) => lineKey(other) === lineKey(line)));
    const come = after.filter((line) => !before.some((other) => lineKey(other) === lineKey(line)));
    if (gone.length + come.length === 0) continue;
    const alarmId = known ?? (await addAlarm(sql, scope.tenantId, history, now));
    await replaceLines(sql, scope.tenantId, alarmId, gone, come, now);
    const last = before.at(-1);
    const corrected = gone.length > 0 || come.some(({ at_ms }) => last !== undefined && at_ms < last.at_ms);
    await updateState(sql, scope, { alarmId, rule: history.rule, now, corrected });
    if (corrected) await tellCorrection(sql, scope, alarmId, gone, come, now);
    changed += 1;
  }
  return changed;
}

const nameOf = ({ servicePointId, rule }: Pick<History, "servicePointId" | "rule">): string =>
  `${servicePointId} ${rule.key}`;

type Line = Omit<StoredLine, "alarm_id">;

/** Several turns of one instant are told apart by their step. */
function linesOf(transitions: readonly AlarmTransition[]): Line[] {
  return transitions.map(({ timeMs, from, to, cause }, index) => ({
    at_ms: timeMs,
    step: transitions.slice(0, index).filter((other) => other.timeMs === timeMs).length,
    from_severity: from,
    to_severity: to,
    cause,
  }));
}

const lineKey = ({ at_ms, step, from_severity, to_severity, cause }: Line): string =>
  canonicalJson([at_ms, step, from_severity, to_severity, cause]);

async function alarmsOf(
  sql: TenantSql,
  tenantId: string,
  histories: readonly History[],
): Promise<ReadonlyMap<string, string>> {
  const ids = [...new Set(histories.map(({ servicePointId }) => servicePointId))];
  if (ids.length === 0) return new Map();
  const { rows } = await sql.query<{ id: string; service_point_id: string; rule_key: string }>(ALARMS, [
    tenantId,
    ids,
  ]);
  return new Map(rows.map((row) => [`${row.service_point_id} ${row.rule_key}`, row.id]));
}

async function storedLines(
  sql: TenantSql,
  tenantId: string,
  histories: readonly History[],
  alarms: ReadonlyMap<string, string>,
): Promise<ReadonlyMap<string, readonly StoredLine[]>> {
  const wanted = histories.flatMap((history) => {
    const id = alarms.get(nameOf(history));
    return id === undefined ? [] : [{ id, fromMs: history.fromMs }];
  });
  if (wanted.length === 0) return new Map();
  const { rows } = await sql.query<StoredLine & { [column: string]: unknown }>(LINES, [
    tenantId,
    wanted.map(({ id }) => id),
    wanted.map(({ fromMs }) => (Number.isFinite(fromMs) ? new Date(fromMs) : "-infinity")),
  ]);
  return Map.groupBy(rows, ({ alarm_id }) => alarm_id);
}

async function addAlarm(
  sql: TenantSql,
  tenantId: string,
  { servicePointId, rule }: History,
  now: Date,
): Promise<string> {
  const id = newId();
  await sql.query(ADD, [
    tenantId,
    id,
    servicePointId,
    rule.key,
    rule.hash,
    rule.releaseNumber,
    rule.rule.label,
    rule.rule.message,
    now,
  ]);
  return id;
}

async function replaceLines(
  sql: TenantSql,
  tenantId: string,
  alarmId: string,
  gone: readonly Line[],
  come: readonly Line[],
  now: Date,
): Promise<void> {
  if (gone.length > 0)
    await sql.query(REMOVE, [
      tenantId,
      alarmId,
      gone.map(({ at_ms }) => new Date(at_ms)),
      gone.map(({ step }) => step),
    ]);
  if (come.length > 0) await sql.query(INSERT, [tenantId, alarmId, JSON.stringify(come), now]);
}

async function tellCorrection(
  sql: TenantSql,
  scope: Scope,
  alarmId: string,
  gone: readonly Line[],
  come: readonly Line[],
  now: Date,
): Promise<void> {
  const told = (lines: readonly Line[]) =>
    lines.map(({ at_ms, from_severity, to_severity }) => ({
      at: new Date(at_ms).toISOString(),
      from: from_severity,
      to: to_severity,
    }));
  const { rows } = await sql.query<{ occurrence: number }>(
    "SELECT occurrence FROM alarm WHERE tenant_id = $1 AND id = $2",
    [scope.tenantId, alarmId],
  );
  await writeJournal(sql, scope, {
    alarmId,
    occurrence: rows[0]?.occurrence ?? 0,
    at: now,
    entry: "corrected",
    detail: { removed: told(gone), added: told(come) },
  });
}

const ALARMS =
  "SELECT id, service_point_id, rule_key FROM alarm WHERE tenant_id = $1 AND service_point_id = ANY ($2::uuid[])";

const LINES = `
  SELECT t.alarm_id, (extract(epoch FROM t.at) * 1000)::float8 AS at_ms, t.step::int AS step, t.from_severity, t.to_severity, t.cause
  FROM unnest($2::uuid[], $3::timestamptz[]) AS w (id, from_at)
  JOIN alarm_transition t ON t.tenant_id = $1 AND t.alarm_id = w.id AND t.at >= w.from_at
  ORDER BY t.alarm_id, t.at, t.step`;

const ADD = `
  INSERT INTO alarm (tenant_id, id, service_point_id, rule_key, item_hash, release_number, label, message, state, severity,
    worst, rank, occurrence, quiet, raised_at, changed_at)
  VALUES ($1, $2, $3, $4, $5, $6, $7, $8, 'normal', 'normal', 'normal', 0, 0, true, $9, $9)`;

const REMOVE = `
  DELETE FROM alarm_transition t USING unnest($3::timestamptz[], $4::smallint[]) AS w (at, step)
  WHERE t.tenant_id = $1 AND t.alarm_id = $2 AND t.at = w.at AND t.step = w.step`;

const INSERT = `
  INSERT INTO alarm_transition (tenant_id, alarm_id, at, step, from_severity, to_severity, cause, known_at)
  SELECT $1::uuid, $2::uuid, to_timestamp(l.at_ms / 1000), l.step, l.from_severity, l.to_severity, l.cause, $4::timestamptz
  FROM jsonb_to_recordset($3::jsonb) AS l (at_ms float8, step smallint, from_severity text, to_severity text, cause jsonb)
  ON CONFLICT (tenant_id, alarm_id, at, step) DO NOTHING`;
