import { z } from "zod";
import { keySchema, monthDaySchema, wordsSchema } from "../common.ts";

/** A season of the year; both days belong to it. It may run over the new year ("11-01" to "03-31"). "02-29" as its end is the end of February. */
export const seasonSchema = z
  .array(z.strictObject({ from: monthDaySchema, to: z.union([monthDaySchema, z.literal("02-29")]) }))
  .min(1);

export const DAY_TYPES = [
  "weekday",
  "weekend",
  "holiday",
  "monday",
  "tuesday",
  "wednesday",
  "thursday",
  "friday",
  "saturday",
  "sunday",
] as const;
export type DayType = (typeof DAY_TYPES)[number];

const clock = /^([01]\d|2[0-3]):[0-5]\d-(([01]\d|2[0-3]):[0-5]\d|24:00)$/;

/** "08:00-21:00": the end is excluded. A span that ends before it begins runs over midnight. */
export const timeSpanSchema = z.string().regex(clock, 'expected a span such as "08:00-21:00"');

const ruleSchema = z.strictObject({
  period: keySchema,
  seasons: z.array(keySchema).min(1).optional(),
  /** 1 … 12. */
  months: z.array(z.int().min(1).max(12)).min(1).optional(),
  /** A holiday is neither weekday nor weekend where a rule names "holiday". */
  days: z.array(z.enum(DAY_TYPES)).min(1).optional(),
  times: z.array(timeSpanSchema).min(1).optional(),
});

const matrixRow = z.string().min(24).max(96);
const matrixRows = z.array(matrixRow).length(12, "expected 12 rows, January first");

/**
 * The painted calendar: a row a month, a sign for each equal part of the day (24, 48 or 96 signs).
 * `symbols` says which period a sign means.
 */
const matrixSchema = z
  .strictObject({
    symbols: z.record(z.string().length(1), keySchema),
    weekday: matrixRows,
    weekend: matrixRows,
    /** Holidays take the weekend's row where this is left out. */
    holiday: matrixRows.optional(),
  })
  .superRefine((matrix, context) => {
    for (const kind of ["weekday", "weekend", "holiday"] as const) {
      matrix[kind]?.forEach((row, month) => {
        if (![24, 48, 96].includes(row.length)) {
          context.addIssue({
            code: "custom",
            path: [kind, month],
            message: `expected 24, 48 or 96 signs, found ${row.length}`,
          });
        }
        const unknown = [...row].find((sign) => !Object.hasOwn(matrix.symbols, sign));
        if (unknown !== undefined) {
          context.addIssue({
            code: "custom",
            path: [kind, month],
            message: `sign “${unknown}” is not in symbols`,
          });
        }
      });
    }
  });

/**
 * When which period applies. `rules` are read from top to bottom, the first that fits wins, so a final rule without
 * conditions is "all other time"; `matrix` is the painted form.
 */
export const scheduleSchema = z
  .strictObject({
    periods: z.record(keySchema, wordsSchema),
    rules: z.array(ruleSchema).min(1).optional(),
    matrix: matrixSchema.optional(),
  })
  .refine((schedule) => (schedule.rules === undefined) !== (schedule.matrix === undefined), {
    message: "expected either rules or matrix",
  })
  .superRefine((schedule, context) => {
    const check = (period: string, path: PropertyKey[]) => {
      if (!Object.hasOwn(schedule.periods, period)) {
        const known = Object.keys(schedule.periods).join(", ");
        context.addIssue({
          code: "custom",
          path,
          message: `period “${period}” is not declared; declared are ${known}`,
        });
      }
    };
    schedule.rules?.forEach((rule, at) => {
      check(rule.period, ["rules", at, "period"]);
    });
    for (const [sign, period] of Object.entries(schedule.matrix?.symbols ?? {})) {
      check(period, ["matrix", "symbols", sign]);
    }
  });

export const holidaysSchema = z.strictObject({
  /** CN: the State Council's yearly notice with its swapped working days. */
  calendar: z.enum(["CN", "none"]).default("none"),
  /** Further holidays, or all of them where no calendar is known. */
  dates: z
    .array(z.string().refine((text) => /^\d{4}-\d{2}-\d{2}$/.test(text), "expected a date"))
    .default([]),
});

export type Schedule = z.infer<typeof scheduleSchema>;
/** A calendar of month × hour, as it is painted. */
export type PaintedCalendar = z.infer<typeof matrixSchema>;
export type ScheduleRule = z.infer<typeof ruleSchema>;
export type Season = z.infer<typeof seasonSchema>;
