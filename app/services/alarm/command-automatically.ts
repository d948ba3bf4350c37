import type { TenantSql } from "#app/platform/database.ts";
import type { Scope } from "#app/platform/tenancy.ts";
import { createCommand } from "#app/services/device/create-command.ts";
import { severityRank } from "#engines/alarms/index.ts";
import { parseDuration } from "#engines/kernel/interval.ts";
import { type AlarmRule, highestSeverity } from "#schema/blueprint/alarm/schema.ts";
import type { Occurrence } from "./follow-up.ts";
import { writeJournal } from "./journal.ts";

/**
 * Sends the commands that a rule sends by itself at its highest severity. Where an interlock holds one back it is asked
 * for instead, and waits for a second person.
 */
export async function commandAutomatically(sql: TenantSql, scope: Scope, alarm: Occurrence): Promise<void> {
  const { rule, worst, alarmId, occurrence, servicePointId, now } = alarm;
  if (severityRank(worst) < severityRank(highestSeverity(rule.rule))) return;
  for (const offer of rule.rule.commands) {
    if (offer.automatic === undefined) continue;
    const key = `${occurrence}/command/${offer.command}`;
    const kind = await customerKind(sql, scope.tenantId, servicePointId);
    const approved = kind === undefined || offer.automatic.customers.includes(kind);
    if (
      !(await writeJournal(sql, scope, {
        alarmId,
        occurrence,
        at: now,
        entry: approved ? "commanded" : "commandHeld",
        key,
        detail: { command: offer.command },
      }))
    )
      continue;
    const commandId = await createCommand(sql, scope, {
      key: `alarm/${alarmId}/${key}`,
      command: offer.command,
      servicePointId,
      alarmId,
      reason: rule.rule.label["zh-CN"],
      automatic: true,
      approved,
      expiresAt: new Date(now.getTime() + expiryMs(offer)),
      now,
    });
    if (commandId === undefined)
      await writeJournal(sql, scope, {
        alarmId,
        occurrence,
        at: now,
        entry: "noMeter",
        key: `${key}/noMeter`,
      });
  }
}

/** The schema has let through only times without months. */
export function expiryMs({ expiresAfter }: AlarmRule["commands"][number]): number {
  const duration = parseDuration(expiresAfter);
  return duration === undefined ? 0 : duration.days * 86_400_000 + duration.ms;
}

/** Whom the service point supplies now; nobody where it has no agreement. */
async function customerKind(
  sql: TenantSql,
  tenantId: string,
  servicePointId: string,
): Promise<"household" | "business" | undefined> {
  const { rows } = await sql.query<{ kind: "household" | "business" }>(
    `SELECT c.kind FROM agreement a JOIN customer c ON c.tenant_id = a.tenant_id AND c.id = a.customer_id
     WHERE a.tenant_id = $1 AND a.service_point_id = $2 AND a.end_on IS NULL LIMIT 1`,
    [tenantId, servicePointId],
  );
  return rows[0]?.kind;
}
