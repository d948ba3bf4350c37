export { clockOf, deadlineOf, type Hold, type WorkClock, workingTimeBetween } from "./clock.ts";
export { compileService } from "./compile.ts";
export { serviceErrors } from "./errors.ts";
export { type Opening, openCaseState, operate, tick } from "./machine.ts";
export type { ActionProgram, LimitProgram, ServiceProgram, StepProgram } from "./program.ts";
export {
  CASE_STATES,
  type CaseState,
  type CaseStatus,
  type Happening,
  type Operation,
  type TaskState,
  type Timer,
  type Turn,
} from "./state.ts";
export { openTask, stepOf, timersOf } from "./timers.ts";
export { actionValues, valuesOf } from "./values.ts";
