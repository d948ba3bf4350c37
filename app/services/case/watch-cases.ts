import { setTimeout as sleep } from "node:timers/promises";
import { readTenant } from "#app/platform/database.ts";
import type { Scope } from "#app/platform/tenancy.ts";

const INTERVAL_MS = 1_000;

/**
 * Gives the id of the newest line of any case's trace, now and whenever there is a newer one: nothing of a case changes
 * without a line. One look at an index a second.
 */
export async function* watchCases(
  scope: Scope,
  signal: AbortSignal,
  forMs: number,
): AsyncGenerator<{ readonly newest: string | null }> {
  const until = Date.now() + forMs;
  let told: string | null | undefined;
  for (;;) {
    const [row] = await readTenant<{ id: string }>(
      scope,
      "case.newest-event",
      "SELECT id FROM case_event WHERE tenant_id = $1 ORDER BY id DESC LIMIT 1",
      [scope.tenantId],
    );
    const newest = row?.id ?? null;
    if (newest !== told) {
      told = newest;
      yield { newest };
    }
    if (Date.now() >= until || signal.aborted) return;
    await sleep(INTERVAL_MS, undefined, { signal }).catch(() => {});
  }
}
