import type { CsvColumn } from "#app/components/table/csv.ts";
import { type AuditEntry, exportAuditEntries } from "#app/services/audit/list-audit-entries.ts";
import { auditFilter, inZone } from "#app/trpc/audit-entry/audit-filter.ts";
import { csvEndpoint } from "./csv-endpoint.ts";

const COLUMNS: readonly CsvColumn<AuditEntry>[] = [
  { header: "at", value: (entry) => entry.at },
  { header: "actor_kind", value: (entry) => entry.actorKind },
  { header: "actor", value: (entry) => entry.actorName },
  { header: "action", value: (entry) => entry.action },
  { header: "noun", value: (entry) => entry.noun },
  { header: "noun_id", value: (entry) => entry.nounId },
  { header: "before", value: (entry) => entry.before && JSON.stringify(entry.before) },
  { header: "after", value: (entry) => entry.after && JSON.stringify(entry.after) },
  { header: "request_id", value: (entry) => entry.requestId },
  { header: "ip", value: (entry) => entry.ip },
];

/** `GET api/audit.csv?noun=&actor=&fromDay=&untilDay=`: every entry that fits, streamed. The columns are for machines, so not translated. */
export const exportAudit = csvEndpoint({
  path: "api/audit.csv",
  action: "export",
  noun: "auditEntry",
  who: "staff",
  budget: "transfer",
  columns: COLUMNS,
  rows: (query, { scope, tenant }) =>
    exportAuditEntries(scope, inZone(auditFilter.parse(query), tenant.timezone)),
});
