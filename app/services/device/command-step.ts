import type { TenantSql } from "#app/platform/database.ts";

/** `acknowledged`: the network has taken it and the device has not done it yet. */
export const COMMAND_STATES = [
  "requested",
  "approved",
  "acknowledged",
  "executed",
  "expired",
  "refused",
  "withdrawn",
] as const;
export type CommandState = (typeof COMMAND_STATES)[number];

/** States after which nothing more happens to a command. */
export const FINAL_STATES: readonly CommandState[] = ["executed", "expired", "refused", "withdrawn"];

/** Adds a line to the trace of a command. Who calls holds the command. */
export async function writeStep(
  sql: TenantSql,
  tenantId: string,
  commandId: string,
  at: Date,
  state: string,
  detail: object,
): Promise<void> {
  await sql.query(
    `INSERT INTO device_command_step (tenant_id, command_id, step, at, state, detail)
     VALUES ($1, $2, coalesce((SELECT max(s.step) FROM device_command_step s WHERE s.tenant_id = $1 AND s.command_id = $2), 0) + 1, $3, $4, $5)`,
    [tenantId, commandId, at, state, detail],
  );
}
