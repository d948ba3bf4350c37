import { readTenant } from "#app/platform/database.ts";
import type { Scope } from "#app/platform/tenancy.ts";
import { errorsOf } from "#engines/kernel/errors.ts";
import { compareReleases } from "./compare-releases.ts";
import type { DescribedChange } from "./describe-changes.ts";
import { releaseErrors } from "./errors.ts";
import { type ReleaseSummary, SUMMARY_COLUMNS } from "./list-releases.ts";
import { type Verification, verifyRelease } from "./verify-release.ts";

const fail = errorsOf(releaseErrors);

export interface ReleaseDetail extends ReleaseSummary {
  readonly verification: Verification;
  /** Which release it is compared with, and the difference in words. */
  readonly from: number | null;
  readonly changes: readonly DescribedChange[];
  /** The release in force. */
  readonly inForce: number | null;
}

/**
 * One release: who published it and when, whether it is genuine, and what it changed from another one (left out: the one
 * before it). Throws RELEASE_UNKNOWN.
 */
export async function showRelease(
  scope: Scope,
  { number, from }: { readonly number: number; readonly from?: number | undefined },
): Promise<ReleaseDetail> {
  const [row] = await readTenant<ReleaseSummary & { before: number | null; inForce: number | null }>(
    scope,
    "release.show",
    `SELECT ${SUMMARY_COLUMNS},
        (SELECT max(e.number) FROM release e WHERE e.tenant_id = r.tenant_id AND e.number < r.number) AS before,
        (SELECT c.release_number FROM release_current c WHERE c.tenant_id = r.tenant_id) AS "inForce"
       FROM release r WHERE r.tenant_id = $1 AND r.number = $2`,
    [scope.tenantId, number],
  );
  if (row === undefined) throw fail("RELEASE_UNKNOWN", { number });
  const { before, ...summary } = row;
  const other = from ?? before;
  const verification = await verifyRelease(scope, { number });
  // What is not genuine is told, not compared.
  const comparable = other !== null && verification.genuine;
  const changes = comparable ? await compareReleases(scope, { from: other, to: number }) : [];
  return { ...summary, verification, from: other, changes };
}
