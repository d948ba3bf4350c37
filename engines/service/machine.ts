import type { JsonObject } from "#schema/blueprint/item.ts";
import { END, type Opener, PRIORITIES, type Priority } from "#schema/blueprint/service/schema.ts";
import type { WorkClock } from "./clock.ts";
import { serviceError } from "./errors.ts";
import type { ServiceProgram, StepProgram } from "./program.ts";
import type { CaseState, Happening, Operation, TaskState, Timer, Turn } from "./state.ts";
import { dueOf, openTask, stepOf, timersOf } from "./timers.ts";
import { limitFor, valuesOf } from "./values.ts";

/** Steps that may be skipped in a row before a service is taken to go in circles. */
const HOPS_MAX = 200;

export interface Opening {
  readonly openedBy: Opener;
  readonly priority?: Priority | undefined;
  readonly data: JsonObject;
  readonly nowMs: number;
}

/** Opens a case: it enters the first step (SPEC O1). */
export function openCaseState(program: ServiceProgram, opening: Opening, clock: WorkClock): Turn {
  const { nowMs: atMs } = opening;
  const fresh: CaseState = {
    status: "open",
    priority: opening.priority ?? program.source.priority,
    openedBy: opening.openedBy,
    openedMs: atMs,
    closedMs: null,
    limit: null,
    dueMs: null,
    overdueMs: null,
    data: opening.data,
    holds: [],
    heldSinceMs: null,
    tasks: [],
  };
  const limit = limitFor(program.limits, valuesOf(program, fresh, null));
  const state = { ...fresh, limit, dueMs: dueOf(program.limits, limit, atMs, fresh, clock) };
  const happenings: Happening[] = [{ kind: "opened", atMs }];
  return { state: enter(program, state, program.first, atMs, clock, happenings), happenings };
}

/**
 * Does one operation at `nowMs`. Timers that are due by then must have gone off before (`tick`).
 * @throws CASE_NOT_OPEN, CASE_NOT_A_TASK, CASE_OUTCOME_UNKNOWN, CASE_REOPEN_LATE
 */
export function operate(
  program: ServiceProgram,
  state: CaseState,
  operation: Operation,
  nowMs: number,
  clock: WorkClock,
): Turn {
  const happenings: Happening[] = [];
  const next = perform(program, state, operation, nowMs, clock, happenings);
  return { state: next, happenings };
}

/** Lets every timer go off that is due by `nowMs`, each at its own time (SPEC T7): a late tick is as good as many punctual ones. */
export function tick(program: ServiceProgram, state: CaseState, nowMs: number, clock: WorkClock): Turn {
  const happenings: Happening[] = [];
  let now = state;
  for (;;) {
    const [timer] = timersOf(program, now, clock);
    if (timer === undefined || timer.atMs > nowMs) return { state: now, happenings };
    now = goOff(program, now, timer, clock, happenings);
  }
}

