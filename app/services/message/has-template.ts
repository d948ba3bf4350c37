import type { Scope } from "#app/platform/tenancy.ts";
import { currentRelease } from "#app/services/blueprint/release.ts";

/** A utility that has no such template tells nobody; that is its choice. */
export async function hasTemplate(scope: Scope, key: string): Promise<boolean> {
  const { items } = await currentRelease(scope);
  return items.some((item) => item.kind === "message" && item.key === key);
}
