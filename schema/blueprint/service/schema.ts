import { z } from "zod";
import { parseDuration } from "#engines/kernel/interval.ts";
import { keySchema, wordsSchema } from "../common.ts";
import { ACTION_NAMES } from "./actions.ts";

export const SERVICE_CATEGORIES = [
  "application",
  "repair",
  "complaint",
  "safety",
  "inspection",
  "maintenance",
  "improvement",
  "other",
] as const;
export type ServiceCategory = (typeof SERVICE_CATEGORIES)[number];

/** From what can wait to what cannot. */
export const PRIORITIES = ["low", "normal", "high", "urgent"] as const;
export type Priority = (typeof PRIORITIES)[number];

/** By whom a case comes in. */
export const OPENERS = ["customer", "staff", "alarm", "api"] as const;
export type Opener = (typeof OPENERS)[number];

/** What a waiting step can wait for: a payment of the case's own customer, or its own alarm back to normal (ISA-18.2, RTN). */
export const AWAITED_EVENTS = ["payment.received", "alarm.returned"] as const;
export type AwaitedEvent = (typeof AWAITED_EVENTS)[number];

/** Where a step leads when it leads nowhere else. */
export const END = "end";

const conditionSchema = z
  .string()
  .min(1)
  .max(2_000)
  .describe("CEL over data, outcome, priority and openedBy");

/** Clock time: a month has no fixed length, and a promise must be exact. */
const spanSchema = z.string().refine((text) => {
  const duration = parseDuration(text);
  return duration !== undefined && duration.months === 0;
}, "expected a time such as PT45M, PT24H or P2D");

/** A field of the case's data that conditions may name, with the type that it has in CEL. */
const factTypeSchema = z.enum(["string", "number", "bool", "strings"]);
export type FactType = z.output<typeof factTypeSchema>;

const factNameSchema = z
  .string()
  .regex(/^[a-z][A-Za-z0-9_]*$/, "expected a name such as faultKind: letters and digits, small first");

/**
 * How long something may take, counted from the opening of the case or from the entry into the step: by the clock, in
 * working time, or in whole working days. Of several limits the first whose condition holds counts.
 */
const limitSchema = z
  .strictObject({
    when: conditionSchema.optional(),
    clock: spanSchema.optional(),
    workingTime: spanSchema.optional(),
    workingDays: z.int().min(1).max(400).optional(),
    from: z.enum(["step", "opening"]).default("step"),
  })
  .refine(
    (limit) =>
      [limit.clock, limit.workingTime, limit.workingDays].filter((each) => each !== undefined).length === 1,
    "expected exactly one of clock, workingTime and workingDays",
  );

/** Who is given the step. Everything that is said must hold of a person; `pick` says whether one of them gets it at once. */
const assigneeSchema = z.strictObject({
  role: keySchema,
  /** A skill of the person's working profile. */
  skill: keySchema.optional(),
  /** `cell`: of the unit that answers for the grid cell of the premise; else the code of a unit. */
  unit: z.string().min(1).optional(),
  /** Whoever did this earlier step, if somebody did. */
  sameAs: keySchema.optional(),
  /** `queue`: whoever takes it first. `least-load`: who has the fewest open tasks gets it at once. */
  pick: z.enum(["queue", "least-load"]).default("queue"),
});

const messageSchema = z.strictObject({
  on: z.enum(["enter", "leave", "reminder", "overdue"]),
  /** Key of a message template. */
  template: keySchema,
  to: z.union([z.enum(["customer", "assignee"]), z.strictObject({ role: keySchema })]),
});

const escalationSchema = z.strictObject({
  /** So long after the limit has passed. */
  after: spanSchema.default("PT0S"),
  /** The role that is told and sees the case among its own. */
  role: keySchema,
  priority: z.enum(PRIORITIES).optional(),
});

const actionSchema = z.strictObject({
  do: z.enum(ACTION_NAMES),
  /** Value of the action → CEL that gives it. */
  with: z.record(factNameSchema, conditionSchema).default({}),
  /** Only if this holds. */
  when: conditionSchema.optional(),
});

const outcomeSchema = z.strictObject({
  key: keySchema,
  label: wordsSchema,
  /** The step that follows; without it `next` decides. */
  to: keySchema.optional(),
});

const nextSchema = z.strictObject({ when: conditionSchema.optional(), to: keySchema });

