import type { Scope } from "#app/platform/tenancy.ts";
import { errorsOf } from "#engines/kernel/errors.ts";
import { itemKinds } from "#schema/blueprint/kinds.ts";
import type { Problem } from "#schema/blueprint/problem.ts";
import { type Choice, type Conflict, mergeUpgrade, type Upgrade } from "#schema/blueprint/upgrade.ts";
import { checkItems } from "./check-items.ts";
import { type DescribedChange, describeChanges } from "./describe-changes.ts";
import { releaseErrors } from "./errors.ts";
import { ownOf } from "./own-items.ts";
import { proposeRelease } from "./propose-release.ts";
import { guardedOf, publishRelease } from "./publish-release.ts";
import { currentRelease, type ReleaseContent, releaseOf } from "./release.ts";
import { releaseInForce, upperScope } from "./upper.ts";

const fail = errorsOf(releaseErrors);

export interface UpgradeOffer {
  /** The upper tier's release that the utility stands on, and the one in force there. */
  readonly from: number;
  readonly to: number;
  /** What would be different here, in words, with live counts. */
  readonly changes: readonly DescribedChange[];
  readonly conflicts: readonly Conflict[];
  readonly redundant: readonly string[];
  readonly problems: readonly Problem[];
  /** It changes own items that concern money or safety: a second person approves it. */
  readonly needsApproval: boolean;
}

/** `none`: nothing above, or nothing of one's own to upgrade; `current`: stands on the newest. */
export type UpgradeState =
  | { readonly state: "none" }
  | { readonly state: "current"; readonly from: number }
  | ({ readonly state: "offered" } & UpgradeOffer);

type Settled = Readonly<Record<string, Choice>>;

/** What the upper tier's newest release offers, merged with the local changes as far as they are settled. */
export async function showUpgrade(
  scope: Scope,
  { settled = {} }: { readonly settled?: Settled } = {},
): Promise<UpgradeState> {
  const sides = await sidesOf(scope);
  if (sides === undefined) return { state: "none" };
  const { current, base, theirs } = sides;
  if (base.number === theirs.number) return { state: "current", from: base.number };
  const merged = mergeOf(sides, settled);
  // What is still open is shown as it would be with one's own values, where those can be kept.
  const preview = mergeOf(sides, Object.fromEntries(merged.conflicts.map(likely)));
  const check = await checkItems(scope, preview.items, { standing: theirs.number });
  return {
    state: "offered",
    from: base.number,
    to: theirs.number,
    changes: await describeChanges(scope, current.items, check.items, itemKinds),
    conflicts: merged.conflicts,
    redundant: merged.redundant,
    problems: check.problems,
    needsApproval: guardedOf(check, preview.items).length > 0,
  };
}

function likely({ id, chosen, choices }: Conflict): [string, Choice] {
  return [id, chosen ?? choices[0] ?? "theirs"];
}

export interface UpgradeResult {
  /** Number of the release that is now in force, or null where a proposal waits for a second person. */
  readonly number: number | null;
  readonly proposalId: string | null;
}

/**
 * Puts the utility on a newer release of its upper tier, with its own changes merged as they were settled. Where own items
 * of money or safety change by it, it becomes a proposal. Throws UPGRADE_GONE, UPGRADE_UNSETTLED, ReleaseRefused.
 */
export async function applyUpgrade(
  scope: Scope,
  input: { readonly to: number; readonly settled: Settled; readonly note: string; readonly now: Date },
): Promise<UpgradeResult> {
  const { to, settled, note, now } = input;
  const sides = await sidesOf(scope);
  // What was settled was settled against the release that was shown.
  if (sides === undefined || sides.theirs.number !== to || sides.base.number === to) {
    throw fail("UPGRADE_GONE", { number: to });
  }
  const { items, conflicts } = mergeOf(sides, settled);
  const open = conflicts.filter(({ chosen }) => chosen === null);
  if (open.length > 0) throw fail("UPGRADE_UNSETTLED", { count: open.length, first: open[0]?.id ?? "" });
  const base = sides.current.number;
  const check = await checkItems(scope, items, { standing: to });
  if (guardedOf(check, items).length > 0) {
    const { proposalId } = await proposeRelease(scope, { items, base, note, standing: to, now });
    return { number: null, proposalId };
  }
  const { number } = await publishRelease(scope, { items, base, note, standing: to, now });
  return { number, proposalId: null };
}

interface Sides {
  readonly current: ReleaseContent;
  readonly base: ReleaseContent;
  readonly theirs: ReleaseContent;
}

async function sidesOf(scope: Scope): Promise<Sides | undefined> {
  const [current, upper] = await Promise.all([releaseInForce(scope), upperScope(scope)]);
  if (upper === undefined || current?.parentNumber === undefined || current.parentNumber === null)
    return undefined;
  const [base, theirs] = await Promise.all([releaseOf(upper, current.parentNumber), currentRelease(upper)]);
  return { current, base, theirs };
}

function mergeOf({ current, base, theirs }: Sides, settled: Settled): Upgrade {
  return mergeUpgrade({ base: base.items, theirs: theirs.items, mine: ownOf(current.items), settled });
}
