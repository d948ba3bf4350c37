import { csvLines, UTF8_MARK } from "#app/components/table/csv.ts";
import { type CaseRow, exportCases } from "#app/services/case/list-cases.ts";
import { caseFilter } from "#app/trpc/case/case-filter.ts";
import { tenantEndpoint } from "./endpoint.ts";

const COLUMNS = [
  { header: "number", value: (row: CaseRow) => row.number },
  { header: "service", value: (row: CaseRow) => row.service },
  { header: "state", value: (row: CaseRow) => row.state },
  { header: "priority", value: (row: CaseRow) => row.priority },
  { header: "step", value: (row: CaseRow) => row.step },
  { header: "assignee", value: (row: CaseRow) => row.assigneeName },
  { header: "openedBy", value: (row: CaseRow) => row.openedBy },
  { header: "openedAt", value: (row: CaseRow) => row.openedAt },
  { header: "dueAt", value: (row: CaseRow) => row.dueAt },
  { header: "overdue", value: (row: CaseRow) => String(row.overdue) },
  { header: "closedAt", value: (row: CaseRow) => row.closedAt },
  { header: "customerNumber", value: (row: CaseRow) => row.customerNumber },
  { header: "customerName", value: (row: CaseRow) => row.customerName },
  { header: "address", value: (row: CaseRow) => row.address },
];

/** `GET api/cases.csv?search=&state=&…`: every case that fits, streamed. The columns are for machines, so not translated. */
export const exportCaseList = tenantEndpoint({
  method: "get",
  path: "api/cases.csv",
  action: "read",
  noun: "case",
  who: ["staff", "api"],
  handle: async (request, response, { scope, present }) => {
    const given = Object.entries(request.query).filter(([, value]) => value !== "");
    const filter = caseFilter.parse(Object.fromEntries(given));
    response.setHeader("content-type", "text/csv; charset=utf-8");
    response.setHeader("content-disposition", 'attachment; filename="cases.csv"');
    response.setHeader("cache-control", "private, no-store");
    response.write(UTF8_MARK + [...csvLines(COLUMNS, [])].join(""));
    for await (const batch of exportCases(scope, filter)) {
      const [, ...lines] = csvLines(COLUMNS, await present(batch));
      if (!response.write(lines.join(""))) await new Promise((resolve) => response.once("drain", resolve));
      if (response.destroyed) return;
    }
    response.end();
  },
});
