import { csvLines, UTF8_MARK } from "#app/components/table/csv.ts";
import { type KpiBucket, showKpi } from "#app/services/kpi/kpi-figures.ts";
import { kpiInput, periodsOf } from "#app/trpc/kpi/kpi-input.ts";
import { tenantEndpoint } from "./endpoint.ts";

type Line = KpiBucket & { readonly part: string };

const COLUMNS = [
  { header: "part", value: (line: Line) => line.part },
  { header: "bucket", value: (line: Line) => line.bucket },
  { header: "figure", value: (line: Line) => line.figure },
  { header: "numerator", value: (line: Line) => line.numerator },
  { header: "denominator", value: (line: Line) => line.denominator },
  { header: "band", value: (line: Line) => line.band },
];

/** `GET api/kpi.csv?key=&period=&day=&by=`: a KPI by month, by utility and by the dimension that was chosen. */
export const exportKpi = tenantEndpoint({
  method: "get",
  path: "api/kpi.csv",
  action: "read",
  noun: "kpi",
  who: "staff",
  handle: async (request, response, { scope, tenant }) => {
    const given = Object.entries(request.query).filter(([, value]) => value !== "");
    const input = kpiInput.parse(Object.fromEntries(given));
    const { period, year } = periodsOf(input, tenant.timezone);
    const kpi = await showKpi(scope, input.key, period, year, input.by);
    const part = (name: string, buckets: readonly KpiBucket[]): Line[] =>
      buckets.map((bucket) => ({ part: name, ...bucket }));
    const lines = [
      ...part("month", kpi.trend),
      ...part("utility", kpi.utilities),
      ...part(input.by ?? "", kpi.buckets),
    ];
    response.setHeader("content-type", "text/csv; charset=utf-8");
    response.setHeader("content-disposition", 'attachment; filename="kpi.csv"');
    response.setHeader("cache-control", "private, no-store");
    response.end(UTF8_MARK + [...csvLines(COLUMNS, lines)].join(""));
  },
});
