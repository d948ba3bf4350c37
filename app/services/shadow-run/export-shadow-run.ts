import { readTenant } from "#app/platform/database.ts";
import { batchesOf, EXPORT_BATCH } from "#app/platform/keyset.ts";
import type { Scope } from "#app/platform/tenancy.ts";
import { RESULTS, type ShadowCustomer } from "./show-shadow-run.ts";

/** Every agreement that was compared, by its id, in batches. */
export function exportShadowRun(scope: Scope, shadowRunId: string): AsyncIterable<readonly ShadowCustomer[]> {
  return batchesOf(async (after) => {
    const rows = await readTenant<ShadowCustomer>(
      scope,
      "shadow-run.export",
      `${RESULTS} AND s.agreement_id > $3 ORDER BY s.agreement_id LIMIT ${EXPORT_BATCH}`,
      [scope.tenantId, shadowRunId, after ?? "00000000-0000-0000-0000-000000000000"],
    );
    return { rows, next: rows.length === EXPORT_BATCH ? (rows.at(-1)?.agreementId ?? null) : null };
  });
}
