import { expect, test } from "vitest";
import { type AlarmAct, lifeOf, type Severity } from "./index.ts";

const went = (timeMs: number, from: Severity, to: Severity) => ({
  timeMs,
  rule: "r",
  source: "s",
  from,
  to,
  cause: {},
});
const plain = { latch: false, confirmOnSite: false };
const states = (...input: Parameters<typeof lifeOf>) =>
  lifeOf(...input).map((entry) => `${entry.timeMs} ${entry.state}`);

test("L1 a worse severity asks anew, a milder one does not", () => {
  const transitions = [went(1, "normal", "low"), went(3, "low", "high"), went(5, "high", "low")];
  const acts: AlarmAct[] = [2, 4].map((timeMs) => ({ timeMs, act: "acknowledge" }));
  expect(states(transitions, acts, plain, 9)).toEqual([
    "1 unacknowledged",
    "2 acknowledged",
    "3 unacknowledged",
    "4 acknowledged",
    "5 acknowledged",
  ]);
});

test("L2 what returned unacknowledged waits; what latches waits for a reset", () => {
  const transitions = [went(1, "normal", "high"), went(2, "high", "normal")];
  const acknowledge: AlarmAct = { timeMs: 3, act: "acknowledge" };
  expect(states(transitions, [acknowledge], plain, 9)).toEqual([
    "1 unacknowledged",
    "2 returned",
    "3 normal",
  ]);
  const reset: AlarmAct = { timeMs: 4, act: "reset", onSite: false };
  expect(states(transitions, [acknowledge, reset], { ...plain, latch: true }, 9)).toEqual([
    "1 unacknowledged",
    "2 returned",
    "3 latched",
    "4 normal",
  ]);
});

test("L3 a leak is ended only by somebody who was there", () => {
  const transitions = [went(1, "normal", "critical"), went(2, "critical", "normal")];
  const from = (onSite: boolean): AlarmAct[] => [
    { timeMs: 3, act: "acknowledge" },
    { timeMs: 4, act: "reset", onSite },
  ];
  const rules = { latch: true, confirmOnSite: true };
  expect(states(transitions, from(false), rules, 9).at(-1)).toBe("3 latched");
  expect(states(transitions, from(true), rules, 9).at(-1)).toBe("4 normal");
});

test("L4 shelving ends by itself, in the state that would have been", () => {
  const transitions = [went(1, "normal", "low")];
  expect(states(transitions, [{ timeMs: 2, act: "shelve", untilMs: 5 }], plain, 9)).toEqual([
    "1 unacknowledged",
    "2 shelved",
    "5 unacknowledged",
  ]);
});

test("L5 an act that does not fit changes nothing", () => {
  const transitions = [went(2, "normal", "high")];
  const early: AlarmAct[] = [{ timeMs: 1, act: "acknowledge" }];
  expect(states(transitions, early, plain, 9)).toEqual(["2 unacknowledged"]);
  const reset: AlarmAct[] = [{ timeMs: 3, act: "reset", onSite: true }];
  expect(states(transitions, reset, { latch: true, confirmOnSite: false }, 9)).toEqual(["2 unacknowledged"]);
});
