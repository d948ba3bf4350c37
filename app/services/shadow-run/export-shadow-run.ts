import { readTenant } from "#app/platform/database.ts";
import type { Scope } from "#app/platform/tenancy.ts";
import { RESULTS, type ShadowCustomer } from "./show-shadow-run.ts";

const BATCH = 5_000;

/** Every agreement that was compared, by its id, in batches. The first batch may be empty: then only the header goes out. */
export async function* exportShadowRun(
  scope: Scope,
  shadowRunId: string,
): AsyncGenerator<readonly ShadowCustomer[]> {
  let after = "00000000-0000-0000-0000-000000000000";
  for (;;) {
    const rows = await readTenant<ShadowCustomer>(
      scope,
      "shadow-run.export",
      `${RESULTS} AND s.agreement_id > $3 ORDER BY s.agreement_id LIMIT ${BATCH}`,
      [scope.tenantId, shadowRunId, after],
    );
    yield rows;
    const last = rows.at(-1);
    if (last === undefined || rows.length < BATCH) return;
    after = last.agreementId;
  }
}
