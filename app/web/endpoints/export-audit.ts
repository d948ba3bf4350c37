import { csvLines, UTF8_MARK } from "#app/components/table/csv.ts";
import { type AuditEntry, exportAuditEntries } from "#app/services/audit/list-audit-entries.ts";
import { auditFilter, inZone } from "#app/trpc/audit-entry/audit-filter.ts";
import { tenantEndpoint } from "./endpoint.ts";

const COLUMNS = [
  { header: "at", value: (entry: AuditEntry) => entry.at },
  { header: "actor_kind", value: (entry: AuditEntry) => entry.actorKind },
  { header: "actor", value: (entry: AuditEntry) => entry.actorName },
  { header: "action", value: (entry: AuditEntry) => entry.action },
  { header: "noun", value: (entry: AuditEntry) => entry.noun },
  { header: "noun_id", value: (entry: AuditEntry) => entry.nounId },
  { header: "before", value: (entry: AuditEntry) => entry.before && JSON.stringify(entry.before) },
  { header: "after", value: (entry: AuditEntry) => entry.after && JSON.stringify(entry.after) },
  { header: "request_id", value: (entry: AuditEntry) => entry.requestId },
  { header: "ip", value: (entry: AuditEntry) => entry.ip },
];

/** `GET api/audit.csv?noun=&actor=&fromDay=&untilDay=`: every entry that fits, streamed. The columns are for machines, so not translated. */
export const exportAudit = tenantEndpoint({
  method: "get",
  path: "api/audit.csv",
  action: "export",
  noun: "auditEntry",
  who: "staff",
  budget: "transfer",
  handle: async (request, response, { scope, tenant, present }) => {
    const given = Object.entries(request.query).filter(([, value]) => value !== "");
    const filter = inZone(auditFilter.parse(Object.fromEntries(given)), tenant.timezone);
    response.setHeader("content-type", "text/csv; charset=utf-8");
    response.setHeader("content-disposition", 'attachment; filename="audit.csv"');
    response.setHeader("cache-control", "private, no-store");
    response.write(UTF8_MARK);
    let header = true;
    for await (const batch of exportAuditEntries(scope, filter)) {
      const lines = [...csvLines(COLUMNS, await present(batch))];
      const text = (header ? lines : lines.slice(1)).join("");
      header = false;
      if (!response.write(text)) await new Promise((resolve) => response.once("drain", resolve));
      if (response.destroyed) return;
    }
    if (header) response.write([...csvLines(COLUMNS, [])].join(""));
    response.end();
  },
});
