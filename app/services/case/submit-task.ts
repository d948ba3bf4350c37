import { type TenantSql, withTenantSql } from "#app/platform/database.ts";
import type { Scope } from "#app/platform/tenancy.ts";
import { openTask, stepOf } from "#engines/service/index.ts";
import type { JsonObject } from "#schema/blueprint/item.ts";
import { subjectContext } from "./case-subject.ts";
import { acceptFacts, acceptForm, claimFiles, formContext, formsOf } from "./check-form.ts";
import { caseError } from "./errors.ts";
import type { LoadedCase } from "./load-case.ts";
import { operateCaseIn } from "./operate-case.ts";
import { requireMine, type Who } from "./who.ts";

export interface SubmitTask {
  readonly caseId: string;
  readonly taskNumber: number;
  /** The task's version that the person had before them. */
  readonly baseVersion: number;
  /** The idempotency key: the same again changes nothing. */
  readonly key: string;
  readonly outcome?: string | undefined;
  readonly data: JsonObject;
  /** When it was filled in, where that was without a network. Recorded; limits count by `now`. */
  readonly doneAt?: Date | undefined;
  readonly now: Date;
}

export interface Submitted {
  readonly caseId: string;
  readonly state: string;
  /** It had arrived before. */
  readonly repeated: boolean;
}

/**
 * Completes a task with what was filled in. What was filled in without a network arrives late and perhaps twice: the key
 * tells a repetition, the version what has changed since.
 * @throws CASE_CHANGED, CASE_NOT_YOURS, CASE_TAKEN, and what the engine refuses
 */
export async function submitTask(scope: Scope, who: Who, input: SubmitTask): Promise<Submitted> {
  return withTenantSql(scope, async (sql) => {
    const repeated = await findSubmission(sql, scope.tenantId, input);
    if (repeated !== undefined) return repeated;
    const state = await operateCaseIn(sql, scope, input.caseId, input.now, async (found) => {
      requireUnchanged(found, input);
      await requireMine(sql, scope.tenantId, found, who);
      const data = await accepted(sql, scope, who, found, input);
      return {
        operation: { kind: "submit", by: who.personId, outcome: input.outcome, data },
        action: "work",
        names: new Map([[who.personId, scope.actor.name]]),
        submission: { task: input.taskNumber, data, key: input.key },
        detail: input.doneAt === undefined ? {} : { doneAt: input.doneAt.toISOString() },
      };
    });
    return { caseId: input.caseId, state: state.status, repeated: false };
  });
}

async function findSubmission(
  sql: TenantSql,
  tenantId: string,
  { caseId, key }: SubmitTask,
): Promise<Submitted | undefined> {
  // The case is locked by a statement of its own: of two with one key the second then sees what the first wrote.
  await sql.query("SELECT 1 FROM service_case WHERE tenant_id = $1 AND id = $2 FOR UPDATE", [
    tenantId,
    caseId,
  ]);
  const { rows } = await sql.query<{ state: string; done: boolean }>(
    `SELECT c.state, EXISTS (SELECT 1 FROM case_task t WHERE t.tenant_id = c.tenant_id AND t.case_id = c.id AND t.submission_key = $3) AS done
     FROM service_case c WHERE c.tenant_id = $1 AND c.id = $2`,
    [tenantId, caseId, key],
  );
  const row = rows[0];
  return row?.done ? { caseId, state: row.state, repeated: true } : undefined;
}

/** What is taken of what was filled in, by the form of the release that the case pins. */
async function accepted(
  sql: TenantSql,
  scope: Scope,
  who: Who,
  found: LoadedCase,
  { data, now }: SubmitTask,
): Promise<JsonObject> {
  const key = stepOf(found.program, openTask(found.state)?.step ?? "").source.form;
  const { forms, codeLists } = await formsOf(
    sql,
    scope.tenantId,
    found.facts.releaseNumber,
    key === undefined ? [] : [key],
  );
  const form = key === undefined ? undefined : forms.get(key);
  if (form === undefined) return acceptFacts(found.program, data);
  const context = formContext(found.clock.zone, now, {
    personName: scope.actor.name,
    caseNumber: found.facts.number,
    ...(await subjectContext(sql, scope.tenantId, found.facts)),
  });
  const environment = { context, roles: who.roles, codeLists };
  const taken = acceptForm({ form, stored: found.state.data, submitted: data, environment });
  await claimFiles(sql, scope, form, taken, found.facts.id);
  return taken;
}

function requireUnchanged(found: LoadedCase, { taskNumber, baseVersion }: SubmitTask): void {
  const task = openTask(found.state);
  if (task?.number === taskNumber && found.taskVersion === baseVersion) return;
  throw caseError(
    "CASE_CHANGED",
    { task: found.state.tasks.at(-1)?.number ?? 0, version: found.taskVersion },
    { path: "baseVersion" },
  );
}
