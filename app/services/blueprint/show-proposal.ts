import { readTenant, withTenantSql } from "#app/platform/database.ts";
import type { Scope } from "#app/platform/tenancy.ts";
import { itemKinds } from "#schema/blueprint/kinds.ts";
import type { Problem } from "#schema/blueprint/problem.ts";
import { checkItems } from "./check-items.ts";
import { type DescribedChange, describeChanges } from "./describe-changes.ts";
import {
  approvalOf,
  type Decision,
  type Proposal,
  readDecisions,
  readProposal,
  workedOn,
} from "./proposal.ts";
import { guardedOf } from "./publish-release.ts";

export interface ProposalDetail extends Omit<Proposal, "items" | "authors"> {
  readonly decisions: readonly Decision[];
  readonly problems: readonly Problem[];
  readonly changes: readonly DescribedChange[];
  /** Names of items that need a second person. */
  readonly guarded: readonly string[];
  readonly approved: boolean;
  /** What is in force now is another release than it was made on. */
  readonly outdated: boolean;
  /** The one who looks had a hand in it. */
  readonly own: boolean;
}

/** A proposal as its reviewer needs it: what changes in words, what that touches, what is wrong, who said what. */
export async function showProposal(
  scope: Scope,
  { proposalId }: { readonly proposalId: string },
): Promise<ProposalDetail> {
  const { tenantId, actor } = scope;
  const [proposal, decisions] = await withTenantSql(
    scope,
    async (sql) =>
      [
        await readProposal(sql, tenantId, proposalId),
        await readDecisions(sql, tenantId, proposalId),
      ] as const,
  );
  const { items, authors: _, ...rest } = proposal;
  const check = await checkItems(scope, items, { standing: proposal.parentNumber ?? "same" });
  const open = proposal.state === "open";
  return {
    ...rest,
    decisions,
    problems: check.problems,
    changes: await describeChanges(scope, check.current?.items ?? [], check.items, itemKinds),
    guarded: guardedOf(check, items),
    approved: approvalOf(proposal, decisions) !== undefined,
    outdated: open && (proposal.base !== (check.current?.number ?? null) || proposal.hash !== check.hash),
    own: actor.id !== undefined && workedOn(proposal, actor.id),
  };
}

export interface ProposalSummary {
  readonly id: string;
  readonly note: string;
  readonly proposedByName: string;
  readonly proposedAt: Date;
  readonly state: Proposal["state"];
  readonly releaseNumber: number | null;
}

/** Proposals, the open ones first, then the newest. */
export async function listProposals(scope: Scope): Promise<readonly ProposalSummary[]> {
  return readTenant<ProposalSummary & { [column: string]: unknown }>(
    scope,
    "proposal.list",
    `SELECT id, note, proposed_by_name AS "proposedByName", proposed_at AS "proposedAt", state,
        release_number AS "releaseNumber"
       FROM release_proposal WHERE tenant_id = $1
      ORDER BY (state = 'open') DESC, proposed_at DESC LIMIT 50`,
    [scope.tenantId],
  );
}
