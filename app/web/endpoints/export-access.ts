import { csvLines, UTF8_MARK } from "#app/components/table/csv.ts";
import { type AccessEntry, exportAccess as batches } from "#app/services/privacy/list-access.ts";
import { accessFilter, accessInZone } from "#app/trpc/privacy/access-filter.ts";
import { tenantEndpoint } from "./endpoint.ts";

const COLUMNS = [
  { header: "at", value: (entry: AccessEntry) => entry.at },
  { header: "actor_kind", value: (entry: AccessEntry) => entry.actorKind },
  { header: "actor", value: (entry: AccessEntry) => entry.actorName },
  { header: "call", value: (entry: AccessEntry) => entry.call },
  { header: "fields", value: (entry: AccessEntry) => entry.fields.join(" ") },
  { header: "records", value: (entry: AccessEntry) => entry.records },
  { header: "customer_number", value: (entry: AccessEntry) => entry.customerNumber },
  { header: "basis", value: (entry: AccessEntry) => entry.basis },
  { header: "reason", value: (entry: AccessEntry) => entry.reason },
  { header: "ip", value: (entry: AccessEntry) => entry.ip },
];

/** `GET api/personal-access.csv?search=&basis=&customer=&fromDay=&untilDay=`: every entry that fits, streamed. */
export const exportAccess = tenantEndpoint({
  method: "get",
  path: "api/personal-access.csv",
  action: "read",
  noun: "privacy",
  who: "staff",
  budget: "transfer",
  handle: async (request, response, { scope, tenant }) => {
    const given = Object.entries(request.query).filter(([, value]) => value !== "");
    const filter = accessInZone(accessFilter.parse(Object.fromEntries(given)), tenant.timezone);
    response.setHeader("content-type", "text/csv; charset=utf-8");
    response.setHeader("content-disposition", 'attachment; filename="personal-access.csv"');
    response.setHeader("cache-control", "private, no-store");
    response.write(UTF8_MARK + [...csvLines(COLUMNS, [])].join(""));
    for await (const batch of batches(scope, filter)) {
      const [, ...lines] = csvLines(COLUMNS, batch);
      if (!response.write(lines.join(""))) await new Promise((resolve) => response.once("drain", resolve));
      if (response.destroyed) return;
    }
    response.end();
  },
});
