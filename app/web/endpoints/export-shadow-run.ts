import { z } from "zod";
import type { CsvColumn } from "#app/components/table/csv.ts";
import { exportShadowRun as batches } from "#app/services/shadow-run/export-shadow-run.ts";
import type { ShadowCustomer } from "#app/services/shadow-run/show-shadow-run.ts";
import { csvEndpoint } from "./csv-endpoint.ts";

const input = z.object({ shadowRunId: z.uuid() });

const COLUMNS: readonly CsvColumn<ShadowCustomer>[] = [
  { header: "agreement_number", value: (row) => row.agreementNumber },
  { header: "customer_number", value: (row) => row.customerNumber },
  { header: "customer_name", value: (row) => row.customerName },
  { header: "class", value: (row) => row.class },
  { header: "usage", value: (row) => row.usage },
  { header: "live", value: (row) => row.live },
  { header: "draft", value: (row) => row.draft },
  { header: "change", value: (row) => row.change },
  { header: "percent", value: (row) => row.percent },
  { header: "currency", value: (row) => row.currency },
];

/** `GET api/shadow-run.csv?shadowRunId=`: every agreement that was compared, streamed. Columns are for machines. */
export const exportShadowRun = csvEndpoint({
  path: "api/shadow-run.csv",
  action: "read",
  noun: "shadowRun",
  who: "staff",
  budget: "transfer",
  columns: COLUMNS,
  rows: (query, { scope }) => batches(scope, input.parse(query).shadowRunId),
});
