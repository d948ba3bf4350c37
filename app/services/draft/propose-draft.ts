import type { Scope } from "#app/platform/tenancy.ts";
import { proposeRelease } from "#app/services/blueprint/propose-release.ts";
import { errorsOf } from "#engines/kernel/errors.ts";
import { draftErrors } from "./errors.ts";
import { conflictId } from "./merge.ts";
import { draftAuthors } from "./read-draft.ts";
import { settleDraft } from "./settle-draft.ts";

const fail = errorsOf(draftErrors);

/**
 * Puts the draft as it is kept now before a second person, brought onto what is in force: what somebody published meanwhile
 * is neither overwritten nor in the way, unless both changed the same field.
 * Throws DRAFT_CONFLICTS and what `proposeRelease` throws.
 */
export async function proposeDraft(
  scope: Scope,
  { note, now }: { readonly note: string; readonly now: Date },
): Promise<{ readonly proposalId: string; readonly needsApproval: boolean }> {
  const { draftId, baseRelease, items, conflicts } = await settleDraft(scope, now);
  if (conflicts.length > 0) throw fail("DRAFT_CONFLICTS", { items: conflicts.map(conflictId).join(", ") });
  const authors = await draftAuthors(scope, draftId);
  return proposeRelease(scope, { items, base: baseRelease, note, authors, now });
}
