import { withTenantSql } from "#app/platform/database.ts";
import type { Scope } from "#app/platform/tenancy.ts";
import { errorsOf } from "#engines/kernel/errors.ts";
import { checkItems } from "./check-items.ts";
import { closeProposal } from "./decide-proposal.ts";
import { releaseErrors } from "./errors.ts";
import { approvalOf, readDecisions, readProposal, requireOpen } from "./proposal.ts";
import { guardedOf, requireRight } from "./publish-release.ts";
import { type PublishedRelease, writeRelease } from "./write-release.ts";

const fail = errorsOf(releaseErrors);

/**
 * Puts a proposal in force. It is checked again, since data may use now what it removes; where it concerns money or safety
 * there must be an approval of exactly this content. Looked at before, and again inside the transaction that publishes:
 * between the two somebody may have sent it back, or published something else.
 * Throws PROPOSAL_UNKNOWN, PROPOSAL_CLOSED, APPROVAL_NEEDED, RELEASE_OUTDATED, ReleaseRefused.
 */
export async function publishProposal(
  scope: Scope,
  { proposalId, now }: { readonly proposalId: string; readonly now: Date },
): Promise<PublishedRelease> {
  const { tenantId } = scope;
  const { items, parentNumber, base, hash } = await withTenantSql(scope, async (sql) => {
    const proposal = await readProposal(sql, tenantId, proposalId);
    requireOpen(proposal);
    return proposal;
  });
  const check = await checkItems(scope, items, { standing: parentNumber ?? "same" });
  const current = check.current?.number ?? null;
  // What is in force has changed: the proposal was approved against something else.
  if (base !== current || check.hash !== hash) {
    throw fail("RELEASE_OUTDATED", { base: base ?? "—", current: current ?? "—" });
  }
  requireRight(check);
  const guarded = guardedOf(check, items);
  return withTenantSql(scope, async (sql) => {
    const proposal = await readProposal(sql, tenantId, proposalId, { lock: true });
    requireOpen(proposal);
    const approval = approvalOf(proposal, await readDecisions(sql, tenantId, proposalId));
    if (guarded.length > 0 && approval === undefined) {
      throw fail("APPROVAL_NEEDED", { items: guarded.join(", ") });
    }
    const release = await writeRelease(sql, scope, {
      items: check.items,
      parentNumber,
      base,
      note: proposal.note,
      approvedBy: approval?.personId ?? null,
      now,
    });
    await closeProposal(sql, tenantId, proposalId, { state: "published", now, release: release.number });
    return release;
  });
}
