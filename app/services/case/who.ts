import type { TenantSql } from "#app/platform/database.ts";
import { openTask, stepOf } from "#engines/service/index.ts";
import { caseError } from "./errors.ts";
import type { LoadedCase } from "./load-case.ts";
import { type Demand, fits, listWorkers, type Worker } from "./staff.ts";

/** A member of staff at work. `dispatches`: may give tasks to others and do what is another's. */
export interface Who {
  readonly personId: string;
  readonly roles: readonly string[];
  readonly dispatches: boolean;
}

/** What the open task asks of who does it. */
export function demandOf(found: LoadedCase): Demand {
  const task = openTask(found.state);
  const assignee = task === undefined ? undefined : stepOf(found.program, task.step).source.assignee;
  return { role: assignee?.role ?? null, skill: assignee?.skill ?? null, orgUnitId: found.orgUnitId };
}

/** @throws CASE_NOT_YOURS when somebody may not do the open task: it is another's, or asks for a role they have not */
export async function requireMine(
  sql: TenantSql,
  tenantId: string,
  found: LoadedCase,
  who: Who,
): Promise<void> {
  const task = openTask(found.state);
  if (who.dispatches || task?.assignee === who.personId) return;
  if (task !== undefined && task.assignee !== null) {
    throw caseError("CASE_TAKEN", { name: found.names.get(task.assignee) ?? "—" });
  }
  const demand = demandOf(found);
  const [worker] = await listWorkers(sql, tenantId, { personId: who.personId });
  if (worker === undefined || !fits(worker, demand))
    throw caseError("CASE_NOT_YOURS", { role: demand.role ?? "—" });
}

/** @throws CASE_ASSIGNEE_UNKNOWN when nobody of that id works here with the role that the task asks for */
export async function requireWorker(
  sql: TenantSql,
  tenantId: string,
  found: LoadedCase,
  personId: string,
): Promise<Worker> {
  const { role } = demandOf(found);
  const [worker] = await listWorkers(sql, tenantId, { personId });
  // A dispatcher may send somebody of another unit or without the skill, but nobody without the role.
  if (worker === undefined || (role !== null && !worker.roles.includes(role))) {
    throw caseError("CASE_ASSIGNEE_UNKNOWN", { role: role ?? "—" });
  }
  return worker;
}
