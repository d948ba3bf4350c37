import { describe, expect, it } from "vitest";
import { serviceKind } from "#schema/blueprint/service/kind.ts";
import { serviceSchema } from "#schema/blueprint/service/schema.ts";
import { compiled, service, step, words } from "./samples.ts";

const refusal = (work: () => unknown): { code: string; path: string | undefined } => {
  try {
    work();
  } catch (error) {
    const { code, where } = error as { code: string; where?: { path?: string } };
    return { code, path: where?.path };
  }
  throw new Error("it was not refused");
};

describe("compiling a service", () => {
  it("C1 a name or type that does not fit fails with the path of the condition", () => {
    const when = (source: string) => () =>
      compiled([step("a", { next: [{ when: source, to: "end" }] })], { facts: { area: "string" } });
    expect(refusal(when('data.aera == "x"'))).toEqual({
      code: "EXPRESSION_TYPE",
      path: "steps[0].next[0].when",
    });
    expect(refusal(when("data.area"))).toEqual({ code: "EXPRESSION_TYPE", path: "steps[0].next[0].when" });
    expect(refusal(when("data.area =="))).toEqual({
      code: "EXPRESSION_MALFORMED",
      path: "steps[0].next[0].when",
    });
    expect(when('data.area == "rural" && priority == "high" && openedBy == "staff"')).not.toThrow();
  });

  it("C2 an action is given every value that it needs, and no other", () => {
    const act = (given: Record<string, string>) => () =>
      compiled([step("a", { actions: [{ do: "agreement.transfer", with: given }] })], {
        requires: ["service-point"],
        facts: { name: "string", persons: "number" },
      });
    expect(refusal(act({}))).toEqual({ code: "SERVICE_INVALID", path: "steps[0].actions[0].with" });
    expect(refusal(act({ name: "data.persons" }))).toEqual({
      code: "EXPRESSION_TYPE",
      path: "steps[0].actions[0].with.name",
    });
    expect(refusal(act({ name: "data.name", colour: '"red"' }))).toEqual({
      code: "SERVICE_INVALID",
      path: "steps[0].actions[0].with.colour",
    });
    expect(act({ name: "data.name" })).not.toThrow();
  });

  it("C3 an action needs a case that is about something", () => {
    expect(refusal(() => compiled([step("a", { actions: [{ do: "meter.shut-off" }] })]))).toEqual({
      code: "SERVICE_INVALID",
      path: "steps[0].actions[0].do",
    });
  });

  it("C4 every step can be reached, C5 and leads to the end", () => {
    expect(refusal(() => compiled([step("a", { next: [{ to: "end" }] }), step("b")]))).toEqual({
      code: "SERVICE_INVALID",
      path: "steps[1]",
    });
    expect(refusal(() => compiled([step("a"), step("b", { next: [{ to: "a" }] })])).code).toBe(
      "SERVICE_INVALID",
    );
    const reopened = { reopening: { within: "P1D", to: "b" } };
    expect(() => compiled([step("a", { next: [{ to: "end" }] }), step("b")], reopened)).not.toThrow();
  });

  it("C6 office hours rise and do not overlap", () => {
    const hours =
      (...texts: string[]) =>
      () =>
        compiled([step("a")], { calendar: { hours: texts } });
    expect(refusal(hours("08:00-12:00", "11:00-17:00")).path).toBe("calendar.hours[1]");
    expect(refusal(hours("12:00-08:00")).path).toBe("calendar.hours[0]");
    expect(hours("00:00-24:00")).not.toThrow();
  });
});

describe("the item kind", () => {
  it("refuses what cannot be meant, with its place", () => {
    const paths = (input: unknown) =>
      serviceSchema.safeParse(input).error?.issues.map(({ path }) => path.join(".")) ?? [];
    expect(paths(service([step("a"), step("a")]))).toEqual(["steps.1.key"]);
    expect(paths(service([step("a", { next: [{ to: "nowhere" }] })]))).toEqual(["steps.0.next.0.to"]);
    expect(paths(service([step("a", { reminders: ["PT5M"] })]))).toEqual(["steps.0.limits"]);
    expect(paths(service([step("a", { limits: [{ clock: "PT5M", workingDays: 1 }] })]))).toEqual([
      "steps.0.limits.0",
    ]);
    expect(paths(service([step("end")]))).toEqual(["steps.0.key"]);
  });

  it("says a change step by step in both languages", () => {
    const before = serviceSchema.parse(service([step("a", { limits: [{ clock: "PT45M" }] }), step("b")]));
    const after = serviceSchema.parse(
      service([step("a", { limits: [{ clock: "PT30M" }] }), step("c", { label: words("勘察") })]),
    );
    expect(serviceKind.words(before, after).map(({ en }) => en)).toEqual([
      "Changed a.limits[0].clock from PT45M to PT30M",
      "Added the step “勘察”",
      "Removed the step “b”",
    ]);
    expect(serviceKind.words(before, before)).toEqual([]);
  });

  it("mentions its forms and message templates", () => {
    const item = serviceSchema.parse(
      service(
        [step("a", { form: "site", messages: [{ on: "enter", template: "coming", to: "customer" }] })],
        {
          form: "report",
        },
      ),
    );
    expect(serviceKind.references(item)).toEqual([
      { kind: "form", key: "report", path: "form" },
      { kind: "form", key: "site", path: "steps[0].form" },
      { kind: "message", key: "coming", path: "steps[0].messages[0].template" },
    ]);
  });
});
