import { withTenantSql } from "#app/platform/database.ts";
import type { Scope } from "#app/platform/tenancy.ts";
import { audit } from "#app/services/audit/record-audit.ts";
import { caseError } from "./errors.ts";
import { loadCase } from "./load-case.ts";
import { storeEvent } from "./store-event.ts";

export interface Comment {
  readonly text: string;
  /** The customer may read it. */
  readonly forCustomer: boolean;
  readonly now: Date;
}

/** Adds what somebody has to say to the trace of a case. @throws NOT_FOUND, CASE_REASON_NEEDED */
export async function addComment(scope: Scope, caseId: string, comment: Comment): Promise<void> {
  if (comment.text.trim() === "") throw caseError("CASE_REASON_NEEDED", {}, { path: "text" });
  await withTenantSql(scope, async (sql) => {
    const found = await loadCase(sql, scope.tenantId, caseId, { lock: true });
    await sql.query(
      "UPDATE service_case SET updated_at = $3, version = version + 1 WHERE tenant_id = $1 AND id = $2",
      [scope.tenantId, caseId, comment.now],
    );
    const { text, forCustomer, now } = comment;
    await storeEvent(sql, scope, { caseId, kind: "commented", at: now, detail: { text }, forCustomer });
    await audit(sql, scope, {
      action: "comment",
      noun: "case",
      nounId: caseId,
      after: { number: found.facts.number, forCustomer },
    });
  });
}
