import type { TenantSql } from "#app/platform/database.ts";
import {
  type AlarmAct,
  type AlarmLife,
  type AlarmState,
  lifeOf,
  type Severity,
} from "#engines/alarms/index.ts";
import type { AlarmRule } from "#schema/blueprint/alarm/schema.ts";

/** What people can do; the words of the journal. */
export const ACT_ENTRIES = [
  "acknowledge",
  "reset",
  "shelve",
  "unshelve",
  "removeFromService",
  "returnToService",
] as const;
export type ActEntry = (typeof ACT_ENTRIES)[number];

/** States in which an alarm stands on the operator's list as one to be looked at. */
export const STANDING_STATES: readonly AlarmState[] = [
  "unacknowledged",
  "acknowledged",
  "returned",
  "latched",
];

/**
 * The life of an alarm now: its history as it stands and what people did. A turn counts from when it was known, and never
 * before a turn that precedes it: an acknowledgement covers what could be seen when it was given (L6).
 */
export async function lifeNow(
  sql: TenantSql,
  tenantId: string,
  alarmId: string,
  rule: Pick<AlarmRule, "latch" | "confirmOnSite">,
  nowMs: number,
): Promise<AlarmLife | undefined> {
  const { rows: turns } = await sql.query<{ at_ms: number; known_ms: number; to_severity: Severity }>(TURNS, [
    tenantId,
    alarmId,
  ]);
  const { rows: acts } = await sql.query<{ at_ms: number; entry: ActEntry; detail: ActDetail }>(ACTS, [
    tenantId,
    alarmId,
    ACT_ENTRIES,
  ]);
  let countsFromMs = Number.NEGATIVE_INFINITY;
  const known = turns.map(({ at_ms, known_ms, to_severity }) => {
    countsFromMs = Math.max(countsFromMs, known_ms);
    return { timeMs: countsFromMs, eventMs: at_ms, to: to_severity };
  });
  return lifeOf(known, acts.map(actOf), rule, Math.max(nowMs, countsFromMs)).at(-1);
}

interface ActDetail {
  readonly onSite?: boolean;
  readonly untilMs?: number;
}

function actOf({
  at_ms: timeMs,
  entry,
  detail,
}: {
  at_ms: number;
  entry: ActEntry;
  detail: ActDetail;
}): AlarmAct {
  if (entry === "reset") return { timeMs, act: entry, onSite: detail.onSite === true };
  if (entry === "shelve") return { timeMs, act: entry, untilMs: detail.untilMs ?? timeMs };
  return { timeMs, act: entry };
}

const TURNS = `
  SELECT (extract(epoch FROM at) * 1000)::float8 AS at_ms, (extract(epoch FROM known_at) * 1000)::float8 AS known_ms, to_severity
  FROM alarm_transition WHERE tenant_id = $1 AND alarm_id = $2 ORDER BY at, step`;

const ACTS = `
  SELECT (extract(epoch FROM at) * 1000)::float8 AS at_ms, entry, detail
  FROM alarm_journal WHERE tenant_id = $1 AND alarm_id = $2 AND entry = ANY ($3::text[]) ORDER BY at, id`;
