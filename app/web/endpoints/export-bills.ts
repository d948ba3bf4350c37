import type { CsvColumn } from "#app/components/table/csv.ts";
import { type BillRow, exportBills as batches } from "#app/services/bill/list-bills.ts";
import { billFilter } from "#app/trpc/bill/bill-filter.ts";
import { csvEndpoint } from "./csv-endpoint.ts";

const COLUMNS: readonly CsvColumn<BillRow>[] = [
  { header: "number", value: (bill) => bill.number },
  { header: "customer_number", value: (bill) => bill.customerNumber },
  { header: "customer_name", value: (bill) => bill.customerName },
  { header: "period_start", value: (bill) => bill.periodStart },
  { header: "period_end", value: (bill) => bill.periodEnd },
  { header: "usage", value: (bill) => bill.usage },
  { header: "unit", value: (bill) => bill.usageUnit },
  { header: "total", value: (bill) => bill.total },
  { header: "due", value: (bill) => bill.due },
  { header: "currency", value: (bill) => bill.currency },
  { header: "due_on", value: (bill) => bill.dueOn },
  { header: "state", value: (bill) => bill.state },
];

/** `GET api/bills.csv?search=&period=&state=`: every bill that fits, streamed. The columns are for machines, so not translated. */
export const exportBills = csvEndpoint({
  path: "api/bills.csv",
  action: "read",
  noun: "bill",
  who: ["staff", "customer", "api"],
  budget: "transfer",
  columns: COLUMNS,
  rows: (query, { scope }) => batches(scope, billFilter.omit({ after: true }).parse(query)),
});
