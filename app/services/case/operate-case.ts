import { type TenantSql, withTenantSql } from "#app/platform/database.ts";
import type { Scope } from "#app/platform/tenancy.ts";
import type { AuditAction } from "#app/services/audit/deeds.ts";
import { audit } from "#app/services/audit/record-audit.ts";
import { type CaseState, type Operation, operate, type Turn, tick } from "#engines/service/index.ts";
import type { JsonObject } from "#schema/blueprint/item.ts";
import type { AwaitedEvent } from "#schema/blueprint/service/schema.ts";
import { SYSTEM } from "./case-row.ts";
import { type LoadedCase, loadCase } from "./load-case.ts";
import { placeTask } from "./place-task.ts";
import { runActions } from "./run-actions.ts";
import { sendMessages } from "./send-messages.ts";
import { type Submission, storeTurn } from "./store-case.ts";

/** What is done to a case, decided when the case has been read and locked. */
export interface Doing {
  readonly operation: Operation;
  /** For the trail: the policy's action. */
  readonly action: AuditAction;
  /** Why, what was said. It stands in the trace. */
  readonly detail?: JsonObject;
  /** Names of people whom the operation brings in. */
  readonly names?: ReadonlyMap<string, string>;
  readonly submission?: Submission;
}

/**
 * Does something to a case in one transaction: reads and locks it, lets what is due go off, then lets `decide` look at it and
 * say what to do (or throw), and writes the case, its trace, its timers and the trail.
 */
export async function operateCase(
  scope: Scope,
  caseId: string,
  now: Date,
  decide: (found: LoadedCase, sql: TenantSql) => Promise<Doing> | Doing,
): Promise<CaseState> {
  return withTenantSql(scope, (sql) => operateCaseIn(sql, scope, caseId, now, decide));
}

/** The same in the caller's transaction. */
export async function operateCaseIn(
  sql: TenantSql,
  scope: Scope,
  caseId: string,
  now: Date,
  decide: (found: LoadedCase, sql: TenantSql) => Promise<Doing> | Doing,
): Promise<CaseState> {
  await tickCaseIn(sql, scope, caseId, now);
  const found = await loadCase(sql, scope.tenantId, caseId, { lock: true });
  const doing = await decide(found, sql);
  const turn = operate(found.program, found.state, doing.operation, now.getTime(), found.clock);
  if (turn.happenings.length === 0) return turn.state;
  await write(sql, scope, found, turn, now, doing);
  await audit(sql, scope, {
    action: doing.action,
    noun: "case",
    nounId: caseId,
    before: { state: found.state.status, step: found.state.tasks.at(-1)?.step },
    after: {
      number: found.facts.number,
      state: turn.state.status,
      step: turn.state.tasks.at(-1)?.step,
      ...doing.detail,
    },
  });
  return turn.state;
}

/** Lets the timers go off that are due: at its time by a job, and before anything is done to the case. Twice does no harm. */
export async function tickCaseIn(sql: TenantSql, scope: Scope, caseId: string, now: Date): Promise<void> {
  const found = await loadCase(sql, scope.tenantId, caseId, { lock: true });
  const turn = tick(found.program, found.state, now.getTime(), found.clock);
  if (turn.happenings.length > 0) await write(sql, scope, found, turn, now);
}

/** Ends the wait of a case that was loaded and locked: what it waited for has come to pass. */
export async function endWaitIn(
  sql: TenantSql,
  scope: Scope,
  found: LoadedCase,
  event: AwaitedEvent,
  now: Date,
): Promise<void> {
  const turn = operate(found.program, found.state, { kind: "event", event }, now.getTime(), found.clock);
  await write(sql, scope, found, turn, now);
}

async function write(
  sql: TenantSql,
  scope: Scope,
  found: LoadedCase,
  made: Turn,
  now: Date,
  doing?: Doing,
): Promise<void> {
  const known = new Map([...found.names, ...(doing?.names ?? [])]);
  const { turn, place } = await placeTask(sql, scope.tenantId, found, made, {
    state: found.state,
    orgUnitId: found.orgUnitId,
    names: known,
  });
  await runActions(sql, scope, found, turn, now);
  const { actor, requestId, ip } = scope;
  const deed = doing === undefined ? { actor: SYSTEM } : { actor, requestId, ip, detail: doing.detail };
  await storeTurn(sql, scope, found, found.state, turn, place, deed, now, doing?.submission);
  await sendMessages(sql, scope, found, turn.state, turn.happenings, now);
}
