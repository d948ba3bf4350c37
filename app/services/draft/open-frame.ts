import type { Scope } from "#app/platform/tenancy.ts";
import { releaseInForce, upperRelease } from "#app/services/blueprint/upper.ts";
import type { Words } from "#engines/kernel/errors.ts";
import type { Item } from "#schema/blueprint/item.ts";
import { itemKinds } from "#schema/blueprint/kinds.ts";
import { type Settled, settleDraft } from "./settle-draft.ts";

/** What the designer begins with: the draft, and what it stands on. */
export interface Frame extends Settled {
  /** What comes down from the upper tier, locks among it. */
  readonly upper: readonly Item[];
  readonly kinds: readonly { readonly kind: string; readonly label: Words; readonly guarded: boolean }[];
}

/** Opens the draft, begins one if there is none, and takes over what was published meanwhile without contradicting it. */
export async function openFrame(scope: Scope, now: Date): Promise<Frame> {
  const settled = await settleDraft(scope, now);
  const upper = await upperRelease(scope, "same", await releaseInForce(scope));
  return {
    ...settled,
    upper: (upper?.items ?? [])
      .filter(({ kind }) => kind !== "override")
      .map(({ kind, key, content }) => ({ kind, key, content })),
    kinds: Object.values(itemKinds).map(({ kind, label, ...rest }) => ({
      kind,
      label,
      guarded: "guarded" in rest,
    })),
  };
}
