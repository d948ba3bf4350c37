export const PERIODS = ["day", "month", "quarter", "year"] as const;

/** The period in an address, as the procedures take it. */
export function kpiQuery(search: URLSearchParams): {
  period: (typeof PERIODS)[number] | undefined;
  day: string | undefined;
} {
  return {
    period: PERIODS.find((period) => period === search.get("period")),
    day: search.get("day") || undefined,
  };
}
