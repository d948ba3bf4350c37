import type { Scope } from "#app/platform/tenancy.ts";
import { itemKinds } from "#schema/blueprint/kinds.ts";
import { type DescribedChange, describeChanges } from "./describe-changes.ts";
import { releaseOf } from "./release.ts";

/**
 * What a business person would say changed from one release to another, in either direction, with live counts of what
 * each change touches. Throws RELEASE_UNKNOWN.
 */
export async function compareReleases(
  scope: Scope,
  numbers: { readonly from: number; readonly to: number },
): Promise<readonly DescribedChange[]> {
  const [from, to] = await Promise.all([releaseOf(scope, numbers.from), releaseOf(scope, numbers.to)]);
  return describeChanges(scope, from.items, to.items, itemKinds);
}
