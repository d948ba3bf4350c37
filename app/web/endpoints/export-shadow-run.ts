import { z } from "zod";
import { csvLines, UTF8_MARK } from "#app/components/table/csv.ts";
import { exportShadowRun as batches } from "#app/services/shadow-run/export-shadow-run.ts";
import type { ShadowCustomer } from "#app/services/shadow-run/show-shadow-run.ts";
import { tenantEndpoint } from "./endpoint.ts";

const COLUMNS = [
  { header: "agreement_number", value: (row: ShadowCustomer) => row.agreementNumber },
  { header: "customer_number", value: (row: ShadowCustomer) => row.customerNumber },
  { header: "customer_name", value: (row: ShadowCustomer) => row.customerName },
  { header: "class", value: (row: ShadowCustomer) => row.class },
  { header: "usage", value: (row: ShadowCustomer) => row.usage },
  { header: "live", value: (row: ShadowCustomer) => row.live },
  { header: "draft", value: (row: ShadowCustomer) => row.draft },
  { header: "change", value: (row: ShadowCustomer) => row.change },
  { header: "percent", value: (row: ShadowCustomer) => row.percent },
  { header: "currency", value: (row: ShadowCustomer) => row.currency },
];

/** `GET api/shadow-run.csv?shadowRunId=`: every agreement that was compared, streamed. Columns are for machines. */
export const exportShadowRun = tenantEndpoint({
  method: "get",
  path: "api/shadow-run.csv",
  action: "read",
  noun: "shadowRun",
  who: ["staff"],
  handle: async (request, response, { scope, present }) => {
    const { shadowRunId } = z.object({ shadowRunId: z.uuid() }).parse(request.query);
    response.setHeader("content-type", "text/csv; charset=utf-8");
    response.setHeader("content-disposition", 'attachment; filename="shadow-run.csv"');
    response.setHeader("cache-control", "private, no-store");
    response.write(UTF8_MARK);
    let header = true;
    for await (const rows of batches(scope, shadowRunId)) {
      const lines = [...csvLines(COLUMNS, await present(rows))];
      const text = (header ? lines : lines.slice(1)).join("");
      header = false;
      if (!response.write(text)) await new Promise((resolve) => response.once("drain", resolve));
      if (response.destroyed) return;
    }
    response.end();
  },
});
