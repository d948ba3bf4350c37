import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { ManifoldError } from "#engines/kernel/errors.ts";
import { zoneOf } from "#engines/kernel/zone.ts";
import { clockOf } from "./clock.ts";
import { openCaseState, operate, tick } from "./machine.ts";
import { compiled, step, words } from "./samples.ts";
import type { CaseState, Happening, Operation } from "./state.ts";
import { openTask } from "./timers.ts";

const clock = clockOf(compiled([step("a")]), zoneOf("Asia/Shanghai"), undefined);
const T0 = Date.UTC(2026, 2, 2, 2);
const MIN = 60_000;

// 受理 → 派单 → 处置 → (等待) → 回访, with a way back, a step that may be passed by, a limit, a reminder and an escalation.
const program = compiled(
  [
    step("dispatch", {
      limits: [{ clock: "PT10M" }],
      escalations: [{ role: "chief", after: "PT5M", priority: "high" }],
    }),
    step("handle", { limits: [{ clock: "PT45M", from: "opening" }], reminders: ["PT15M"] }),
    step("pay", { when: "data.costs", wait: { event: "payment.received", atMost: "PT60M" } }),
    step("visit", {
      kind: "return-visit",
      outcomes: [
        { key: "solved", label: words("solved") },
        { key: "unsolved", label: words("unsolved"), to: "dispatch" },
      ],
    }),
  ],
  { facts: { costs: "bool" }, reopening: { within: "PT120M", to: "dispatch" } },
);

/** The same service told as a person would act it out, a minute at a time. */
class Naive {
  status = "open";
  at = "dispatch";
  priority = "normal";
  entered = 0;
  closed = 0;
  costs = false;
  overdue = false;
  reminded = false;
  escalated = false;
  passages = 1;

  enter(key: string, now: number): void {
    if (key === "pay" && !this.costs) {
      this.enter("visit", now);
      return;
    }
    if (key === "end") {
      this.status = "completed";
      this.closed = now;
      return;
    }
    Object.assign(this, {
      at: key,
      entered: now,
      overdue: false,
      reminded: false,
      escalated: false,
    });
    this.passages += 1;
  }

  /** What is due at this very minute, in the order that the rules give. */
  minute(now: number): void {
    if (this.status !== "open") return;
    const due =
      this.at === "dispatch"
        ? this.dueFrom(this.entered, 10)
        : this.at === "handle"
          ? this.dueFrom(0, 45)
          : Number.POSITIVE_INFINITY;
    if (this.at === "handle" && !this.reminded && now >= due - 15 && due - 15 > this.entered)
      this.reminded = true;
    if (now >= due) this.overdue = true;
    if (this.at === "dispatch" && now >= due + 5 && !this.escalated) {
      this.escalated = true;
      if (this.priority === "normal" || this.priority === "low") this.priority = "high";
    }
    if (this.at === "pay" && now >= this.entered + 60) this.enter("visit", now);
  }

  /** What is overdue already is due no later by a hold. */
  dueFrom(start: number, span: number): number {
    let due = start + span;
    for (const hold of this.holds) if (hold.from >= start && hold.from < due) due += hold.to - hold.from;
    return due;
  }
  holds: { from: number; to: number }[] = [];
  heldSince = 0;

  act(operation: Operation, now: number): boolean {
    const working = this.at !== "pay";
    switch (operation.kind) {
      case "submit":
        if (this.status !== "open" || !working) return false;
        if (this.at === "visit" && operation.outcome === undefined) return false;
        if (operation.data.costs !== undefined) this.costs = operation.data.costs === true;
        if (this.at === "dispatch") this.enter("handle", now);
        else if (this.at === "handle") this.enter("pay", now);
        else this.enter(operation.outcome === "unsolved" ? "dispatch" : "end", now);
        return true;
      case "hold":
        if (this.status !== "open" || !working) return false;
        this.status = "held";
        this.heldSince = now;
        return true;
      case "resume":
        if (this.status !== "held") return false;
        this.status = "open";
        this.holds.push({ from: this.heldSince, to: now });
        return true;
      case "cancel":
        if (this.status !== "open" && this.status !== "held") return false;
        this.status = "cancelled";
        return true;
      case "reopen":
        if (this.status !== "completed" || now > this.closed + 120) return false;
        this.status = "open";
        this.enter("dispatch", now);
        return true;
      case "prioritise":
        if (this.status !== "open" && this.status !== "held") return false;
        this.priority = operation.priority;
        return true;
      case "event":
        if (this.status === "open" && this.at === "pay" && operation.event === "payment.received")
          this.enter("visit", now);
        return true;
      default:
        return false;
    }
  }
}

