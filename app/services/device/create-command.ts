import { addJob } from "#app/jobs/add-job.ts";
import type { TenantSql } from "#app/platform/database.ts";
import { newId } from "#app/platform/ids.ts";
import type { Scope } from "#app/platform/tenancy.ts";
import { writeStep } from "./command-step.ts";

export type CommandName = "shutValve";

export interface CommandRequest {
  /** The same key is the same command. */
  readonly key: string;
  readonly command: CommandName;
  readonly servicePointId: string;
  readonly alarmId: string | null;
  readonly reason: string;
  readonly automatic: boolean;
  /** Goes out at once; else a second person must approve it. */
  readonly approved: boolean;
  readonly expiresAt: Date;
  readonly now: Date;
}

/**
 * Has a device told to do something, in the caller's transaction; sending is a job. Answers undefined where no meter that
 * can be told is installed, or the key stands already.
 */
export async function createCommand(
  sql: TenantSql,
  scope: Scope,
  request: CommandRequest,
): Promise<string | undefined> {
  const id = newId();
  // Commands of a meter are numbered one after the other.
  await sql.query("SELECT pg_advisory_xact_lock(hashtextextended('command:' || $1 || $2, 0))", [
    scope.tenantId,
    request.servicePointId,
  ]);
  const state = request.approved ? "approved" : "requested";
  const { rowCount } = await sql.query(INSERT, [
    scope.tenantId,
    id,
    request.key,
    request.servicePointId,
    request.now,
    request.alarmId,
    request.command,
    request.reason,
    state,
    request.automatic,
    scope.actor.kind === "staff" ? (scope.actor.id ?? null) : null,
    scope.actor.name,
    request.expiresAt,
  ]);
  if (rowCount === 0) return undefined;
  await writeStep(sql, scope.tenantId, id, request.now, state, { by: scope.actor.name });
  if (request.approved) await addJob(sql, "device-command.send", { commandId: id }, { key: id });
  return id;
}

/** Meters that speak CJ/T 188 have a valve. */
const INSERT = `
  INSERT INTO device_command (tenant_id, id, key, service_point_id, meter_id, alarm_id, command, sequence, reason, state,
    automatic, requested_by, requested_by_name, created_at, expires_at, attempts)
  SELECT $1::uuid, $2::uuid, $3, i.service_point_id, i.meter_id, $6::uuid, $7,
    coalesce((SELECT max(c.sequence) FROM device_command c WHERE c.tenant_id = $1 AND c.meter_id = i.meter_id), 0) + 1,
    $8, $9, $10, $11::uuid, $12, $5::timestamptz, $13::timestamptz, 0
  FROM meter_installation i JOIN meter m ON m.tenant_id = i.tenant_id AND m.id = i.meter_id
  WHERE i.tenant_id = $1 AND i.service_point_id = $4 AND i.installed_at <= $5 AND (i.removed_at IS NULL OR i.removed_at > $5)
    AND m.commodity IN ('gas', 'water')
  ORDER BY i.installed_at DESC LIMIT 1
  ON CONFLICT (tenant_id, key) DO NOTHING`;
