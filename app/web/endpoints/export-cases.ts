import type { CsvColumn } from "#app/components/table/csv.ts";
import { type CaseRow, exportCases } from "#app/services/case/list-cases.ts";
import { caseFilter } from "#app/trpc/case/case-filter.ts";
import { csvEndpoint } from "./csv-endpoint.ts";

const COLUMNS: readonly CsvColumn<CaseRow>[] = [
  { header: "number", value: (row) => row.number },
  { header: "service", value: (row) => row.service },
  { header: "state", value: (row) => row.state },
  { header: "priority", value: (row) => row.priority },
  { header: "step", value: (row) => row.step },
  { header: "assignee", value: (row) => row.assigneeName },
  { header: "openedBy", value: (row) => row.openedBy },
  { header: "openedAt", value: (row) => row.openedAt },
  { header: "dueAt", value: (row) => row.dueAt },
  { header: "overdue", value: (row) => String(row.overdue) },
  { header: "closedAt", value: (row) => row.closedAt },
  { header: "customerNumber", value: (row) => row.customerNumber },
  { header: "customerName", value: (row) => row.customerName },
  { header: "address", value: (row) => row.address },
];

/** `GET api/cases.csv?search=&state=&…`: every case that fits, streamed. The columns are for machines, so not translated. */
export const exportCaseList = csvEndpoint({
  path: "api/cases.csv",
  action: "read",
  noun: "case",
  who: ["staff", "api"],
  budget: "transfer",
  columns: COLUMNS,
  rows: (query, { scope }) => exportCases(scope, caseFilter.parse(query)),
});
