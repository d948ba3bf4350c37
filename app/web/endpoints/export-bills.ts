import { csvLines, UTF8_MARK } from "#app/components/table/csv.ts";
import { type BillRow, exportBills as batches } from "#app/services/bill/list-bills.ts";
import { billFilter } from "#app/trpc/bill/bill-filter.ts";
import { tenantEndpoint } from "./endpoint.ts";

const COLUMNS = [
  { header: "number", value: (bill: BillRow) => bill.number },
  { header: "customer_number", value: (bill: BillRow) => bill.customerNumber },
  { header: "customer_name", value: (bill: BillRow) => bill.customerName },
  { header: "period_start", value: (bill: BillRow) => bill.periodStart },
  { header: "period_end", value: (bill: BillRow) => bill.periodEnd },
  { header: "usage", value: (bill: BillRow) => bill.usage },
  { header: "unit", value: (bill: BillRow) => bill.usageUnit },
  { header: "total", value: (bill: BillRow) => bill.total },
  { header: "due", value: (bill: BillRow) => bill.due },
  { header: "currency", value: (bill: BillRow) => bill.currency },
  { header: "due_on", value: (bill: BillRow) => bill.dueOn },
  { header: "state", value: (bill: BillRow) => bill.state },
];

/** `GET api/bills.csv?search=&period=&state=`: every bill that fits, streamed. The columns are for machines, so not translated. */
export const exportBills = tenantEndpoint({
  method: "get",
  path: "api/bills.csv",
  action: "read",
  noun: "bill",
  who: ["staff", "customer", "api"],
  budget: "transfer",
  handle: async (request, response, { scope, present }) => {
    const given = Object.entries(request.query).filter(([name, value]) => value !== "" && name !== "after");
    const filter = billFilter.parse(Object.fromEntries(given));
    response.setHeader("content-type", "text/csv; charset=utf-8");
    response.setHeader("content-disposition", 'attachment; filename="bills.csv"');
    response.setHeader("cache-control", "private, no-store");
    response.write(UTF8_MARK);
    let header = true;
    for await (const bills of batches(scope, filter)) {
      const lines = [...csvLines(COLUMNS, await present(bills))];
      const text = (header ? lines : lines.slice(1)).join("");
      header = false;
      if (!response.write(text)) await new Promise((resolve) => response.once("drain", resolve));
      if (response.destroyed) return;
    }
    response.end();
  },
});
