import { concentrator } from "#app/connectors/device/concentrator.ts";
import { deviceError } from "#app/connectors/device/errors.ts";
import type { DeviceAddress, DeviceNetwork, ValveReport } from "#app/connectors/device/port.ts";
import { addJob } from "#app/jobs/add-job.ts";
import { type TenantSql, withTenantSql } from "#app/platform/database.ts";
import { env } from "#app/platform/env.ts";
import { notify } from "#app/platform/notices.ts";
import type { Scope } from "#app/platform/tenancy.ts";
import { writeJournal } from "#app/services/alarm/journal.ts";
import { markDue } from "#app/services/alarm/mark-due.ts";
import { ManifoldError } from "#engines/kernel/errors.ts";
import { type CommandState, FINAL_STATES, writeStep } from "./command-step.ts";

interface Command {
  readonly id: string;
  readonly sequence: number;
  readonly state: CommandState;
  readonly attempts: number;
  readonly serial: string;
  readonly commodity: "gas" | "water";
  readonly service_point_id: string;
  readonly meter_id: string;
  readonly alarm_id: string | null;
  readonly expires_at: Date;
  readonly [column: string]: unknown;
}

/** Pauses between two attempts, or two questions, in ms; the last one repeats. */
const PAUSES_MS = [1_000, 2_000, 3_000, 5_000, 10_000, 30_000, 60_000];
/** The device reports after the expiry that it did nothing: asked for so long, then given up. */
const GRACE_MS = 120_000;

/**
 * One step of a command's way: send it, or ask what became of it, and come again until it has ended. Each step is written
 * down. Run twice it asks twice: a device knows a command by its sequence and does it once.
 */
export async function stepCommand(scope: Scope, commandId: string, network = deviceNetwork): Promise<void> {
  const command = await withTenantSql(scope, (sql) => commandOf(sql, scope.tenantId, commandId));
  if (command === undefined || command.state === "requested" || FINAL_STATES.includes(command.state)) return;
  const device: DeviceAddress = { serial: command.serial, commodity: command.commodity };
  const now = new Date();
  let report: ValveReport | undefined;
  let fault: ManifoldError | undefined;
  try {
    report =
      command.state === "acknowledged"
        ? await network().ask(device, command.sequence)
        : await network().send(device, {
            sequence: command.sequence,
            valve: "shut",
            expiresAt: command.expires_at,
          });
  } catch (error) {
    if (!(error instanceof ManifoldError)) throw error;
    fault = error;
  }
  await withTenantSql(scope, (sql) => keepStep(sql, scope, commandId, now, report, fault));
}

function deviceNetwork(): DeviceNetwork {
  const { DEVICE_URL: url } = env();
  if (url === undefined) throw deviceError("DEVICE_NETWORK_MISSING");
  return concentrator(url);
}

async function keepStep(
  sql: TenantSql,
  scope: Scope,
  commandId: string,
  now: Date,
  report: ValveReport | undefined,
  fault: ManifoldError | undefined,
): Promise<void> {
  const command = await commandOf(sql, scope.tenantId, commandId, "FOR UPDATE OF c");
  if (command === undefined || FINAL_STATES.includes(command.state)) return;
  const next = nextState(command, report, now);
  const attempts = command.attempts + 1;
  const detail = fault === undefined ? { ...report } : { fault: fault.code, params: fault.params };
  const ended = FINAL_STATES.includes(next);
  if (command.state === "approved" && report !== undefined)
    await writeStep(sql, scope.tenantId, commandId, now, "sent", {});
  if (next !== command.state || fault !== undefined)
    await writeStep(sql, scope.tenantId, commandId, now, next, detail);
  await sql.query(
    `UPDATE device_command SET state = $3, attempts = $4, finished_at = $5 WHERE tenant_id = $1 AND id = $2`,
    [scope.tenantId, commandId, next, attempts, ended ? now : null],
  );
  if (ended) await tellEnd(sql, scope, command, next, report, now);
  else {
    // A state that has just changed begins with short pauses again.
    const pauseMs = PAUSES_MS[Math.min(attempts - 1, PAUSES_MS.length - 1)] ?? 60_000;
    await addJob(
      sql,
      "device-command.send",
      { commandId },
      { key: commandId, runAt: new Date(now.getTime() + pauseMs) },
    );
  }
  await notify(sql, "alarm", scope.tenantId, command.alarm_id ?? commandId);
}

function nextState(command: Command, report: ValveReport | undefined, now: Date): CommandState {
  if (report?.result === "executed" || report?.result === "expired" || report?.result === "refused")
    return report.result;
  const overMs = now.getTime() - command.expires_at.getTime();
  // Unsent it can do nothing any more; sent, the device may still report that it did it in time.
  if (overMs > (command.state === "acknowledged" ? GRACE_MS : 0)) return "expired";
  if (report?.result === "waiting") return "acknowledged";
  // A network that has forgotten it is sent it again.
  return report?.result === "unknown" ? "approved" : command.state;
}

/** What the device did is journalled with its alarm, and its valve becomes known as if the device had told it. */
async function tellEnd(
  sql: TenantSql,
  scope: Scope,
  command: Command,
  state: CommandState,
  report: ValveReport | undefined,
  now: Date,
): Promise<void> {
  if (command.alarm_id !== null) {
    const { rows } = await sql.query<{ occurrence: number }>(
      "SELECT occurrence FROM alarm WHERE tenant_id = $1 AND id = $2",
      [scope.tenantId, command.alarm_id],
    );
    await writeJournal(sql, scope, {
      alarmId: command.alarm_id,
      occurrence: rows[0]?.occurrence ?? 0,
      at: now,
      entry: `command.${state}`,
      key: `command/${command.id}/${state}`,
      detail: { commandId: command.id },
    });
  }
  if (report === undefined || report.valve === "abnormal" || state === "expired") return;
  await sql.query(VALVE_SAMPLE, [
    scope.tenantId,
    command.service_point_id,
    report.at,
    report.valve === "shut" ? 1 : 0,
    command.meter_id,
    now,
  ]);
  await markDue(sql, scope.tenantId, new Map([[command.service_point_id, report.at.getTime()]]), now);
  await addJob(sql, "alarm.evaluate", {});
}

async function commandOf(
  sql: TenantSql,
  tenantId: string,
  commandId: string,
  lock = "",
): Promise<Command | undefined> {
  const { rows } = await sql.query<Command>(
    `SELECT c.id, c.sequence, c.state, c.attempts, m.serial, m.commodity, c.service_point_id, c.meter_id, c.alarm_id, c.expires_at
     FROM device_command c JOIN meter m ON m.tenant_id = c.tenant_id AND m.id = c.meter_id
     WHERE c.tenant_id = $1 AND c.id = $2 ${lock}`,
    [tenantId, commandId],
  );
  return rows[0];
}

const VALVE_SAMPLE = `
  INSERT INTO device_sample (tenant_id, service_point_id, metric, measured_at, value, quality, meter_id, received_at)
  VALUES ($1, $2, 'valve', $3, $4, 'valid', $5, $6) ON CONFLICT DO NOTHING`;