export const stepSchema = z.strictObject({
  key: keySchema.refine((key) => key !== END, 'a step cannot be called "end"'),
  label: wordsSchema,
  /**
   * `task`: somebody works and submits. `return-visit`: the customer says whether it is solved, in the portal or to an
   * agent who asks. `wait`: for an event or for time.
   */
  kind: z.enum(["task", "return-visit", "wait"]).default("task"),
  /** Entered only if this holds; else the case goes on to what follows. */
  when: conditionSchema.optional(),
  /** Key of the form that is filled in. */
  form: keySchema.optional(),
  assignee: assigneeSchema.optional(),
  /** What the person who submits chooses from. */
  outcomes: z.array(outcomeSchema).default([]),
  /** The first whose condition holds; without any the next in the list, after the last the end. */
  next: z.array(nextSchema).default([]),
  limits: z.array(limitSchema).default([]),
  /** So long before the limit the one who has the task is reminded. */
  reminders: z.array(spanSchema).max(5).default([]),
  escalations: z.array(escalationSchema).max(5).default([]),
  messages: z.array(messageSchema).default([]),
  actions: z.array(actionSchema).default([]),
  wait: z
    .strictObject({
      event: z.enum(AWAITED_EVENTS).optional(),
      /** At the latest so long after the entry. */
      atMost: spanSchema.optional(),
    })
    .refine((wait) => wait.event !== undefined || wait.atMost !== undefined, "expected event, atMost or both")
    .optional(),
  /** What the customer reads while the case is here; a step without it is not shown to them. */
  visible: wordsSchema.optional(),
});

/**
 * A service: how something that a customer, a member of staff or an alarm asks for goes from its acceptance to its end
 * (受理→派单→处置→督办→回访), who does it, how long it may take, and what follows when it takes longer.
 */
export const serviceSchema = z
  .strictObject({
    label: wordsSchema,
    /** Shown to who wants to open one. */
    about: wordsSchema.optional(),
    category: z.enum(SERVICE_CATEGORIES),
    /** Where the limits come from: a national commitment, a standard, an instruction. */
    source: z.string().min(1).optional(),
    openedBy: z.array(z.enum(OPENERS)).min(1),
    priority: z.enum(PRIORITIES).default("normal"),
    /** What a case must be about when it is opened. */
    requires: z.enum(["customer", "premise", "service-point", "alarm"]).array().default([]),
    /** Key of the form that is filled in at the opening. */
    form: keySchema.optional(),
    /** What conditions may name of the case's data, by type. A value that is not there counts as "", 0, false, []. */
    facts: z.record(factNameSchema, factTypeSchema).default({}),
    /** Key of a calendar; or days and hours of this service alone. */
    calendar: z
      .union([
        keySchema,
        z.strictObject({
          /** `china`: with its holidays and swapped days (调休); `weekends`: Saturdays and Sundays rest. */
          days: z.enum(["china", "weekends"]).default("china"),
          /** Office hours of a working day: "08:30-12:00". */
          hours: z
            .array(z.string().regex(/^([01]\d|2[0-3]):[0-5]\d-(([01]\d|2[0-3]):[0-5]\d|24:00)$/))
            .min(1)
            .default(["08:30-12:00", "13:30-17:30"]),
        }),
      ])
      .default({ days: "china", hours: ["08:30-12:00", "13:30-17:30"] }),
    steps: z.array(stepSchema).min(1).max(60),
    /** For the whole case, from its opening. */
    limits: z.array(limitSchema).default([]),
    /** The customer may rate a completed case for so long. */
    rating: z.strictObject({ within: spanSchema }).optional(),
    /** A customer or member of staff may take a completed case up again for so long. */
    reopening: z.strictObject({ within: spanSchema, to: keySchema }).optional(),
  })
  .superRefine((service, context) => {
    const at = (path: (string | number)[], message: string) =>
      context.addIssue({ code: "custom", path, message });
    const keys = new Set<string>();
    service.steps.forEach((step, index) => {
      if (keys.has(step.key)) at(["steps", index, "key"], `there is a step ${step.key} already`);
      keys.add(step.key);
    });
    const known = (key: string | undefined, path: (string | number)[], endToo = true) => {
      if (key === undefined || keys.has(key) || (endToo && key === END)) return;
      at(path, `there is no step ${key}; the steps are ${[...keys].join(", ")}`);
    };
    known(service.reopening?.to, ["reopening", "to"], false);
    service.steps.forEach((step, index) => {
      const path = ["steps", index];
      step.next.forEach((next, nth) => {
        known(next.to, [...path, "next", nth, "to"]);
      });
      step.outcomes.forEach((outcome, nth) => {
        known(outcome.to, [...path, "outcomes", nth, "to"]);
        if (step.outcomes.findIndex(({ key }) => key === outcome.key) !== nth)
          at([...path, "outcomes", nth, "key"], `there is an outcome ${outcome.key} already`);
      });
      known(step.assignee?.sameAs, [...path, "assignee", "sameAs"], false);
      if ((step.kind === "wait") !== (step.wait !== undefined))
        at([...path, "wait"], "a step that waits says for what, and no other does");
      if (step.kind === "wait" && (step.form !== undefined || step.outcomes.length > 0))
        at([...path, "kind"], "nobody fills in a form or chooses an outcome while a case waits");
      if (step.kind !== "wait" && step.assignee === undefined)
        at([...path, "assignee"], "expected who does this step");
      if ((step.reminders.length > 0 || step.escalations.length > 0) && step.limits.length === 0)
        at([...path, "limits"], "reminders and escalations need a limit");
    });
  });

export type Service = z.output<typeof serviceSchema>;
export type ServiceInput = z.input<typeof serviceSchema>;
export type Step = Service["steps"][number];
export type Limit = z.output<typeof limitSchema>;
