import type { CsvColumn } from "#app/components/table/csv.ts";
import { type KpiBucket, showKpi } from "#app/services/kpi/kpi-figures.ts";
import { kpiInput, periodsOf } from "#app/trpc/kpi/kpi-input.ts";
import { csvEndpoint } from "./csv-endpoint.ts";

type Line = KpiBucket & { readonly part: string };

const COLUMNS: readonly CsvColumn<Line>[] = [
  { header: "part", value: (line) => line.part },
  { header: "bucket", value: (line) => line.bucket },
  { header: "figure", value: (line) => line.figure },
  { header: "numerator", value: (line) => line.numerator },
  { header: "denominator", value: (line) => line.denominator },
  { header: "band", value: (line) => line.band },
];

/** `GET api/kpi.csv?key=&period=&day=&by=`: a KPI by month, by utility and by the dimension that was chosen. */
export const exportKpi = csvEndpoint({
  path: "api/kpi.csv",
  action: "read",
  noun: "kpi",
  who: "staff",
  columns: COLUMNS,
  rows: async function* (query, { scope, tenant }) {
    const input = kpiInput.parse(query);
    const { period, year } = periodsOf(input, tenant.timezone);
    const kpi = await showKpi(scope, input.key, period, year, input.by);
    const part = (name: string, buckets: readonly KpiBucket[]): Line[] =>
      buckets.map((bucket) => ({ part: name, ...bucket }));
    yield [
      ...part("month", kpi.trend),
      ...part("utility", kpi.utilities),
      ...part(input.by ?? "", kpi.buckets),
    ];
  },
});
