import type { Scope } from "#app/platform/tenancy.ts";
import type { AuditAction } from "#app/services/audit/deeds.ts";
import type { Operation } from "#engines/service/index.ts";
import type { Priority } from "#schema/blueprint/service/schema.ts";
import { caseError } from "./errors.ts";
import { operateCase } from "./operate-case.ts";

/** Stops the clock of a case, for a reason that stands outside it. */
export const holdCase = (scope: Scope, caseId: string, reason: string, now: Date): Promise<void> =>
  steer(scope, caseId, { kind: "hold" }, "dispatch", reason, now);

export const resumeCase = (scope: Scope, caseId: string, now: Date): Promise<void> =>
  steer(scope, caseId, { kind: "resume" }, "dispatch", undefined, now);

export const cancelCase = (scope: Scope, caseId: string, reason: string, now: Date): Promise<void> =>
  steer(scope, caseId, { kind: "cancel" }, "cancel", reason, now);

export const reopenCase = (scope: Scope, caseId: string, reason: string, now: Date): Promise<void> =>
  steer(scope, caseId, { kind: "reopen" }, "reopen", reason, now);

export const prioritiseCase = (scope: Scope, caseId: string, priority: Priority, now: Date): Promise<void> =>
  steer(scope, caseId, { kind: "prioritise", priority }, "dispatch", undefined, now);

/** A reason is asked for where what is done needs one: pass `undefined` where not. */
async function steer(
  scope: Scope,
  caseId: string,
  operation: Operation,
  action: AuditAction,
  reason: string | undefined,
  now: Date,
): Promise<void> {
  if (reason?.trim() === "") throw caseError("CASE_REASON_NEEDED", {}, { path: "reason" });
  await operateCase(scope, caseId, now, () => ({
    operation,
    action,
    ...(reason === undefined ? {} : { detail: { reason } }),
  }));
}