function perform(
  program: ServiceProgram,
  state: CaseState,
  operation: Operation,
  atMs: number,
  clock: WorkClock,
  happenings: Happening[],
): CaseState {
  switch (operation.kind) {
    case "submit": {
      const task = workable(program, mustBe(state, "open"));
      const step = stepOf(program, task.step);
      const outcome = outcomeOf(step, operation.outcome);
      const data = { ...state.data, ...operation.data };
      const done = { ...task, state: "done" as const, leftMs: atMs, by: operation.by, outcome };
      happenings.push({ kind: "left", atMs, task: task.number, step: task.step, outcome });
      const left = withTask({ ...state, data }, done);
      return enter(program, left, exitOf(program, left, step, outcome), atMs, clock, happenings);
    }
    case "assign": {
      const task = workable(program, mustBe(state, "open", "held"));
      if (task.assignee === operation.to) return state;
      happenings.push({ kind: "assigned", atMs, task: task.number, to: operation.to });
      return withTask(state, { ...task, assignee: operation.to });
    }
    case "prioritise": {
      mustBe(state, "open", "held");
      if (state.priority === operation.priority) return state;
      happenings.push({ kind: "prioritised", atMs, priority: operation.priority });
      return { ...state, priority: operation.priority };
    }
    case "hold":
      // A case that waits needs no hold: its clock is the wait itself, and what it waits for must not be missed.
      workable(program, mustBe(state, "open"));
      happenings.push({ kind: "held", atMs });
      return { ...state, status: "held", heldSinceMs: atMs };
    case "resume":
      mustBe(state, "held");
      happenings.push({ kind: "resumed", atMs });
      return resumed(program, state, atMs, clock);
    case "cancel": {
      mustBe(state, "open", "held");
      happenings.push({ kind: "cancelled", atMs });
      return { ...dropTask(state, atMs), status: "cancelled", closedMs: atMs, heldSinceMs: null };
    }
    case "reopen": {
      mustBe(state, "completed");
      const { reopening } = program;
      if (reopening === undefined || atMs > (state.closedMs ?? 0) + reopening.withinMs)
        throw serviceError("CASE_REOPEN_LATE");
      happenings.push({ kind: "reopened", atMs });
      const open: CaseState = { ...state, status: "open", closedMs: null };
      return enter(program, open, reopening.to, atMs, clock, happenings);
    }
    case "event": {
      const task = openTask(state);
      if (state.status !== "open" || task === undefined) return state;
      const step = stepOf(program, task.step);
      return step.wait?.event === operation.event
        ? endWait(program, state, task, atMs, clock, happenings)
        : state;
    }
  }
}

function goOff(
  program: ServiceProgram,
  state: CaseState,
  { name, atMs }: Timer,
  clock: WorkClock,
  happenings: Happening[],
): CaseState {
  if (name === "case-overdue") {
    happenings.push({ kind: "case-overdue", atMs });
    return { ...state, overdueMs: atMs };
  }
  const task = openTask(state) as TaskState;
  const step = stepOf(program, task.step);
  const fired = { ...task, fired: [...task.fired, name] };
  const of = { atMs, task: task.number, step: task.step };
  const [kind, nth] = name.split(":");
  switch (kind) {
    case "reminder":
      happenings.push({ kind: "reminded", ...of });
      return withTask(state, fired);
    case "overdue":
      happenings.push({ kind: "overdue", ...of });
      return withTask(state, { ...fired, overdueMs: atMs });
    case "escalation": {
      const { role, priority } = step.escalations[Number(nth)] as StepProgram["escalations"][number];
      const raised = higher(state.priority, priority);
      happenings.push({ kind: "escalated", ...of, role, priority: raised });
      return { ...withTask(state, fired), priority: raised };
    }
    default:
      return endWait(program, state, fired, atMs, clock, happenings);
  }
}

function endWait(
  program: ServiceProgram,
  state: CaseState,
  task: TaskState,
  atMs: number,
  clock: WorkClock,
  happenings: Happening[],
): CaseState {
  happenings.push({ kind: "left", atMs, task: task.number, step: task.step, outcome: null });
  const left = withTask(state, { ...task, state: "done", leftMs: atMs });
  return enter(
    program,
    left,
    exitOf(program, left, stepOf(program, task.step), null),
    atMs,
    clock,
    happenings,
  );
}

/** S1 to S3: goes to a step, past those whose condition does not hold, or to the end. */
function enter(
  program: ServiceProgram,
  state: CaseState,
  to: string,
  atMs: number,
  clock: WorkClock,
  happenings: Happening[],
): CaseState {
  let key = to;
  for (let hops = 0; hops < HOPS_MAX; hops += 1) {
    if (key === END) {
      happenings.push({ kind: "completed", atMs });
      return { ...state, status: "completed", closedMs: atMs };
    }
    const step = stepOf(program, key);
    const values = valuesOf(program, state, null);
    if (step.when === undefined || step.when.evaluate(values) === true) {
      const task = taskIn(program, state, step, atMs, clock);
      happenings.push({ kind: "entered", atMs, task: task.number, step: key });
      if (task.assignee !== null)
        happenings.push({ kind: "assigned", atMs, task: task.number, to: task.assignee });
      return { ...state, tasks: [...state.tasks, task] };
    }
    happenings.push({ kind: "skipped", atMs, step: key });
    key = exitOf(program, state, step, null);
  }
  throw serviceError("CASE_GOES_IN_CIRCLES", { step: to });
}

