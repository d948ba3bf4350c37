import { withTenantSql } from "#app/platform/database.ts";
import type { Scope } from "#app/platform/tenancy.ts";
import { tickCaseIn } from "./operate-case.ts";

/** What the job of a case does when a timer is due. Killed anywhere and run again, it ends in the same state. */
export async function tickCase(scope: Scope, caseId: string, now: Date): Promise<void> {
  await withTenantSql(scope, (sql) => tickCaseIn(sql, scope, caseId, now));
}
