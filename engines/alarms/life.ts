import type { Severity } from "./program.ts";

/** The states of one alarm, after ANSI/ISA-18.2-2016 §5.6 and IEC 62682:2014 figure 3. */
export const ALARM_STATES = [
  "normal",
  "unacknowledged",
  "acknowledged",
  /** Returned to normal before anybody acknowledged it. */
  "returned",
  /** Returned to normal and acknowledged, but the rule asks for a reset by a person. */
  "latched",
  "shelved",
  "outOfService",
] as const;
export type AlarmState = (typeof ALARM_STATES)[number];

/** The states of an alarm whose condition is over (ISA-18.2, return to normal). */
export const RETURNED_STATES: readonly AlarmState[] = ["normal", "returned", "latched"];

/** What a person did, at its own time. It is journalled and never part of the history made of events. */
export type AlarmAct =
  | { readonly timeMs: number; readonly act: "acknowledge" }
  | { readonly timeMs: number; readonly act: "reset"; readonly onSite: boolean }
  | { readonly timeMs: number; readonly act: "shelve"; readonly untilMs: number }
  | { readonly timeMs: number; readonly act: "unshelve" }
  | { readonly timeMs: number; readonly act: "removeFromService" }
  | { readonly timeMs: number; readonly act: "returnToService" };

/** A turn of the condition as life takes it: at the time at which it counts as known (L6). */
export interface LifeTurn {
  readonly timeMs: number;
  readonly to: Severity;
  /** When it happened, where that is not when it became known. */
  readonly eventMs?: number;
}

export interface AlarmLife {
  readonly timeMs: number;
  readonly state: AlarmState;
  readonly severity: Severity;
  /** Nothing stands, waits for an acknowledgement or is latched, whether or not it is shelved. */
  readonly quiet: boolean;
  /** Since it was last quiet: the worst that it was, and when it was raised. */
  readonly worst: Severity;
  readonly raisedMs: number;
}

/** What of its rule the life of an alarm depends on. */
export interface LifeRules {
  readonly latch: boolean;
  readonly confirmOnSite: boolean;
}

interface Inner {
  condition: Severity;
  acknowledged: boolean;
  latched: boolean;
  shelvedUntilMs: number;
  inService: boolean;
  worst: Severity;
  raisedMs: number;
}

/**
 * The life of one alarm: transitions of its condition (one rule, one source) and acts of people, by time. At the same instant the
 * condition comes first. An act that does not fit the state it meets changes nothing (L5).
 * @param untilMs shelving that ends by itself is followed up to here
 */
export function lifeOf(
  turns: readonly LifeTurn[],
  acts: readonly AlarmAct[],
  rules: LifeRules,
  untilMs: number,
): AlarmLife[] {
  const inner: Inner = {
    condition: "normal",
    acknowledged: true,
    latched: false,
    shelvedUntilMs: Number.NEGATIVE_INFINITY,
    inService: true,
    worst: "normal",
    raisedMs: Number.NEGATIVE_INFINITY,
  };
  const life: AlarmLife[] = [];
  let last = lifeAt(inner, Number.NEGATIVE_INFINITY);
  const note = (timeMs: number) => {
    const now = lifeAt(inner, timeMs);
    if (now.state === last.state && now.severity === last.severity && now.quiet === last.quiet) return;
    last = now;
    life.push(last);
  };
  const shelvingEnds = (limitMs: number) => {
    if (last.state === "shelved" && inner.shelvedUntilMs <= limitMs) note(inner.shelvedUntilMs);
  };
  const steps = [
    ...turns.map((each) => ({ timeMs: each.timeMs, order: 0, run: () => turn(inner, each, rules) })),
    ...acts.map((act) => ({ timeMs: act.timeMs, order: 1, run: () => perform(inner, act, rules) })),
  ].sort((a, b) => a.timeMs - b.timeMs || a.order - b.order);
  for (const step of steps) {
    if (step.timeMs > untilMs) break;
    shelvingEnds(step.timeMs);
    step.run();
    note(step.timeMs);
  }
  shelvingEnds(untilMs);
  return life;
}

function stateOf(inner: Inner, nowMs: number): AlarmState {
  if (!inner.inService) return "outOfService";
  if (nowMs < inner.shelvedUntilMs) return "shelved";
  if (inner.condition !== "normal") return inner.acknowledged ? "acknowledged" : "unacknowledged";
  if (!inner.acknowledged) return "returned";
  return inner.latched ? "latched" : "normal";
}

const isQuiet = ({ condition, acknowledged, latched }: Inner): boolean =>
  condition === "normal" && acknowledged && !latched;

function lifeAt(inner: Inner, timeMs: number): AlarmLife {
  const { condition, worst, raisedMs } = inner;
  return {
    timeMs,
    state: stateOf(inner, timeMs),
    severity: condition,
    quiet: isQuiet(inner),
    worst,
    raisedMs,
  };
}

/** L1 a worse severity asks for a new acknowledgement; a milder one does not. */
function turn(inner: Inner, { to, timeMs, eventMs = timeMs }: LifeTurn, rules: LifeRules): void {
  const worse = severityRank(to) > severityRank(inner.condition);
  if (worse && isQuiet(inner)) {
    inner.worst = "normal";
    inner.raisedMs = eventMs;
  }
  inner.condition = to;
  if (severityRank(to) > severityRank(inner.worst)) inner.worst = to;
  if (worse) {
    inner.acknowledged = false;
    if (rules.latch) inner.latched = true;
  }
}

function perform(inner: Inner, act: AlarmAct, rules: LifeRules): void {
  switch (act.act) {
    case "acknowledge":
      inner.acknowledged = true;
      return;
    case "reset":
      if (inner.condition !== "normal" || !inner.acknowledged) return;
      if (rules.confirmOnSite && !act.onSite) return;
      inner.latched = false;
      return;
    case "shelve":
      inner.shelvedUntilMs = act.untilMs;
      return;
    case "unshelve":
      inner.shelvedUntilMs = Number.NEGATIVE_INFINITY;
      return;
    case "removeFromService":
      inner.inService = false;
      return;
    case "returnToService":
      inner.inService = true;
  }
}

const ORDER: readonly Severity[] = ["normal", "low", "medium", "high", "critical"];
/** 0 is normal. */
export const severityRank = (severity: Severity): number => ORDER.indexOf(severity);
