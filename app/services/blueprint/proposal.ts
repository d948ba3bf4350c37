import type { TenantSql } from "#app/platform/database.ts";
import { errorsOf } from "#engines/kernel/errors.ts";
import type { Item, JsonObject } from "#schema/blueprint/item.ts";
import { releaseErrors } from "./errors.ts";

const fail = errorsOf(releaseErrors);

export type ProposalState = "open" | "returned" | "withdrawn" | "published";

/** Items put before a second person, as they stand in the database. */
export interface Proposal {
  readonly id: string;
  /** The hash of the release that it would become: what an approval approves. */
  readonly hash: string;
  readonly base: number | null;
  readonly parentNumber: number | null;
  readonly items: readonly Item[];
  readonly note: string;
  readonly authors: readonly string[];
  readonly proposedBy: string | null;
  readonly proposedByName: string;
  readonly proposedAt: Date;
  readonly state: ProposalState;
  readonly closedAt: Date | null;
  readonly releaseNumber: number | null;
}

export interface Decision {
  readonly decision: "approved" | "returned";
  readonly hash: string;
  readonly note: string;
  readonly personId: string;
  readonly personName: string;
  readonly at: Date;
}

/** One proposal with its items. Throws PROPOSAL_UNKNOWN. `lock`: nobody else decides until the transaction ends. */
export async function readProposal(
  sql: TenantSql,
  tenantId: string,
  id: string,
  { lock = false }: { readonly lock?: boolean } = {},
): Promise<Proposal> {
  const { rows } = await sql.query<Omit<Proposal, "items"> & { manifest: ManifestRow[] }>(
    `SELECT id, hash, base_number AS base, parent_number AS "parentNumber", items AS manifest, note, authors,
        proposed_by AS "proposedBy", proposed_by_name AS "proposedByName", proposed_at AS "proposedAt", state,
        closed_at AS "closedAt", release_number AS "releaseNumber"
       FROM release_proposal WHERE tenant_id = $1 AND id = $2 ${lock ? "FOR UPDATE" : ""}`,
    [tenantId, id],
  );
  const [row] = rows;
  if (row === undefined) throw fail("PROPOSAL_UNKNOWN");
  const { manifest, ...proposal } = row;
  const { rows: contents } = await sql.query<{ hash: string; content: JsonObject }>(
    "SELECT hash, content FROM blueprint_item WHERE tenant_id = $1 AND hash = ANY ($2::text[])",
    [tenantId, manifest.map(({ hash }) => hash)],
  );
  const byHash = new Map(contents.map(({ hash, content }) => [hash, content]));
  const items = manifest.map(({ kind, key, hash }) => ({ kind, key, content: byHash.get(hash) ?? {} }));
  return { ...proposal, items };
}

/** What people decided, in order of time. */
export async function readDecisions(
  sql: TenantSql,
  tenantId: string,
  proposalId: string,
): Promise<Decision[]> {
  const { rows } = await sql.query<Decision & { [column: string]: unknown }>(
    `SELECT decision, hash, note, person_id AS "personId", person_name AS "personName", at
       FROM release_decision WHERE tenant_id = $1 AND proposal_id = $2 ORDER BY at, id`,
    [tenantId, proposalId],
  );
  return rows;
}

/** An approval that counts: of exactly this content, by somebody who did not work on it. The newest decision of a person holds. */
export function approvalOf(
  proposal: Pick<Proposal, "hash" | "authors" | "proposedBy">,
  decisions: readonly Decision[],
): Decision | undefined {
  const last = new Map(decisions.map((decision) => [decision.personId, decision]));
  return [...last.values()].find(
    ({ decision, hash, personId }) =>
      decision === "approved" && hash === proposal.hash && !workedOn(proposal, personId),
  );
}

export function workedOn(
  { authors, proposedBy }: Pick<Proposal, "authors" | "proposedBy">,
  personId: string,
): boolean {
  return personId === proposedBy || authors.includes(personId);
}

/** @throws PROPOSAL_CLOSED */
export function requireOpen({ state }: Pick<Proposal, "state">): void {
  if (state !== "open") throw fail("PROPOSAL_CLOSED", { state, stateZh: STATES_ZH[state] });
}

const STATES_ZH: Readonly<Record<ProposalState, string>> = {
  open: "送审",
  returned: "退回",
  withdrawn: "撤回",
  published: "发布",
};

export interface ManifestRow {
  readonly kind: string;
  readonly key: string;
  readonly hash: string;
}
