import { describe, expect, it } from "vitest";
import { zoneOf } from "#engines/kernel/zone.ts";
import type { JsonObject } from "#schema/blueprint/item.ts";
import { clockOf } from "./clock.ts";
import { openCaseState, operate, tick } from "./machine.ts";
import { compiled, step, words } from "./samples.ts";
import type { CaseState, Operation, Turn } from "./state.ts";
import { openTask, timersOf } from "./timers.ts";

const clock = clockOf(compiled([step("a")]), zoneOf("Asia/Shanghai"), undefined);
const T0 = Date.UTC(2026, 2, 2, 2);
const MIN = 60_000;
type Program = ReturnType<typeof compiled>;

const open = (program: Program, data: JsonObject = {}) =>
  openCaseState(program, { openedBy: "staff", data, nowMs: T0 }, clock).state;
const act = (program: Program, state: CaseState, operation: Operation, minutes = 1): Turn =>
  operate(program, state, operation, T0 + minutes * MIN, clock);
const submit = (data: JsonObject = {}, outcome?: string): Operation => ({
  kind: "submit",
  by: "p1",
  data,
  outcome,
});
const at = (state: CaseState) => openTask(state)?.step;
const code = (work: () => unknown) => {
  try {
    work();
    return undefined;
  } catch (error) {
    return (error as { code: string }).code;
  }
};

describe("steps", () => {
  it("O1 O2 a case enters its first step at its opening, with the service's priority", () => {
    const program = compiled([step("a", { limits: [{ clock: "PT10M" }] })], {
      priority: "high",
      limits: [{ clock: "PT1H" }],
    });
    const { state, happenings } = openCaseState(program, { openedBy: "staff", data: {}, nowMs: T0 }, clock);
    expect(state).toMatchObject({ status: "open", priority: "high", dueMs: T0 + 60 * MIN });
    expect(state.tasks).toMatchObject([{ number: 1, step: "a", state: "open", dueMs: T0 + 10 * MIN }]);
    expect(happenings.map(({ kind }) => kind)).toEqual(["opened", "entered"]);
  });

  it("S1 the first limit whose condition holds counts, F1 a fact that is not there counts as nothing", () => {
    const program = compiled(
      [
        step("a", {
          limits: [
            { when: 'data.area == "rural"', clock: "PT90M" },
            { when: "data.floors > 6.0", clock: "PT60M" },
            { clock: "PT45M" },
          ],
        }),
      ],
      { facts: { area: "string", floors: "number" } },
    );
    const due = (data: JsonObject) => ((openTask(open(program, data))?.dueMs ?? 0) - T0) / MIN;
    expect([due({ area: "rural" }), due({ floors: "7" }), due({}), due({ area: 5, floors: [] })]).toEqual([
      90, 60, 45, 45,
    ]);
  });

  it("D4 a limit counts from the entry into its step, or from the opening where it says so", () => {
    const program = compiled([
      step("a"),
      step("b", { limits: [{ clock: "PT45M" }] }),
      step("c", { limits: [{ clock: "PT45M", from: "opening" }] }),
    ]);
    const second = act(program, open(program), submit(), 10).state;
    expect(openTask(second)?.dueMs).toBe(T0 + 55 * MIN);
    const third = act(program, second, submit(), 20).state;
    expect(openTask(third)?.dueMs).toBe(T0 + 45 * MIN);
  });

  it("S2 S3 a step whose condition does not hold is passed by, and after the last the case is complete", () => {
    const program = compiled(
      [step("a"), step("b", { when: "data.deep" }), step("c", { when: "data.deep" })],
      {
        facts: { deep: "bool" },
      },
    );
    const skipped = act(program, open(program), submit());
    expect(skipped.state.status).toBe("completed");
    expect(skipped.happenings.map(({ kind }) => kind)).toEqual(["left", "skipped", "skipped", "completed"]);
    expect(at(act(program, open(program), submit({ deep: true })).state)).toBe("b");
  });

  it("S4 the way: outcome, then the first condition that holds, then the list", () => {
    const program = compiled(
      [
        step("a", {
          outcomes: [
            { key: "good", label: words("good") },
            { key: "bad", label: words("bad"), to: "d" },
          ],
          next: [{ when: 'data.kind == "big"', to: "c" }],
        }),
        step("b"),
        step("c"),
        step("d"),
      ],
      { facts: { kind: "string" } },
    );
    const goes = (data: JsonObject, outcome: string) =>
      at(act(program, open(program), submit(data, outcome)).state);
    expect([goes({ kind: "big" }, "bad"), goes({ kind: "big" }, "good"), goes({}, "good")]).toEqual([
      "d",
      "c",
      "b",
    ]);
    expect(code(() => act(program, open(program), submit()))).toBe("CASE_OUTCOME_UNKNOWN"); // S5
    expect(code(() => act(program, open(program), submit({}, "ugly")))).toBe("CASE_OUTCOME_UNKNOWN");
  });

  it("S6 a step that is somebody's who did an earlier one is given to them", () => {
    const program = compiled([step("a"), step("b", { assignee: { role: "worker", sameAs: "a" } })]);
    expect(openTask(act(program, open(program), submit()).state)?.assignee).toBe("p1");
  });

  it("S7 a service that goes in circles is refused and the case stays as it was", () => {
    const program = compiled(
      [
        step("a"),
        step("b", { when: "data.x", next: [{ when: "!data.x", to: "c" }] }),
        step("c", { when: "data.x", next: [{ when: "!data.x", to: "b" }] }),
      ],
      { facts: { x: "bool" } },
    );
    expect(code(() => act(program, open(program), submit()))).toBe("CASE_GOES_IN_CIRCLES");
  });

  it("F2 the data of a case grow by what each task adds; the later wins", () => {
    const program = compiled([step("a"), step("b"), step("c")]);
    const one = act(program, open(program, { x: 1, y: 1 }), submit({ y: 2 })).state;
    expect(act(program, one, submit({ z: 3 })).state.data).toEqual({ x: 1, y: 2, z: 3 });
  });
});

