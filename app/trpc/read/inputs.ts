import { z } from "zod";
import { type LocalDay, parseDay } from "#engines/kernel/zone.ts";

/** The days that tables of zones know, but for the first and the last, which begin elsewhere in another year. */
const FIRST_DAY = 1;
const LAST_DAY = Date.UTC(2099, 11, 30) / 86_400_000;

/** A local day, "2026-03-01". */
export const localDay = z.string().transform((text, context): LocalDay => {
  const day = parseDay(text);
  if (day !== undefined && day >= FIRST_DAY && day <= LAST_DAY) return day;
  context.addIssue({ code: "custom", message: "expected a date such as 2026-03-01" });
  return z.NEVER;
});

/** An instant in UTC milliseconds. */
export const instantMs = z
  .int()
  .min(0)
  .max(Date.UTC(2099, 0, 1));

export const reason = z.string().trim().min(1).max(500);
