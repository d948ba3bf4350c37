import { z } from "zod";
import { daySchema, wordsSchema } from "../common.ts";

/** A wall-clock time of a day, "08:30"; "24:00" ends a day. */
const timeSchema = z
  .string({ error: 'expected a time in quotes, such as "08:30"' })
  .regex(/^(([01]\d|2[0-3]):[0-5]\d|24:00)$/, "expected a time such as 08:30");

/**
 * When a utility works: time limits in working days and working hours count on it (the published days as base, the
 * utility's own exceptions on top).
 */
export const calendarSchema = z
  .strictObject({
    label: wordsSchema,
    /** Where the days come from: a notice, an instruction of the utility. */
    source: z.string().min(1).optional(),
    /** `china`: weekends, feasts and swapped days (调休) as the State Council publishes them. `weekends`: only those rest. */
    base: z.enum(["china", "weekends"]),
    /** Office hours of every working day, from early to late, without overlap. */
    hours: z
      .array(z.strictObject({ from: timeSchema, to: timeSchema }))
      .min(1)
      .max(8),
    /** Days on which the utility itself works or rests against the base. */
    days: z
      .array(z.strictObject({ day: daySchema, working: z.boolean(), label: wordsSchema }))
      .max(400)
      .default([]),
  })
  .superRefine(({ hours, days }, context) => {
    hours.forEach(({ from, to }, at) => {
      const before = hours[at - 1];
      if (from >= to)
        context.addIssue({
          code: "custom",
          path: ["hours", at, "to"],
          message: `must be later than ${from}`,
        });
      if (before !== undefined && from < before.to)
        context.addIssue({
          code: "custom",
          path: ["hours", at, "from"],
          message: `overlaps the hours before, which end at ${before.to}`,
        });
    });
    const seen = new Set<string>();
    days.forEach(({ day }, at) => {
      if (seen.has(day))
        context.addIssue({ code: "custom", path: ["days", at, "day"], message: `${day} is listed twice` });
      seen.add(day);
    });
  });

export type Calendar = z.output<typeof calendarSchema>;