const operation: fc.Arbitrary<Operation> = fc.oneof(
  {
    weight: 5,
    arbitrary: fc.record({
      kind: fc.constant("submit" as const),
      by: fc.constant("p1"),
      outcome: fc.constantFrom(undefined, "solved", "unsolved"),
      data: fc.constantFrom({}, { costs: true }, { costs: false }),
    }),
  },
  { weight: 1, arbitrary: fc.constant({ kind: "hold" as const }) },
  { weight: 2, arbitrary: fc.constant({ kind: "resume" as const }) },
  { weight: 1, arbitrary: fc.constantFrom({ kind: "cancel" as const }, { kind: "reopen" as const }) },
  {
    weight: 1,
    arbitrary: fc
      .constantFrom("low" as const, "urgent" as const)
      .map((priority) => ({ kind: "prioritise" as const, priority })),
  },
  {
    weight: 1,
    arbitrary: fc
      .constantFrom("payment.received" as const, "alarm.returned" as const)
      .map((event) => ({ kind: "event" as const, event })),
  },
);
const script = fc.array(fc.tuple(fc.integer({ min: 1, max: 40 }), operation), { maxLength: 25 });

const attempt = (state: CaseState, done: Operation, minute: number) => {
  try {
    return operate(program, state, done, T0 + minute * MIN, clock);
  } catch (error) {
    if (!(error instanceof ManifoldError)) throw error;
    return undefined;
  }
};

describe("any sequence of operations and time", () => {
  it("P1 to P7, S1 to S4, T1 to T6, D5 agree with a person who acts it out minute by minute", () => {
    fc.assert(
      fc.property(script, (steps) => {
        let state = openCaseState(program, { openedBy: "staff", data: {}, nowMs: T0 }, clock).state;
        const naive = new Naive();
        let minute = 0;
        for (const [gap, done] of steps) {
          for (const until = minute + gap; minute < until; ) {
            minute += 1;
            naive.minute(minute);
          }
          state = tick(program, state, T0 + minute * MIN, clock).state;
          const turn = attempt(state, done, minute);
          expect(turn !== undefined).toBe(naive.act(done, minute));
          state = turn?.state ?? state;
          const task = state.tasks.at(-1);
          expect({
            status: state.status,
            at: task?.step,
            priority: state.priority,
            overdue: task?.overdueMs !== null,
            reminded: task?.fired.includes("reminder:0"),
            escalated: task?.fired.includes("escalation:0"),
            passages: state.tasks.length,
          }).toEqual({
            status: naive.status,
            at: naive.at,
            priority: naive.priority,
            overdue: naive.overdue,
            reminded: naive.reminded,
            escalated: naive.escalated,
            passages: naive.passages,
          });
        }
      }),
      { numRuns: 400 },
    );
  });

  it("T7 time in small steps or at once gives the same state and the same happenings", () => {
    fc.assert(
      fc.property(script, fc.integer({ min: 1, max: 7 }), (steps, stride) => {
        const play = (slow: boolean) => {
          const seen: Happening[] = [];
          let state = openCaseState(program, { openedBy: "staff", data: {}, nowMs: T0 }, clock).state;
          let minute = 0;
          const pass = (to: number) => {
            const turn = tick(program, state, T0 + to * MIN, clock);
            seen.push(...turn.happenings);
            state = turn.state;
          };
          for (const [gap, done] of steps) {
            if (slow) for (let at = minute; at < minute + gap; at += stride) pass(at);
            minute += gap;
            pass(minute);
            const turn = attempt(state, done, minute);
            seen.push(...(turn?.happenings ?? []));
            state = turn?.state ?? state;
          }
          return { state, seen };
        };
        expect(play(true)).toEqual(play(false));
      }),
      { numRuns: 200 },
    );
  });

  it("P6 exactly the last task is open while the case is, P7 what is refused changes nothing", () => {
    fc.assert(
      fc.property(script, (steps) => {
        let state = openCaseState(program, { openedBy: "staff", data: {}, nowMs: T0 }, clock).state;
        let minute = 0;
        for (const [gap, done] of steps) {
          minute += gap;
          state = tick(program, state, T0 + minute * MIN, clock).state;
          const before = structuredClone(state);
          const turn = attempt(state, done, minute);
          expect(state).toEqual(before);
          state = turn?.state ?? state;
          const open = state.tasks.filter((task) => task.state === "open");
          expect(open).toHaveLength(state.status === "open" || state.status === "held" ? 1 : 0);
          if (open.length > 0) expect(openTask(state)).toBe(state.tasks.at(-1));
          expect(state.tasks.map(({ number }) => number)).toEqual(state.tasks.map((_, at) => at + 1));
        }
      }),
      { numRuns: 200 },
    );
  });
});
