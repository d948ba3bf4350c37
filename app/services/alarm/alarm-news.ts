import { readTenant } from "#app/platform/database.ts";
import type { Scope } from "#app/platform/tenancy.ts";
import { ALARM_COLUMNS, ALARM_JOINS, type AlarmCounts, type AlarmRow, countAlarms } from "./list-alarms.ts";

/** What is told to who watches the list: alarms that changed, as they stand, and how many stand. */
export interface AlarmNews {
  readonly alarms: readonly AlarmRow[];
  readonly counts: AlarmCounts;
}

export async function alarmNews(scope: Scope, ids: readonly string[]): Promise<AlarmNews> {
  const [alarms, counts] = await Promise.all([
    ids.length === 0
      ? []
      : readTenant<AlarmRow>(
          scope,
          "alarm.news",
          `SELECT ${ALARM_COLUMNS} FROM alarm a ${ALARM_JOINS} WHERE a.tenant_id = $1 AND a.id = ANY ($2::uuid[])`,
          [scope.tenantId, ids],
        ),
    countAlarms(scope),
  ]);
  return { alarms, counts };
}