function taskIn(
  program: ServiceProgram,
  state: CaseState,
  step: StepProgram,
  atMs: number,
  clock: WorkClock,
): TaskState {
  const limit = limitFor(step.limits, valuesOf(program, state, null));
  const same = step.source.assignee?.sameAs;
  return {
    number: state.tasks.length + 1,
    step: step.key,
    state: "open",
    enteredMs: atMs,
    leftMs: null,
    limit,
    dueMs: dueOf(step.limits, limit, atMs, state, clock),
    overdueMs: null,
    assignee: state.tasks.findLast((task) => task.step === same && task.by !== null)?.by ?? null,
    by: null,
    outcome: null,
    fired: [],
  };
}

/** S4: by the outcome, else by the first condition that holds, else to what follows in the list. */
function exitOf(
  program: ServiceProgram,
  state: CaseState,
  step: StepProgram,
  outcome: string | null,
): string {
  const chosen = step.source.outcomes.find(({ key }) => key === outcome)?.to;
  if (chosen !== undefined) return chosen;
  const values = valuesOf(program, state, outcome);
  const next = step.next.find(({ when }) => when === undefined || when.evaluate(values) === true);
  return next?.to ?? step.following;
}

function resumed(program: ServiceProgram, state: CaseState, atMs: number, clock: WorkClock): CaseState {
  const holds = [...state.holds, { fromMs: state.heldSinceMs ?? atMs, toMs: atMs }];
  const open = { ...state, status: "open" as const, heldSinceMs: null, holds };
  const dueMs = dueOf(program.limits, state.limit, state.openedMs, open, clock);
  const task = openTask(open);
  if (task === undefined) return { ...open, dueMs };
  const { limits } = stepOf(program, task.step);
  return withTask(
    { ...open, dueMs },
    { ...task, dueMs: dueOf(limits, task.limit, task.enteredMs, open, clock) },
  );
}

function outcomeOf(step: StepProgram, outcome: string | undefined): string | null {
  const { outcomes } = step.source;
  if (outcomes.length === 0) return null;
  if (outcome !== undefined && outcomes.some(({ key }) => key === outcome)) return outcome;
  throw serviceError(
    "CASE_OUTCOME_UNKNOWN",
    { known: outcomes.map(({ label }) => label["zh-CN"]).join("、") },
    { path: "outcome" },
  );
}

function workable(program: ServiceProgram, state: CaseState): TaskState {
  const task = openTask(state);
  if (task === undefined || stepOf(program, task.step).wait !== undefined)
    throw serviceError("CASE_NOT_A_TASK");
  return task;
}

function mustBe(state: CaseState, ...allowed: readonly CaseState["status"][]): CaseState {
  if (!allowed.includes(state.status)) throw serviceError("CASE_NOT_OPEN", { state: state.status });
  return state;
}

const withTask = (state: CaseState, task: TaskState): CaseState => ({
  ...state,
  tasks: [...state.tasks.slice(0, -1), task],
});

function dropTask(state: CaseState, atMs: number): CaseState {
  const task = openTask(state);
  return task === undefined ? state : withTask(state, { ...task, state: "dropped", leftMs: atMs });
}

function higher(a: Priority, b: Priority | undefined): Priority {
  return b !== undefined && PRIORITIES.indexOf(b) > PRIORITIES.indexOf(a) ? b : a;
}
