import { commonError } from "#app/platform/common-errors.ts";
import { type TenantSql, withTenantSql } from "#app/platform/database.ts";
import { newId } from "#app/platform/ids.ts";
import type { Scope } from "#app/platform/tenancy.ts";
import { audit } from "#app/services/audit/record-audit.ts";
import { errorsOf } from "#engines/kernel/errors.ts";
import { releaseErrors } from "./errors.ts";
import { readProposal, requireOpen, workedOn } from "./proposal.ts";

const fail = errorsOf(releaseErrors);

/**
 * A second person approves a proposal, or sends it back with the reason. Who worked on it can do neither.
 * Throws PROPOSAL_UNKNOWN, PROPOSAL_CLOSED, OWN_APPROVAL.
 */
export async function decideProposal(
  scope: Scope,
  input: {
    readonly proposalId: string;
    readonly decision: "approved" | "returned";
    readonly note: string;
    readonly now: Date;
  },
): Promise<void> {
  const { proposalId, decision, note, now } = input;
  const { tenantId, actor } = scope;
  // An approval is a person's: a key or a job has nothing to answer for.
  if (actor.kind !== "staff" || actor.id === undefined) throw commonError("FORBIDDEN");
  const personId = actor.id;
  await withTenantSql(scope, async (sql) => {
    const proposal = await readProposal(sql, tenantId, proposalId, { lock: true });
    requireOpen(proposal);
    if (workedOn(proposal, personId)) throw fail("OWN_APPROVAL");
    await sql.query(
      `INSERT INTO release_decision (tenant_id, id, proposal_id, hash, decision, note, person_id, person_name, at)
       VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)`,
      [tenantId, newId(), proposalId, proposal.hash, decision, note, personId, actor.name, now],
    );
    if (decision === "returned") await closeProposal(sql, tenantId, proposalId, { state: "returned", now });
    await audit(sql, scope, {
      action: decision === "approved" ? "approve" : "return",
      noun: "blueprint",
      nounId: proposalId,
      after: { hash: proposal.hash, note },
    });
  });
}

/** Whoever may edit the blueprint takes a proposal back. Throws PROPOSAL_UNKNOWN, PROPOSAL_CLOSED. */
export async function withdrawProposal(
  scope: Scope,
  { proposalId, now }: { readonly proposalId: string; readonly now: Date },
): Promise<void> {
  await withTenantSql(scope, async (sql) => {
    const proposal = await readProposal(sql, scope.tenantId, proposalId, { lock: true });
    requireOpen(proposal);
    await closeProposal(sql, scope.tenantId, proposalId, { state: "withdrawn", now });
    await audit(sql, scope, { action: "withdraw", noun: "blueprint", nounId: proposalId });
  });
}

export async function closeProposal(
  sql: TenantSql,
  tenantId: string,
  id: string,
  closing: {
    readonly state: "returned" | "withdrawn" | "published";
    readonly now: Date;
    readonly release?: number;
  },
): Promise<void> {
  await sql.query(
    "UPDATE release_proposal SET state = $3, closed_at = $4, release_number = $5 WHERE tenant_id = $1 AND id = $2",
    [tenantId, id, closing.state, closing.now, closing.release ?? null],
  );
}
