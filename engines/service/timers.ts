import { deadlineOf, type WorkClock } from "./clock.ts";
import type { LimitProgram, ServiceProgram, StepProgram } from "./program.ts";
import type { CaseState, TaskState, Timer } from "./state.ts";

/** The task that waits to be done; undefined when the case is over. */
export function openTask(state: CaseState): TaskState | undefined {
  const last = state.tasks.at(-1);
  return last?.state === "open" ? last : undefined;
}

export function stepOf(program: ServiceProgram, key: string): StepProgram {
  const step = program.steps.get(key);
  if (step === undefined) throw new RangeError(`the program has no step ${key}`);
  return step;
}

/**
 * The timers that wait, earliest first (SPEC T1 to T6). While a case is held nothing goes off, and when it is over neither.
 */
export function timersOf(program: ServiceProgram, state: CaseState, clock: WorkClock): Timer[] {
  if (state.status !== "open") return [];
  const timers: Timer[] = [];
  if (state.dueMs !== null && state.overdueMs === null)
    timers.push({ name: "case-overdue", atMs: state.dueMs });
  const task = openTask(state);
  if (task !== undefined) timers.push(...taskTimers(stepOf(program, task.step), task, state, clock));
  return timers.sort((a, b) => a.atMs - b.atMs || rank(a) - rank(b));
}

function taskTimers(step: StepProgram, task: TaskState, state: CaseState, clock: WorkClock): Timer[] {
  const timers: Timer[] = [];
  const { dueMs } = task;
  if (dueMs !== null) {
    step.remindersMs.forEach((beforeMs, nth) => {
      // A limit shorter than the reminder's lead needs no reminder.
      if (dueMs - beforeMs > task.enteredMs) timers.push({ name: `reminder:${nth}`, atMs: dueMs - beforeMs });
    });
    timers.push({ name: "overdue", atMs: dueMs });
    step.escalations.forEach(({ afterMs }, nth) => {
      timers.push({ name: `escalation:${nth}`, atMs: dueMs + afterMs });
    });
  }
  if (step.wait?.atMostMs !== undefined) {
    const limit = { clockMs: step.wait.atMostMs, workingMs: undefined, workingDays: undefined };
    timers.push({ name: "wait", atMs: deadlineOf(limit, task.enteredMs, state.holds, clock) });
  }
  return timers.filter(({ name }) => !task.fired.includes(name));
}

/** At one instant: first the reminder, then the limits, then who is told of it; a wait ends last. */
function rank({ name }: Timer): number {
  return ["reminder", "case-overdue", "overdue", "escalation", "wait"].indexOf(name.split(":")[0] ?? "");
}

/** When a chosen limit passes. */
export function dueOf(
  limits: readonly LimitProgram[],
  limit: number | null,
  enteredMs: number,
  state: Pick<CaseState, "openedMs" | "holds">,
  clock: WorkClock,
): number | null {
  const chosen = limit === null ? undefined : limits[limit];
  if (chosen === undefined) return null;
  return deadlineOf(chosen, chosen.from === "opening" ? state.openedMs : enteredMs, state.holds, clock);
}
