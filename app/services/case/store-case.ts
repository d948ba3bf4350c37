import { addJob } from "#app/jobs/add-job.ts";
import { publish } from "#app/jobs/subscriptions.ts";
import type { TenantSql } from "#app/platform/database.ts";
import type { Scope } from "#app/platform/tenancy.ts";
import { type CaseState, openTask, stepOf, type Turn } from "#engines/service/index.ts";
import type { JsonObject } from "#schema/blueprint/item.ts";
import {
  type Deed,
  eventFields,
  type Fields,
  openingFields,
  type PinnedCase,
  type Place,
  stateFields,
  taskFields,
  timerFields,
} from "./case-row.ts";

/** What a submission leaves at its task. */
export interface Submission {
  readonly task: number;
  readonly data: JsonObject;
  readonly key: string;
}

/** Writes a case that was just opened. */
export async function storeOpening(
  sql: TenantSql,
  scope: Scope,
  pinned: PinnedCase,
  turn: Turn,
  place: Place,
  deed: Deed,
  now: Date,
): Promise<void> {
  await insert(sql, "service_case", {
    ...openingFields(scope.tenantId, pinned, turn.state.data),
    ...stateFields(pinned, turn.state, place),
    updated_at: now,
  });
  await storeParts(sql, scope, pinned, undefined, turn, place, deed);
  await publish(sql, "case.changed", { caseId: pinned.facts.id, from: "new", to: turn.state.status });
}

/** Writes what a turn changed: the case, its tasks, trace and timers, and tells who listens, in the caller's transaction. */
export async function storeTurn(
  sql: TenantSql,
  scope: Scope,
  pinned: PinnedCase,
  before: CaseState,
  turn: Turn,
  place: Place,
  deed: Deed,
  now: Date,
  submission?: Submission,
): Promise<void> {
  const fields: Fields = {
    ...stateFields(pinned, turn.state, place),
    ...(before.status === turn.state.status ? {} : { held_reason: deed.detail?.reason ?? null }),
    updated_at: now,
  };
  const { opened_at: _openedAt, limit_number: _limit, ...changing } = fields;
  const names = Object.keys(changing);
  await sql.query(
    `UPDATE service_case SET ${names.map((name, at) => `${name} = $${at + 3}`).join(", ")}, version = version + 1
     WHERE tenant_id = $1 AND id = $2`,
    [scope.tenantId, pinned.facts.id, ...names.map((name) => parameterOf(changing[name]))],
  );
  await storeParts(sql, scope, pinned, before, turn, place, deed, submission);
  if (before.status !== turn.state.status) {
    await publish(sql, "case.changed", {
      caseId: pinned.facts.id,
      from: before.status,
      to: turn.state.status,
    });
  }
}

async function storeParts(
  sql: TenantSql,
  scope: Scope,
  pinned: PinnedCase,
  before: CaseState | undefined,
  turn: Turn,
  place: Place,
  deed: Deed,
  submission?: Submission,
): Promise<void> {
  const { tenantId } = scope;
  const { state, happenings } = turn;
  for (const task of state.tasks) {
    if (before?.tasks[task.number - 1] === task) continue;
    const brought =
      submission?.task === task.number ? { data: submission.data, submission_key: submission.key } : {};
    await upsert(sql, "case_task", { ...taskFields(tenantId, pinned, task, place), ...brought }, TASK_KEPT);
  }
  for (const event of eventFields(tenantId, pinned, happenings, place, deed))
    await insert(sql, "case_event", event);
  await storeTimers(sql, tenantId, pinned, before, state);
  // What a step waits for may be so already when it is entered.
  const task = openTask(state);
  const entered = before?.tasks.length !== state.tasks.length;
  if (task && entered && stepOf(pinned.program, task.step).wait?.event !== undefined)
    await addJob(sql, "case.hear", { caseId: pinned.facts.id }, { key: pinned.facts.id });
}

/** Of a task that stands already, everything but what it began with. */
const TASK_KEPT = {
  constraint: "case_task_number_unique",
  kept: new Set([
    "tenant_id",
    "id",
    "case_id",
    "number",
    "step_key",
    "label",
    "kind",
    "entered_at",
    "limit_number",
  ]),
  // A reminder that goes off is no change to who fills in the task without a network.
  counting: {
    column: "version",
    when: "(case_task.state, case_task.assignee_id) IS DISTINCT FROM (excluded.state, excluded.assignee_id)",
  },
};

async function storeTimers(
  sql: TenantSql,
  tenantId: string,
  pinned: PinnedCase,
  before: CaseState | undefined,
  state: CaseState,
): Promise<void> {
  const timers = timerFields(tenantId, pinned, state);
  if (before !== undefined) {
    // What waited goes off or falls away; what still waits is written again below.
    const fired = state.tasks.flatMap(({ number, fired: names }) => names.map((name) => `${number} ${name}`));
    if (state.overdueMs !== null) fired.push("0 case-overdue");
    await sql.query(
      `UPDATE case_timer SET state = CASE WHEN concat(task_number, ' ', name) = ANY ($3) THEN 'fired' ELSE 'dropped' END
       WHERE tenant_id = $1 AND case_id = $2 AND state = 'waiting'`,
      [tenantId, pinned.facts.id, fired],
    );
  }
  for (const timer of timers) await upsert(sql, "case_timer", timer, TIMER_KEPT);
  const first = timers[0]?.at;
  if (first instanceof Date)
    await addJob(sql, "case.tick", { caseId: pinned.facts.id }, { key: pinned.facts.id, runAt: first });
}

const TIMER_KEPT = {
  constraint: "case_timer_pk",
  kept: new Set(["tenant_id", "case_id", "task_number", "name"]),
  counting: undefined,
};

export async function insert(sql: TenantSql, table: string, row: Fields): Promise<void> {
  const names = Object.keys(row);
  await sql.query(
    `INSERT INTO ${table} (${names.join(", ")}) VALUES (${names.map((_, at) => `$${at + 1}`).join(", ")})`,
    names.map((name) => parameterOf(row[name])),
  );
}

interface Upsert {
  readonly constraint: string;
  /** Columns that a row that stands keeps. */
  readonly kept: ReadonlySet<string>;
  /** A column that counts certain changes. */
  readonly counting: { readonly column: string; readonly when: string } | undefined;
}

async function upsert(
  sql: TenantSql,
  table: string,
  row: Fields,
  { constraint, kept, counting }: Upsert,
): Promise<void> {
  const names = Object.keys(row);
  const set = names.filter((name) => !kept.has(name)).map((name) => `${name} = excluded.${name}`);
  if (counting !== undefined) {
    const { column, when } = counting;
    set.push(`${column} = ${table}.${column} + CASE WHEN ${when} THEN 1 ELSE 0 END`);
  }
  await sql.query(
    `INSERT INTO ${table} (${names.join(", ")}) VALUES (${names.map((_, at) => `$${at + 1}`).join(", ")})
     ON CONFLICT ON CONSTRAINT ${constraint} DO UPDATE SET ${set.join(", ")}`,
    names.map((name) => parameterOf(row[name])),
  );
}

/** Lists and objects go in as JSON. */
function parameterOf(value: unknown): unknown {
  return typeof value === "object" && value !== null && !(value instanceof Date)
    ? JSON.stringify(value)
    : value;
}
