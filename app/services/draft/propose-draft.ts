import type { Scope } from "#app/platform/tenancy.ts";
import { proposeRelease } from "#app/services/blueprint/propose-release.ts";
import { draftAuthors, readDraft } from "./read-draft.ts";

/** Puts the draft as it is kept now before a second person. Throws what `proposeRelease` throws. */
export async function proposeDraft(
  scope: Scope,
  { note, now }: { readonly note: string; readonly now: Date },
): Promise<{ readonly proposalId: string; readonly needsApproval: boolean }> {
  const { draftId, baseRelease, items } = await readDraft(scope, now);
  const authors = await draftAuthors(scope, draftId);
  return proposeRelease(scope, { items, base: baseRelease, note, authors, now });
}
