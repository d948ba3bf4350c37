import type { Scope } from "#app/platform/tenancy.ts";
import { compareItems, type ItemChange } from "#schema/blueprint/compare.ts";
import { itemKinds } from "#schema/blueprint/kinds.ts";
import { releaseOf } from "./release.ts";

/** What a business person would say changed from one release to another, in either direction. Throws RELEASE_UNKNOWN. */
export async function compareReleases(
  scope: Scope,
  numbers: { readonly from: number; readonly to: number },
): Promise<readonly ItemChange[]> {
  const [from, to] = await Promise.all([releaseOf(scope, numbers.from), releaseOf(scope, numbers.to)]);
  return compareItems(from.items, to.items, itemKinds);
}
