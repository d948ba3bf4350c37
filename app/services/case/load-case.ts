import { commonError } from "#app/platform/common-errors.ts";
import type { TenantSql } from "#app/platform/database.ts";
import { programOf } from "#engines/compilers.ts";
import type { Words } from "#engines/kernel/errors.ts";
import { zoneOf } from "#engines/kernel/zone.ts";
import { type CaseState, type CaseStatus, clockOf, type TaskState } from "#engines/service/index.ts";
import type { JsonObject } from "#schema/blueprint/item.ts";
import type { Opener, Priority } from "#schema/blueprint/service/schema.ts";
import type { PinnedCase } from "./case-row.ts";

/** A case as it stands, with everything that decides what happens next. */
export interface LoadedCase extends PinnedCase {
  readonly state: CaseState;
  readonly version: number;
  /** Of the open task, or of the last one. */
  readonly taskVersion: number;
  /** Names of who has or had tasks, by person. */
  readonly names: ReadonlyMap<string, string>;
  /** Unit to which the open task belongs. */
  readonly orgUnitId: string | null;
  readonly request: JsonObject;
  readonly customerId: string | null;
}

/** The calendar that a service names, of the same release: for statements in which `c` has the release and `i` is the service. */
export const CALENDAR_OF_SERVICE = `
  LEFT JOIN release_item ki ON ki.tenant_id = c.tenant_id AND ki.release_number = c.release_number
    AND ki.kind = 'calendar' AND ki.key = i.content ->> 'calendar'
  LEFT JOIN blueprint_item k ON k.tenant_id = ki.tenant_id AND k.hash = ki.item_hash`;

export interface CalendarColumns {
  readonly calendar_hash: string | null;
  readonly calendar_content: JsonObject | null;
}

export const calendarIn = ({ calendar_hash, calendar_content }: CalendarColumns) =>
  calendar_hash === null ? undefined : programOf("calendar", calendar_hash, calendar_content);

interface CaseColumns extends CalendarColumns {
  id: string;
  number: string;
  service_key: string;
  service_hash: string;
  release_number: number;
  open_key: string;
  title: Words;
  opened_by: Opener;
  opened_by_id: string | null;
  opened_by_name: string;
  customer_id: string | null;
  premise_id: string | null;
  service_point_id: string | null;
  meter_id: string | null;
  alarm_id: string | null;
  grid_cell_id: string | null;
  search: string;
  state: CaseStatus;
  priority: Priority;
  opened_at: Date;
  closed_at: Date | null;
  limit_number: number | null;
  due_at: Date | null;
  overdue_at: Date | null;
  holds: [number, number][];
  held_since: Date | null;
  org_unit_id: string | null;
  request: JsonObject;
  version: number;
  content: JsonObject;
  timezone: string;
}

interface TaskColumns {
  number: number;
  step_key: string;
  state: TaskState["state"];
  entered_at: Date;
  left_at: Date | null;
  limit_number: number | null;
  due_at: Date | null;
  overdue_at: Date | null;
  assignee_id: string | null;
  assignee_name: string | null;
  done_by_id: string | null;
  done_by_name: string | null;
  outcome: string | null;
  data: JsonObject;
  version: number;
  fired: string[] | null;
}

/**
 * Reads a case; `lock` keeps others from changing it until the transaction ends.
 * @throws NOT_FOUND
 */
export async function loadCase(
  sql: TenantSql,
  tenantId: string,
  caseId: string,
  { lock }: { readonly lock: boolean },
): Promise<LoadedCase> {
  const { rows } = await sql.query<CaseColumns>(
    `SELECT c.*, i.content, t.timezone, k.hash AS calendar_hash, k.content AS calendar_content FROM service_case c
     JOIN blueprint_item i ON i.tenant_id = c.tenant_id AND i.hash = c.service_hash
     ${CALENDAR_OF_SERVICE}
     JOIN platform.tenant t ON t.id = c.tenant_id
     WHERE c.tenant_id = $1 AND c.id = $2 ${lock ? "FOR UPDATE OF c" : ""}`,
    [tenantId, caseId],
  );
  const row = rows[0];
  if (row === undefined) throw commonError("NOT_FOUND");
  const { rows: tasks } = await sql.query<TaskColumns>(
    `SELECT t.*, (SELECT array_agg(w.name ORDER BY w.at, w.name) FROM case_timer w
       WHERE w.tenant_id = t.tenant_id AND w.case_id = t.case_id AND w.task_number = t.number AND w.state = 'fired') AS fired
     FROM case_task t WHERE t.tenant_id = $1 AND t.case_id = $2 ORDER BY t.number`,
    [tenantId, caseId],
  );
  const program = programOf("service", row.service_hash, row.content);
  return {
    facts: factsOf(row),
    program,
    clock: clockOf(program, zoneOf(row.timezone), calendarIn(row)),
    state: stateOf(row, tasks),
    version: row.version,
    taskVersion: tasks.at(-1)?.version ?? 0,
    names: namesOf(tasks),
    orgUnitId: row.org_unit_id,
    request: row.request,
    customerId: row.customer_id,
  };
}

function factsOf(row: CaseColumns): PinnedCase["facts"] {
  return {
    id: row.id,
    number: row.number,
    serviceKey: row.service_key,
    serviceHash: row.service_hash,
    releaseNumber: row.release_number,
    openKey: row.open_key,
    title: row.title,
    openedBy: row.opened_by,
    openedById: row.opened_by_id,
    openedByName: row.opened_by_name,
    customerId: row.customer_id,
    premiseId: row.premise_id,
    servicePointId: row.service_point_id,
    meterId: row.meter_id,
    alarmId: row.alarm_id,
    gridCellId: row.grid_cell_id,
    search: row.search,
  };
}

function stateOf(row: CaseColumns, tasks: readonly TaskColumns[]): CaseState {
  return {
    status: row.state,
    priority: row.priority,
    openedBy: row.opened_by,
    openedMs: row.opened_at.getTime(),
    closedMs: row.closed_at?.getTime() ?? null,
    limit: row.limit_number,
    dueMs: row.due_at?.getTime() ?? null,
    overdueMs: row.overdue_at?.getTime() ?? null,
    data: Object.assign({}, row.request, ...tasks.map(({ data }) => data)) as JsonObject,
    holds: row.holds.map(([fromMs, toMs]) => ({ fromMs, toMs })),
    heldSinceMs: row.held_since?.getTime() ?? null,
    tasks: tasks.map((task) => ({
      number: task.number,
      step: task.step_key,
      state: task.state,
      enteredMs: task.entered_at.getTime(),
      leftMs: task.left_at?.getTime() ?? null,
      limit: task.limit_number,
      dueMs: task.due_at?.getTime() ?? null,
      overdueMs: task.overdue_at?.getTime() ?? null,
      assignee: task.assignee_id,
      by: task.done_by_id,
      outcome: task.outcome,
      fired: task.fired ?? [],
    })),
  };
}

function namesOf(tasks: readonly TaskColumns[]): Map<string, string> {
  const names = new Map<string, string>();
  for (const task of tasks) {
    if (task.assignee_id !== null && task.assignee_name !== null)
      names.set(task.assignee_id, task.assignee_name);
    if (task.done_by_id !== null && task.done_by_name !== null) names.set(task.done_by_id, task.done_by_name);
  }
  return names;
}
