import type { TenantSql } from "#app/platform/database.ts";
import type { Scope } from "#app/platform/tenancy.ts";
import { openCase } from "#app/services/case/open-case.ts";
import { severityRank } from "#engines/alarms/index.ts";
import type { Occurrence } from "./follow-up.ts";
import { writeJournal } from "./journal.ts";

/** Opens the case that the rule asks for, once an occurrence. */
export async function openAlarmCase(sql: TenantSql, scope: Scope, alarm: Occurrence): Promise<void> {
  const { alarmId, occurrence, rule, worst, servicePointId, raisedAt, now } = alarm;
  const { opens, label, message } = rule.rule;
  if (opens === undefined || severityRank(worst) < severityRank(opens.from ?? "low")) return;
  const { caseId, opened } = await openCase(sql, scope, {
    service: opens.service,
    key: `alarm/${alarmId}/${occurrence}`,
    servicePointId,
    alarmId,
    title: label,
    priority: opens.priority,
    data: { alarm: message["zh-CN"], raisedAt: raisedAt.toISOString() },
    openedBy: "alarm",
    now,
  });
  if (opened)
    await writeJournal(sql, scope, {
      alarmId,
      occurrence,
      at: now,
      entry: "case",
      key: `${occurrence}/case`,
      detail: { caseId, service: opens.service },
    });
}
