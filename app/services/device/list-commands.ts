import { type TenantSql, withTenantSql } from "#app/platform/database.ts";
import type { Scope } from "#app/platform/tenancy.ts";
import type { CommandState } from "./command-step.ts";
import type { CommandName } from "./create-command.ts";

export interface CommandStep {
  readonly at: string;
  readonly state: CommandState | "sent";
  readonly detail: Readonly<Record<string, unknown>>;
}

export interface CommandRow {
  readonly id: string;
  readonly command: CommandName;
  readonly state: CommandState;
  readonly automatic: boolean;
  readonly reason: string;
  readonly requestedBy: string;
  readonly requestedById: string | null;
  readonly approvedBy: string | null;
  readonly createdAt: string;
  readonly expiresAt: string;
  readonly finishedAt: string | null;
  readonly attempts: number;
  readonly serial: string;
  readonly address: string;
  readonly alarmId: string | null;
  readonly steps: readonly CommandStep[];
}

const SHOWN = 100;

/** The newest commands, with every step of their way. */
export async function listCommands(
  scope: Scope,
  filter: { readonly state?: CommandState | undefined },
): Promise<readonly CommandRow[]> {
  return withTenantSql(scope, (sql) =>
    commandsWhere(sql, scope.tenantId, "($2::text IS NULL OR c.state = $2)", [filter.state ?? null]),
  );
}

/** @param condition over `c`, its values from $2 on */
export async function commandsWhere(
  sql: TenantSql,
  tenantId: string,
  condition: string,
  values: readonly unknown[],
): Promise<readonly CommandRow[]> {
  const { rows } = await sql.query<CommandRow & { [column: string]: unknown }>(
    `SELECT c.id, c.command, c.state, c.automatic, c.reason, c.requested_by_name AS "requestedBy", c.requested_by AS "requestedById",
       c.approved_by_name AS "approvedBy", c.created_at AS "createdAt", c.expires_at AS "expiresAt", c.finished_at AS "finishedAt",
       c.attempts, m.serial, p.address, c.alarm_id AS "alarmId",
       (SELECT coalesce(jsonb_agg(jsonb_build_object('at', x.at, 'state', x.state, 'detail', x.detail) ORDER BY x.step), '[]')
        FROM device_command_step x WHERE x.tenant_id = c.tenant_id AND x.command_id = c.id) AS steps
     FROM device_command c
     JOIN meter m ON m.tenant_id = c.tenant_id AND m.id = c.meter_id
     JOIN service_point s ON s.tenant_id = c.tenant_id AND s.id = c.service_point_id
     JOIN premise p ON p.tenant_id = s.tenant_id AND p.id = s.premise_id
     WHERE c.tenant_id = $1 AND ${condition}
     ORDER BY c.created_at DESC, c.id DESC LIMIT ${SHOWN}`,
    [tenantId, ...values],
  );
  return rows;
}
