import { z } from "zod";
import { type KpiPeriod, PERIOD_KINDS, periodOf, todayIn, yearUpTo } from "#app/services/kpi/period.ts";

/** Which period is asked for; left out: the month of today. */
export const kpiPeriod = z.object({
  period: z.enum(PERIOD_KINDS).default("month"),
  day: z.iso.date().optional(),
});

/** One KPI, with a dimension to part it by. */
export const kpiInput = kpiPeriod.extend({
  key: z.string().min(1).max(100),
  by: z.string().max(40).optional(),
});

export function periodsOf(
  input: z.output<typeof kpiPeriod>,
  timezone: string,
): { period: KpiPeriod; year: KpiPeriod } {
  const period = periodOf(input.period, input.day ?? todayIn(timezone, new Date()), timezone);
  return { period, year: yearUpTo(period) };
}
