import { type Scope, systemScope } from "#app/platform/tenancy.ts";
import type { Item } from "#schema/blueprint/item.ts";
import { itemKinds } from "#schema/blueprint/kinds.ts";
import type { Problem } from "#schema/blueprint/problem.ts";
import { checkItems } from "./check-items.ts";
import { type DescribedChange, describeChanges } from "./describe-changes.ts";
import { findTenant } from "./export-pack.ts";
import { proposeRelease } from "./propose-release.ts";
import { publishRelease } from "./publish-release.ts";
import type { Standing } from "./upper.ts";

/** The scope in which the operator's command line works on a utility. Throws TENANT_UNKNOWN. */
export async function scopeOfTenant(slug: string): Promise<Scope> {
  const { id } = await findTenant(slug);
  return { ...systemScope(id), actor: { kind: "operator", name: "manifold tenant" } };
}

/** What own items would change in a utility, and what is wrong with them. */
export async function diffItems(
  scope: Scope,
  items: readonly Item[],
): Promise<{ readonly changes: readonly DescribedChange[]; readonly problems: readonly Problem[] }> {
  const check = await checkItems(scope, items);
  const changes = await describeChanges(scope, check.current?.items ?? [], check.items, itemKinds);
  return { changes, problems: check.problems };
}

export interface Applied {
  /** The release that is in force now; null where a proposal waits. */
  readonly number: number | null;
  readonly hash: string;
  readonly published: boolean;
  readonly proposalId: string | null;
}

/** Publishes own items, or sends them for review. Throws what `publishRelease` and `proposeRelease` do. */
export async function applyItems(
  scope: Scope,
  input: {
    readonly items: readonly Item[];
    readonly standing: Standing;
    readonly note: string;
    readonly propose: boolean;
    readonly now: Date;
  },
): Promise<Applied> {
  const { propose, ...publication } = input;
  if (propose) {
    const { proposalId, hash } = await proposeRelease(scope, publication);
    return { number: null, hash, published: false, proposalId };
  }
  return { ...(await publishRelease(scope, publication)), proposalId: null };
}
