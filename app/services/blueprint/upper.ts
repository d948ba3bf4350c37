import { readTenant } from "#app/platform/database.ts";
import type { Scope } from "#app/platform/tenancy.ts";
import { ManifoldError } from "#engines/kernel/errors.ts";
import { currentRelease, type ReleaseContent, releaseOf } from "./release.ts";

/** The scope in which a utility reads the releases of its upper tier, and nothing else of it; undefined at the top. */
export async function upperScope(scope: Scope): Promise<Scope | undefined> {
  const [row] = await readTenant<{ parentId: string | null }>(
    scope,
    "tenant.parent",
    `SELECT parent_id AS "parentId" FROM platform.tenant WHERE id = $1`,
    [scope.tenantId],
  );
  const parentId = row?.parentId ?? null;
  return parentId === null
    ? undefined
    : { tenantId: parentId, readable: [parentId], actor: { kind: "system", name: "inheritance" } };
}

/** Which release of the upper tier to stand on: the one the utility stands on now, the newest, or one by number. */
export type Standing = "same" | "newest" | number;

/**
 * The upper tier's release on which a utility's next release stands. "same" is the newest for a utility without a release.
 * Undefined at the top. Throws RELEASE_MISSING when the upper tier has none, RELEASE_UNKNOWN.
 */
export async function upperRelease(
  scope: Scope,
  standing: Standing,
  current: Pick<ReleaseContent, "parentNumber"> | undefined,
): Promise<ReleaseContent | undefined> {
  const upper = await upperScope(scope);
  if (upper === undefined) return undefined;
  if (standing === "newest" || (standing === "same" && current === undefined)) return currentRelease(upper);
  const number = standing === "same" ? current?.parentNumber : standing;
  return typeof number === "number" ? releaseOf(upper, number) : undefined;
}

/** The release in force, or undefined before the first one. */
export async function releaseInForce(scope: Scope): Promise<ReleaseContent | undefined> {
  try {
    return await currentRelease(scope);
  } catch (error) {
    if (error instanceof ManifoldError && error.code === "RELEASE_MISSING") return undefined;
    throw error;
  }
}
