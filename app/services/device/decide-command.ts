import { addJob } from "#app/jobs/add-job.ts";
import { commonError } from "#app/platform/common-errors.ts";
import { type TenantSql, withTenantSql } from "#app/platform/database.ts";
import { notify } from "#app/platform/notices.ts";
import type { Scope } from "#app/platform/tenancy.ts";
import { alarmRules } from "#app/services/alarm/alarm-rules.ts";
import { expiryMs } from "#app/services/alarm/command-automatically.ts";
import { alarmServiceError } from "#app/services/alarm/errors.ts";
import { writeJournal } from "#app/services/alarm/journal.ts";
import { audit } from "#app/services/audit/record-audit.ts";
import { type CommandState, writeStep } from "./command-step.ts";
import { type CommandName, createCommand } from "./create-command.ts";

/**
 * A member of staff asks for a command that the rule of an alarm offers. It goes out when another one has approved it.
 * @throws NOT_FOUND, COMMAND_NOT_OFFERED, COMMAND_PENDING, COMMAND_NO_METER
 */
export async function requestCommand(
  scope: Scope,
  request: {
    readonly alarmId: string;
    readonly command: CommandName;
    readonly reason: string;
    readonly now: Date;
  },
): Promise<{ readonly commandId: string }> {
  const { alarmId, command, reason, now } = request;
  return withTenantSql(scope, async (sql) => {
    const { rows } = await sql.query<{
      service_point_id: string;
      rule_key: string;
      occurrence: number;
      pending: boolean;
    }>(
      `SELECT a.service_point_id, a.rule_key, a.occurrence, EXISTS (SELECT 1 FROM device_command c WHERE c.tenant_id = $1
         AND c.service_point_id = a.service_point_id AND c.state IN ('requested', 'approved', 'acknowledged')) AS pending
       FROM alarm a WHERE a.tenant_id = $1 AND a.id = $2 FOR UPDATE OF a`,
      [scope.tenantId, alarmId],
    );
    const alarm = rows[0];
    if (alarm === undefined) throw commonError("NOT_FOUND");
    if (alarm.pending) throw alarmServiceError("COMMAND_PENDING");
    const rule = (await alarmRules(sql, scope.tenantId)).get(alarm.rule_key);
    const offer = rule?.rule.commands.find((each) => each.command === command);
    if (offer === undefined) throw alarmServiceError("COMMAND_NOT_OFFERED");
    const commandId = await createCommand(sql, scope, {
      key: `alarm/${alarmId}/${now.toISOString()}`,
      command,
      servicePointId: alarm.service_point_id,
      alarmId,
      reason,
      automatic: false,
      approved: false,
      expiresAt: new Date(now.getTime() + expiryMs(offer)),
      now,
    });
    if (commandId === undefined) throw alarmServiceError("COMMAND_NO_METER");
    const entry = { alarmId, occurrence: alarm.occurrence, at: now, entry: "commandRequested" };
    await writeJournal(sql, scope, { ...entry, detail: { command, commandId, note: reason } });
    await audit(sql, scope, {
      action: "command",
      noun: "alarm",
      nounId: alarmId,
      after: { command, reason },
    });
    await notify(sql, "alarm", scope.tenantId, alarmId);
    return { commandId };
  });
}

/**
 * Approves or withdraws a command that waits. Who asked for it cannot approve it; anybody who may command can withdraw it.
 * @throws NOT_FOUND, COMMAND_SECOND_PERSON, COMMAND_EXPIRED
 */
export async function decideCommand(
  scope: Scope,
  decision: { readonly commandId: string; readonly approve: boolean; readonly now: Date },
): Promise<void> {
  const { commandId, approve, now } = decision;
  await withTenantSql(scope, async (sql) => {
    const command = await hold(sql, scope.tenantId, commandId);
    if (command === undefined) throw commonError("NOT_FOUND");
    if (command.state !== "requested" || (approve && command.expires_at <= now))
      throw alarmServiceError("COMMAND_EXPIRED");
    if (approve && command.requested_by !== null && command.requested_by === scope.actor.id)
      throw alarmServiceError("COMMAND_SECOND_PERSON");
    const state: CommandState = approve ? "approved" : "withdrawn";
    await sql.query(
      "UPDATE device_command SET state = $3, approved_by_name = $4, finished_at = $5 WHERE tenant_id = $1 AND id = $2",
      [scope.tenantId, commandId, state, approve ? scope.actor.name : null, approve ? null : now],
    );
    await writeStep(sql, scope.tenantId, commandId, now, state, { by: scope.actor.name });
    if (approve) await addJob(sql, "device-command.send", { commandId }, { key: commandId });
    await audit(sql, scope, {
      action: "command",
      noun: "alarm",
      nounId: command.alarm_id ?? commandId,
      before: { state: "requested" },
      after: { state, commandId },
    });
    await notify(sql, "alarm", scope.tenantId, command.alarm_id ?? commandId);
  });
}

interface Waiting {
  readonly state: CommandState;
  readonly requested_by: string | null;
  readonly expires_at: Date;
  readonly alarm_id: string | null;
  readonly [column: string]: unknown;
}

async function hold(sql: TenantSql, tenantId: string, commandId: string): Promise<Waiting | undefined> {
  const { rows } = await sql.query<Waiting>(
    "SELECT state, requested_by, expires_at, alarm_id FROM device_command WHERE tenant_id = $1 AND id = $2 FOR UPDATE",
    [tenantId, commandId],
  );
  return rows[0];
}
