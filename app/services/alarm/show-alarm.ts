import { commonError } from "#app/platform/common-errors.ts";
import { type TenantSql, withTenantSql } from "#app/platform/database.ts";
import type { Scope } from "#app/platform/tenancy.ts";
import { type CommandRow, commandsWhere } from "#app/services/device/list-commands.ts";
import type { Severity } from "#engines/alarms/index.ts";
import { type AlarmRule, alarmSchema } from "#schema/blueprint/alarm/schema.ts";
import { ALARM_COLUMNS, ALARM_JOINS, type AlarmRow } from "./list-alarms.ts";

export interface AlarmTurn {
  readonly at: string;
  readonly from: Severity;
  readonly to: Severity;
  readonly cause: Readonly<Record<string, number>>;
  readonly knownAt: string;
}

export interface AlarmJournalLine {
  readonly id: string;
  readonly at: string;
  readonly entry: string;
  readonly occurrence: number;
  readonly by: string;
  readonly byKind: string;
  readonly detail: Readonly<Record<string, unknown>>;
}

export interface AlarmSeries {
  readonly metric: string;
  readonly unit: string;
  readonly points: readonly { readonly at: string; readonly value: number }[];
}

export interface AlarmPage extends AlarmRow {
  readonly premiseId: string;
  readonly customerNumber: string | null;
  readonly customerPhone: string | null;
  readonly releaseNumber: number;
  readonly occurrence: number;
  /** The rationalisation record of the rule by which it was raised. */
  readonly record: Pick<
    AlarmRule,
    "message" | "cause" | "consequence" | "runbook" | "responseMinutes" | "confirmOnSite" | "latch" | "source"
  >;
  /** What a device may be told about it. */
  readonly offers: readonly AlarmRule["commands"][number]["command"][];
  readonly turns: readonly AlarmTurn[];
  readonly journal: readonly AlarmJournalLine[];
  readonly series: readonly AlarmSeries[];
  readonly commands: readonly CommandRow[];
}

const LINES_SHOWN = 200;
/** The data around the alarm: some hours before it was raised, and what came since. */
const BEFORE_MS = 6 * 3_600_000;
const POINTS_SHOWN = 600;

/** One alarm with everything that it came from and that was done about it. @throws NOT_FOUND */
export async function showAlarm(scope: Scope, alarmId: string): Promise<AlarmPage> {
  return withTenantSql(
    scope,
    async (sql) => {
      const { rows } = await sql.query<Found>(ALARM, [scope.tenantId, alarmId]);
      const found = rows[0];
      if (found === undefined) throw commonError("NOT_FOUND");
      const { content, servicePointId, ...alarm } = found;
      const rule = alarmSchema.parse(content);
      const { message, cause, consequence, runbook, responseMinutes, confirmOnSite, latch, source } = rule;
      const turns = await sql.query<AlarmTurn & { [column: string]: unknown }>(TURNS, [
        scope.tenantId,
        alarmId,
      ]);
      const journal = await sql.query<AlarmJournalLine & { [column: string]: unknown }>(JOURNAL, [
        scope.tenantId,
        alarmId,
      ]);
      return {
        ...alarm,
        record: {
          message,
          cause,
          consequence,
          runbook,
          responseMinutes,
          confirmOnSite,
          latch,
          ...(source === undefined ? {} : { source }),
        },
        offers: rule.commands.map(({ command }) => command),
        turns: turns.rows,
        journal: journal.rows,
        series: await seriesOf(sql, scope.tenantId, servicePointId, rule, new Date(alarm.raisedAt)),
        commands: await commandsWhere(sql, scope.tenantId, "c.alarm_id = $2", [alarmId]),
      };
    },
    { repeatable: true },
  );
}

type Found = Omit<AlarmPage, "record" | "offers" | "turns" | "journal" | "series" | "commands"> & {
  readonly content: unknown;
  readonly servicePointId: string;
  readonly [column: string]: unknown;
};

/** The values that the rule looks at, around the alarm. */
async function seriesOf(
  sql: TenantSql,
  tenantId: string,
  servicePointId: string,
  rule: AlarmRule,
  raisedAt: Date,
): Promise<AlarmSeries[]> {
  const series: AlarmSeries[] = [];
  for (const [metric, { unit }] of Object.entries(rule.metrics)) {
    const { rows } = await sql.query<{ at: string; value: number }>(SERIES, [
      tenantId,
      servicePointId,
      metric,
      new Date(raisedAt.getTime() - BEFORE_MS),
      POINTS_SHOWN,
    ]);
    series.push({ metric, unit, points: rows });
  }
  return series;
}

const ALARM = `
  SELECT ${ALARM_COLUMNS}, a.release_number AS "releaseNumber", a.occurrence, a.service_point_id AS "servicePointId",
    p.id AS "premiseId", c.number AS "customerNumber", c.phone AS "customerPhone", b.content
  FROM alarm a ${ALARM_JOINS}
  JOIN blueprint_item b ON b.tenant_id = a.tenant_id AND b.hash = a.item_hash
  WHERE a.tenant_id = $1 AND a.id = $2`;

const TURNS = `
  SELECT at, from_severity AS "from", to_severity AS "to", cause, known_at AS "knownAt"
  FROM alarm_transition WHERE tenant_id = $1 AND alarm_id = $2 ORDER BY at DESC, step DESC LIMIT ${LINES_SHOWN}`;

const JOURNAL = `
  SELECT id, at, entry, occurrence, actor_name AS "by", actor_kind AS "byKind", detail
  FROM alarm_journal WHERE tenant_id = $1 AND alarm_id = $2 ORDER BY at DESC, id DESC LIMIT ${LINES_SHOWN}`;

const SERIES = `
  SELECT measured_at AS at, max(value) AS value FROM device_sample
  WHERE tenant_id = $1 AND service_point_id = $2 AND metric = $3 AND measured_at >= $4 AND quality <> 'invalid'
  GROUP BY measured_at ORDER BY measured_at LIMIT $5`;
