import { z } from "zod";
import { parseDuration } from "#engines/kernel/interval.ts";
import { keySchema, wordsSchema } from "../common.ts";

/** From mild to severe. `critical` is danger to life. */
export const ALARM_SEVERITIES = ["low", "medium", "high", "critical"] as const;
export type AlarmSeverity = (typeof ALARM_SEVERITIES)[number];

/** Names that a condition may use: a metric, a window. */
const nameSchema = z
  .string()
  .regex(/^[a-z][A-Za-z0-9]*$/, "expected a name such as flowMax: letters and digits, small first");

/** Exact time only: a month has no fixed length, and an alarm must not depend on a time zone. */
const durationSchema = z.string().refine((text) => {
  const duration = parseDuration(text);
  return duration !== undefined && duration.months === 0;
}, "expected a time such as PT1M, PT2H or P1D");

const conditionSchema = z.string().min(1).describe("CEL over metrics, windows and p (the parameters)");

const levelSchema = z.strictObject({
  severity: z.enum(ALARM_SEVERITIES),
  /** Holds while something is wrong … */
  raise: conditionSchema,
  /** … without a break for longer than this (on-delay). */
  for: durationSchema.default("PT0S"),
  /** Holds when all is well again: further from the limit than `raise` (deadband). */
  clear: conditionSchema,
  /** … without a break for longer than this (off-delay). */
  clearFor: durationSchema.default("PT0S"),
});

const absenceSchema = z.strictObject({
  severity: z.enum(ALARM_SEVERITIES),
  metric: nameSchema,
  /** Nothing came for longer than this. */
  after: durationSchema,
  /** A value may arrive this much later than it was measured; the alarm waits for it. */
  lateness: durationSchema.default("PT0S"),
});

/** Who is told by a message: the customer of the service point, or everybody who has a role. */
const tellSchema = z.strictObject({
  template: keySchema,
  to: z.union([z.literal("customer"), z.strictObject({ role: keySchema })]),
  /** Only from this severity on. */
  from: z.enum(ALARM_SEVERITIES).optional(),
});

/**
 * What a device may be told. Without `automatic` a member of staff asks for it and another one agrees. Opening again is
 * no command: a valve is opened by somebody who is there.
 */
const commandSchema = z.strictObject({
  command: z.enum(["shutValve"]),
  /** A device that wakes later than this does nothing. */
  expiresAfter: durationSchema.default("PT30M"),
  automatic: z
    .strictObject({
      /** Interlock: supplies of other customers are shut only after a second person has agreed. */
      customers: z.array(z.enum(["household", "business"])).min(1),
    })
    .optional(),
});

/**
 * A rule that raises alarms, without code. Severities climb as a ladder; each has its own limits and delays. What the
 * operator must know (message, cause, consequence, what to do, how soon) is the rationalisation record of IEC 62682 §8
 * and is asked of every rule.
 */
export const alarmSchema = z
  .strictObject({
    label: wordsSchema,
    /** Where the limits come from: a standard, a maker's sheet, an instruction. */
    source: z.string().min(1).optional(),
    /** What the conditions look at, and how old a value may be to count as known. */
    metrics: z
      .record(nameSchema, z.strictObject({ unit: z.string().min(1), maxAge: durationSchema.optional() }))
      .refine((metrics) => Object.keys(metrics).length > 0, "expected at least one metric"),
    /** Values over a span of time that ends now. `count` and `span` (time since the first sample, s) need no values. */
    windows: z
      .record(
        nameSchema,
        z.strictObject({
          metric: nameSchema,
          over: durationSchema,
          take: z.enum(["mean", "min", "max", "count", "sum", "span"]),
        }),
      )
      .default({}),
    /** Numbers that a device class or a single device may set otherwise; conditions say `p.name`. */
    parameters: z.record(nameSchema, z.number()).default({}),
    levels: z.array(levelSchema).default([]),
    absence: absenceSchema.optional(),
    /** Stays until it is reset by a person, though the condition is over. */
    latch: z.boolean().default(false),
    /** May be reset only by somebody who was there. */
    confirmOnSite: z.boolean().default(false),
    message: wordsSchema,
    cause: wordsSchema,
    consequence: wordsSchema,
    runbook: wordsSchema,
    responseMinutes: z.int().positive(),
    /** The case that each raise opens. */
    opens: z
      .strictObject({
        service: keySchema,
        priority: z.enum(["low", "normal", "high", "urgent"]).default("normal"),
        /** Only from this severity on. */
        from: z.enum(ALARM_SEVERITIES).optional(),
      })
      .optional(),
    tells: z.array(tellSchema).default([]),
    /** An automatic one is sent at the rule's highest severity. */
    commands: z.array(commandSchema).default([]),
  })
  .superRefine((rule, context) => {
    const at = (path: (string | number)[], message: string) =>
      context.addIssue({ code: "custom", path, message });
    if ((rule.levels.length === 0) === (rule.absence === undefined)) {
      at(["levels"], "expected either levels or an absence; a rule on absence stands on its own");
    }
    rule.levels.forEach((level, index) => {
      const below = rule.levels[index - 1];
      if (below && rank(level.severity) <= rank(below.severity)) {
        at(["levels", index, "severity"], `must be more severe than the level before (${below.severity})`);
      }
    });
    for (const [name, window] of Object.entries(rule.windows)) {
      if (rule.metrics[window.metric] === undefined) {
        at(["windows", name, "metric"], `no metric of the name ${window.metric}`);
      }
      if (rule.metrics[name] !== undefined) at(["windows", name], "a metric has this name already");
    }
    if (rule.absence && rule.metrics[rule.absence.metric] === undefined) {
      at(["absence", "metric"], `no metric of the name ${rule.absence.metric}`);
    }
    if (rule.confirmOnSite && !rule.latch) {
      at(["confirmOnSite"], "needs latch: an alarm that goes by itself is never confirmed");
    }
  });

/** The worst that a rule can raise. */
export function highestSeverity(rule: Pick<AlarmRule, "levels" | "absence">): AlarmSeverity {
  return rule.levels.at(-1)?.severity ?? rule.absence?.severity ?? "low";
}

/** 0 is the mildest. */
export const rank = (severity: AlarmSeverity): number => ALARM_SEVERITIES.indexOf(severity);

export type AlarmRule = z.output<typeof alarmSchema>;
