import type { CsvColumn } from "#app/components/table/csv.ts";
import { type AccessEntry, exportAccess as batches } from "#app/services/privacy/list-access.ts";
import { accessFilter, accessInZone } from "#app/trpc/privacy/access-filter.ts";
import { csvEndpoint } from "./csv-endpoint.ts";

const COLUMNS: readonly CsvColumn<AccessEntry>[] = [
  { header: "at", value: (entry) => entry.at },
  { header: "actor_kind", value: (entry) => entry.actorKind },
  { header: "actor", value: (entry) => entry.actorName },
  { header: "call", value: (entry) => entry.call },
  { header: "fields", value: (entry) => entry.fields.join(" ") },
  { header: "records", value: (entry) => entry.records },
  { header: "customer_number", value: (entry) => entry.customerNumber },
  { header: "basis", value: (entry) => entry.basis },
  { header: "reason", value: (entry) => entry.reason },
  { header: "ip", value: (entry) => entry.ip },
];

/** `GET api/personal-access.csv?search=&basis=&customer=&fromDay=&untilDay=`: every entry that fits, streamed. */
export const exportAccess = csvEndpoint({
  path: "api/personal-access.csv",
  action: "read",
  noun: "privacy",
  who: "staff",
  budget: "transfer",
  columns: COLUMNS,
  rows: (query, { scope, tenant }) =>
    batches(scope, accessInZone(accessFilter.parse(query), tenant.timezone)),
});
