import type { Scope } from "#app/platform/tenancy.ts";
import { checkItems } from "#app/services/blueprint/check-items.ts";
import type { Problem } from "#schema/blueprint/problem.ts";
import { readDraft } from "./read-draft.ts";

/** Everything that is wrong with the draft as it is kept now. */
export async function checkDraft(
  scope: Scope,
  now: Date,
): Promise<{ readonly problems: readonly Problem[] }> {
  const { items } = await readDraft(scope, now);
  const { problems } = await checkItems(scope, items);
  return { problems };
}
