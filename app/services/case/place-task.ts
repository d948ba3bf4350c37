import type { TenantSql } from "#app/platform/database.ts";
import { type CaseState, openTask, operate, stepOf, type Turn } from "#engines/service/index.ts";
import type { PinnedCase, Place } from "./case-row.ts";
import { leastLoaded } from "./staff.ts";

/**
 * Finds the unit to which the open task belongs and, where its service says so, gives it to somebody at once.
 * `before`: the state of before the turn; a task that was open then stays where it is.
 */
export async function placeTask(
  sql: TenantSql,
  tenantId: string,
  pinned: PinnedCase,
  turn: Turn,
  before: {
    readonly state: CaseState | undefined;
    readonly orgUnitId: string | null;
    readonly names: ReadonlyMap<string, string>;
  },
): Promise<{ turn: Turn; place: Place }> {
  const { state } = turn;
  const task = openTask(state);
  const names = new Map(before.names);
  if (task === undefined) return { turn, place: { orgUnitId: null, names } };
  const isNew = (before.state?.tasks.length ?? 0) < task.number;
  if (!isNew) return { turn, place: { orgUnitId: before.orgUnitId, names } };
  const { assignee } = stepOf(pinned.program, task.step).source;
  const orgUnitId = await unitOf(sql, tenantId, assignee?.unit, pinned.facts.gridCellId);
  if (assignee?.pick !== "least-load" || task.assignee !== null) return { turn, place: { orgUnitId, names } };
  const demand = { role: assignee.role, skill: assignee.skill ?? null, orgUnitId };
  const worker = await leastLoaded(sql, tenantId, demand);
  if (worker === undefined) return { turn, place: { orgUnitId, names } };
  names.set(worker.personId, worker.name);
  const given = operate(
    pinned.program,
    state,
    { kind: "assign", to: worker.personId },
    task.enteredMs,
    pinned.clock,
  );
  return {
    turn: { state: given.state, happenings: [...turn.happenings, ...given.happenings] },
    place: { orgUnitId, names },
  };
}

async function unitOf(
  sql: TenantSql,
  tenantId: string,
  unit: string | undefined,
  gridCellId: string | null,
): Promise<string | null> {
  if (unit === undefined) return null;
  const { rows } =
    unit === "cell"
      ? await sql.query<{ id: string }>(
          "SELECT org_unit_id AS id FROM grid_cell WHERE tenant_id = $1 AND id = $2",
          [tenantId, gridCellId],
        )
      : await sql.query<{ id: string }>("SELECT id FROM org_unit WHERE tenant_id = $1 AND code = $2", [
          tenantId,
          unit,
        ]);
  return rows[0]?.id ?? null;
}
