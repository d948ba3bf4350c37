import { listAuditEntries as run } from "#app/services/audit/list-audit-entries.ts";
import { tenantProcedure } from "../base.ts";
import { auditFilter, auditPlace, inZone } from "./audit-filter.ts";

export const listAuditEntries = tenantProcedure({ action: "read", noun: "auditEntry", who: "staff" })
  .input(auditFilter.extend(auditPlace.shape))
  .query(({ ctx, input: { after, before, ...filter } }) =>
    run(ctx.scope, inZone(filter, ctx.tenant.timezone), { after, before }),
  );
