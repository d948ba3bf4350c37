/** The alarm engine: from a set of values to a history of alarms, and the life of each alarm. Rules: SPEC.md. */
export { compileAlarm } from "./compile.ts";
export { alarmError, alarmErrors } from "./errors.ts";
export { EVENT_QUALITIES, type EventQuality, instantOf, readEventLine, type ToldEvent } from "./events.ts";
export { type Checkpoint, type Followed, followWatch, type Instant, type RulePeriod } from "./follow.ts";
export {
  ALARM_STATES,
  type AlarmAct,
  type AlarmLife,
  type AlarmState,
  type LifeRules,
  type LifeTurn,
  lifeOf,
  RETURNED_STATES,
  severityRank,
} from "./life.ts";
export type { AlarmEvent, AlarmProgram, AlarmTransition, Severity } from "./program.ts";
export { historyOf } from "./replay.ts";
