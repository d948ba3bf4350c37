import { Temporal } from "temporal-polyfill";

export const PERIOD_KINDS = ["day", "month", "quarter", "year"] as const;
export type PeriodKind = (typeof PERIOD_KINDS)[number];

/** A span of local days of the utility. */
export interface KpiPeriod {
  readonly from: Date;
  /** Excluded. */
  readonly until: Date;
  /** `YYYY-MM-DD`. */
  readonly firstDay: string;
  readonly lastDay: string;
  readonly timezone: string;
}

const MONTHS: Readonly<Record<Exclude<PeriodKind, "day">, number>> = { month: 1, quarter: 3, year: 12 };

/** The period of a kind in which a local day lies. */
export function periodOf(kind: PeriodKind, day: string, timezone: string): KpiPeriod {
  const given = Temporal.PlainDate.from(day);
  if (kind === "day") return span(given, given.add({ days: 1 }), timezone);
  const months = MONTHS[kind];
  const first = given.with({ month: given.month - ((given.month - 1) % months), day: 1 });
  return span(first, first.add({ months }), timezone);
}

/** The twelve months that end with the month of a period's last day. */
export function yearUpTo({ lastDay, timezone }: KpiPeriod): KpiPeriod {
  const end = Temporal.PlainDate.from(lastDay).with({ day: 1 }).add({ months: 1 });
  return span(end.subtract({ months: 12 }), end, timezone);
}

/** Today where the utility is. */
export const todayIn = (timezone: string, now: Date): string =>
  Temporal.Instant.fromEpochMilliseconds(now.getTime()).toZonedDateTimeISO(timezone).toPlainDate().toString();

function span(first: Temporal.PlainDate, end: Temporal.PlainDate, timezone: string): KpiPeriod {
  const start = (day: Temporal.PlainDate) => new Date(day.toZonedDateTime(timezone).epochMilliseconds);
  return {
    from: start(first),
    until: start(end),
    firstDay: first.toString(),
    lastDay: end.subtract({ days: 1 }).toString(),
    timezone,
  };
}
