import { CHINA, type OfficeHours, WEEKENDS_ONLY } from "#engines/kernel/calendar.ts";
import { type ExpressionEnvironment, expressionEnvironment } from "#engines/kernel/expression.ts";
import { parseDuration } from "#engines/kernel/interval.ts";
import { DAY_MS } from "#engines/kernel/zone.ts";
import { ACTIONS } from "#schema/blueprint/service/actions.ts";
import { END, type FactType, type Limit, type Service, type Step } from "#schema/blueprint/service/schema.ts";
import { serviceError } from "./errors.ts";
import type { ActionProgram, LimitProgram, ServiceProgram, StepProgram } from "./program.ts";

const CEL_TYPES = {
  string: "string",
  number: "double",
  bool: "bool",
  strings: "list<string>",
} as const satisfies Record<FactType, string>;

/**
 * Compiles a service: every condition is parsed and type-checked against the facts that the service declares, and every
 * step can be reached and leads to the end (SPEC C).
 * @throws SERVICE_INVALID and the errors of expressions, each with the path
 */
export function compileService(service: Service): ServiceProgram {
  const environment = expressionEnvironment({
    variables: {
      data: Object.fromEntries(Object.entries(service.facts).map(([name, type]) => [name, CEL_TYPES[type]])),
      outcome: "string",
      priority: "string",
      openedBy: "string",
    },
  });
  const compile = compilerOf(environment);
  const steps = new Map<string, StepProgram>();
  service.steps.forEach((step, index) => {
    const path = `steps[${index}]`;
    steps.set(step.key, {
      key: step.key,
      source: step,
      when: compile.condition(step.when, `${path}.when`),
      next: step.next.map((next, nth) => ({
        when: compile.condition(next.when, `${path}.next[${nth}].when`),
        to: next.to,
      })),
      following: service.steps[index + 1]?.key ?? END,
      limits: compile.limits(step.limits, `${path}.limits`),
      remindersMs: step.reminders.map(milliseconds),
      escalations: step.escalations.map(({ after, role, priority }) => ({
        afterMs: milliseconds(after),
        role,
        priority,
      })),
      actions: step.actions.map((action, nth) => compile.action(service, action, `${path}.actions[${nth}]`)),
      wait: step.wait && {
        event: step.wait.event,
        atMostMs: step.wait.atMost === undefined ? undefined : milliseconds(step.wait.atMost),
      },
    });
  });
  checkPaths(service, steps);
  const first = service.steps[0]?.key ?? END;
  return {
    source: service,
    first,
    steps,
    facts: service.facts,
    limits: compile.limits(service.limits, "limits"),
    calendar:
      typeof service.calendar === "string"
        ? service.calendar
        : {
            calendar: service.calendar.days === "china" ? CHINA : WEEKENDS_ONLY,
            hours: officeHours(service.calendar.hours),
          },
    ratingMs: service.rating && milliseconds(service.rating.within),
    reopening: service.reopening && {
      withinMs: milliseconds(service.reopening.within),
      to: service.reopening.to,
    },
  };
}

function compilerOf(environment: ExpressionEnvironment) {
  const condition = (source: string | undefined, path: string) =>
    source === undefined ? undefined : environment.compile(source, { expects: "bool", where: { path } });
  const limits = (sources: readonly Limit[], path: string): LimitProgram[] =>
    sources.map((limit, nth) => ({
      when: condition(limit.when, `${path}[${nth}].when`),
      clockMs: limit.clock === undefined ? undefined : milliseconds(limit.clock),
      workingMs: limit.workingTime === undefined ? undefined : milliseconds(limit.workingTime),
      workingDays: limit.workingDays,
      from: limit.from,
    }));
  const action = (service: Service, source: Step["actions"][number], path: string): ActionProgram => {
    const spec = ACTIONS[source.do];
    const takes: Readonly<Record<string, string>> = spec.takes;
    if (!service.requires.includes(spec.about)) {
      throw invalid(`${path}.do`, `${source.do} needs a case about a ${spec.about}: name it in requires`);
    }
    for (const [name, type] of Object.entries(takes)) {
      if (!type.endsWith("?") && source.with[name] === undefined)
        throw invalid(`${path}.with`, `${source.do} needs ${name}`);
    }
    const values = Object.entries(source.with).map(([name, text]) => {
      const type = takes[name]?.replace("?", "");
      if (type === undefined) {
        throw invalid(
          `${path}.with.${name}`,
          `${source.do} takes ${Object.keys(takes).join(", ") || "no values"}`,
        );
      }
      const expects = type === "number" ? "double" : "string";
      return [name, environment.compile(text, { expects, where: { path: `${path}.with.${name}` } })] as const;
    });
    return { do: source.do, with: Object.fromEntries(values), when: condition(source.when, `${path}.when`) };
  };
  return { condition, limits, action };
}

/** C4, C5: from the first step every step can be reached, and from every step the end. */
function checkPaths(service: Service, steps: ReadonlyMap<string, StepProgram>): void {
  const exits = new Map<string, Set<string>>();
  for (const step of steps.values()) exits.set(step.key, exitsOf(step));
  const reached = new Set<string>();
  const walk = (key: string): void => {
    if (key === END || reached.has(key)) return;
    reached.add(key);
    for (const exit of exits.get(key) ?? []) walk(exit);
  };
  walk(service.steps[0]?.key ?? END);
  if (service.reopening) walk(service.reopening.to);
  const ending = new Set([END]);
  for (let grown = true; grown; ) {
    grown = false;
    for (const [key, to] of exits) {
      if (ending.has(key) || ![...to].some((exit) => ending.has(exit))) continue;
      ending.add(key);
      grown = true;
    }
  }
  service.steps.forEach(({ key }, index) => {
    if (!reached.has(key)) throw invalid(`steps[${index}]`, `nothing leads to the step ${key}`);
    if (!ending.has(key)) throw invalid(`steps[${index}]`, `from the step ${key} nothing leads to the end`);
  });
}

/** Where a step can lead, whatever its conditions say. */
function exitsOf({ source, next, following, when }: StepProgram): Set<string> {
  const chosen = source.outcomes.flatMap(({ to }) => (to === undefined ? [] : [to]));
  // Without an outcome that says where to, by conditions; where none holds, to what follows.
  const open = source.outcomes.length === 0 || chosen.length < source.outcomes.length || when !== undefined;
  const falls = open && next.every((each) => each.when !== undefined);
  return new Set([...chosen, ...(open ? next.map(({ to }) => to) : []), ...(falls ? [following] : [])]);
}

function officeHours(texts: readonly string[]): OfficeHours {
  const minutes = (text: string) => Number(text.slice(0, 2)) * 60 + Number(text.slice(3, 5));
  const hours = texts.map(
    (text) => [minutes(text.slice(0, 5)) * 60_000, minutes(text.slice(6)) * 60_000] as const,
  );
  hours.forEach(([from, to], at) => {
    const before = hours[at - 1];
    if (from >= to || (before && before[1] > from))
      throw invalid(`calendar.hours[${at}]`, "office hours must rise and must not overlap");
  });
  return hours;
}

/** The schema has let through only times without months. */
function milliseconds(text: string): number {
  const duration = parseDuration(text);
  if (duration === undefined) throw new RangeError(`no ISO 8601 duration: ${text}`);
  return duration.days * DAY_MS + duration.ms;
}

const invalid = (path: string, problem: string) =>
  serviceError("SERVICE_INVALID", { path, problem }, { path });