describe("timers", () => {
  const program = compiled([
    step("a", {
      limits: [{ clock: "PT45M" }],
      reminders: ["PT15M", "PT60M"],
      escalations: [
        { role: "chief", priority: "high" },
        { role: "head", after: "PT30M", priority: "normal" },
      ],
    }),
  ]);

  it("T1 a reminder that would lie before the entry is left out", () => {
    expect(timersOf(program, open(program), clock).map(({ name }) => name)).toEqual([
      "reminder:0",
      "overdue",
      "escalation:0",
      "escalation:1",
    ]);
  });

  it("T2 T3 T5 the task is overdue, the role told, the priority raised and never lowered, each once", () => {
    const late = tick(program, open(program), T0 + 120 * MIN, clock);
    expect(late.happenings).toEqual([
      { kind: "reminded", atMs: T0 + 30 * MIN, task: 1, step: "a" },
      { kind: "overdue", atMs: T0 + 45 * MIN, task: 1, step: "a" },
      { kind: "escalated", atMs: T0 + 45 * MIN, task: 1, step: "a", role: "chief", priority: "high" },
      { kind: "escalated", atMs: T0 + 75 * MIN, task: 1, step: "a", role: "head", priority: "high" },
    ]);
    expect(late.state).toMatchObject({ priority: "high", tasks: [{ overdueMs: T0 + 45 * MIN }] });
    expect(tick(program, late.state, T0 + 9_000 * MIN, clock)).toEqual({ state: late.state, happenings: [] });
  });

  it("T4 a waiting step ends by its event, or at the latest after its time", () => {
    const waiting = compiled([
      step("w", { wait: { event: "payment.received", atMost: "PT24H" } }),
      step("b"),
    ]);
    const paid = act(waiting, open(waiting), { kind: "event", event: "payment.received" }, 10);
    expect([at(paid.state), paid.state.tasks[0]?.leftMs]).toEqual(["b", T0 + 10 * MIN]);
    expect(act(waiting, open(waiting), { kind: "event", event: "alarm.returned" }).happenings).toEqual([]);
    const timed = tick(waiting, open(waiting), T0 + 3_000 * MIN, clock);
    expect(timed.state.tasks.map(({ enteredMs }) => enteredMs)).toEqual([T0, T0 + 1_440 * MIN]);
    expect(code(() => act(waiting, open(waiting), submit()))).toBe("CASE_NOT_A_TASK"); // P1
    expect(code(() => act(waiting, open(waiting), { kind: "hold" }))).toBe("CASE_NOT_A_TASK"); // P3
  });

  it("T6 D5 while a case is held nothing goes off, and it is due later by as long", () => {
    const held = act(program, open(program), { kind: "hold" }, 10).state;
    expect(tick(program, held, T0 + 500 * MIN, clock).happenings).toEqual([]);
    const resumed = act(program, held, { kind: "resume" }, 110).state;
    expect(openTask(resumed)?.dueMs).toBe(T0 + 145 * MIN);
  });
});

describe("operations", () => {
  const program = compiled([step("a"), step("b")], { reopening: { within: "P7D", to: "b" } });
  const done = () => {
    const one = act(program, open(program), submit()).state;
    return act(program, one, submit(), 2).state;
  };

  it("P2 assigning changes who has the task, also while the case is held", () => {
    const held = act(program, open(program), { kind: "hold" }).state;
    expect(openTask(act(program, held, { kind: "assign", to: "p2" }).state)?.assignee).toBe("p2");
  });

  it("P4 cancelling drops the open task", () => {
    expect(act(program, open(program), { kind: "cancel" }).state).toMatchObject({
      status: "cancelled",
      closedMs: T0 + MIN,
      tasks: [{ state: "dropped" }],
    });
  });

  it("P5 a completed case is taken up again within its time, at the step that is named", () => {
    const again = act(program, done(), { kind: "reopen" }, 60);
    expect([again.state.status, at(again.state), again.state.tasks.length]).toEqual(["open", "b", 3]);
    expect(code(() => act(program, done(), { kind: "reopen" }, 8 * 1_440))).toBe("CASE_REOPEN_LATE");
    expect(code(() => act(program, open(program), { kind: "reopen" }))).toBe("CASE_NOT_OPEN");
  });

  it("P1 P3 what is over is not submitted, held or resumed", () => {
    for (const operation of [
      submit(),
      { kind: "hold" },
      { kind: "resume" },
      { kind: "cancel" },
      { kind: "assign", to: null },
    ] as const)
      expect(code(() => act(program, done(), operation))).toBe("CASE_NOT_OPEN");
  });
});
