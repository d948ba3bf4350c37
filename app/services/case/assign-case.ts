import type { Scope } from "#app/platform/tenancy.ts";
import { openTask } from "#engines/service/index.ts";
import { caseError } from "./errors.ts";
import { operateCase } from "./operate-case.ts";
import { requireMine, requireWorker, type Who } from "./who.ts";

/** Takes the open task of a case for oneself. @throws CASE_TAKEN, CASE_NOT_YOURS */
export async function claimCase(scope: Scope, caseId: string, who: Who, now: Date): Promise<void> {
  await operateCase(scope, caseId, now, async (found, sql) => {
    const holder = openTask(found.state)?.assignee;
    if (holder != null && holder !== who.personId) {
      throw caseError("CASE_TAKEN", { name: found.names.get(holder) ?? "—" });
    }
    await requireMine(sql, scope.tenantId, found, who);
    return {
      operation: { kind: "assign", to: who.personId },
      action: "work",
      names: new Map([[who.personId, scope.actor.name]]),
    };
  });
}

/** Gives the open task to somebody, or back to everybody who may take it. @throws CASE_ASSIGNEE_UNKNOWN */
export async function assignCase(
  scope: Scope,
  caseId: string,
  personId: string | null,
  now: Date,
): Promise<void> {
  await operateCase(scope, caseId, now, async (found, sql) => {
    if (personId === null) return { operation: { kind: "assign", to: null }, action: "dispatch" };
    const worker = await requireWorker(sql, scope.tenantId, found, personId);
    return {
      operation: { kind: "assign", to: personId },
      action: "dispatch",
      names: new Map([[worker.personId, worker.name]]),
    };
  });
}
