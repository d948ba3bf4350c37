import { withTenantSql } from "#app/platform/database.ts";
import { newId } from "#app/platform/ids.ts";
import type { Scope } from "#app/platform/tenancy.ts";
import { audit } from "#app/services/audit/record-audit.ts";
import { errorsOf } from "#engines/kernel/errors.ts";
import { type Item, sortItems } from "#schema/blueprint/item.ts";
import { itemHash } from "#schema/blueprint/item-hash.ts";
import { checkItems } from "./check-items.ts";
import { releaseErrors } from "./errors.ts";
import { guardedOf, requireRight } from "./publish-release.ts";
import type { Standing } from "./upper.ts";
import { keepItems } from "./write-release.ts";

const fail = errorsOf(releaseErrors);

export interface ProposalInput {
  /** The utility's own items: all of them. */
  readonly items: readonly Item[];
  /** The release that they were made on; null before the first. Left out: whichever is in force. */
  readonly base?: number | null;
  readonly note: string;
  /** Everybody who edited them: none of them can approve. The proposer is one without being named. */
  readonly authors?: readonly string[];
  readonly standing?: Standing;
  readonly now: Date;
}

/**
 * Puts items before a second person. They are frozen as they are: whoever approves approves exactly this content.
 * Throws ReleaseRefused, RELEASE_OUTDATED, PROPOSAL_EMPTY.
 */
export async function proposeRelease(
  scope: Scope,
  input: ProposalInput,
): Promise<{ readonly proposalId: string; readonly hash: string; readonly needsApproval: boolean }> {
  const { items, note, authors = [], standing = "same", now } = input;
  const check = await checkItems(scope, items, { standing });
  requireRight(check);
  const current = check.current?.number ?? null;
  const base = input.base === undefined ? current : input.base;
  if (base !== current) throw fail("RELEASE_OUTDATED", { base: base ?? "—", current: current ?? "—" });
  if (check.current?.hash === check.hash && check.current.parentNumber === check.parentNumber) {
    throw fail("PROPOSAL_EMPTY");
  }
  const { tenantId, actor } = scope;
  const id = newId();
  const stored = sortItems(items).map((item) => ({ ...item, hash: itemHash(item) }));
  const manifest = stored.map(({ kind, key, hash }) => ({ kind, key, hash }));
  const guarded = guardedOf(check, items);
  await withTenantSql(scope, async (sql) => {
    await keepItems(sql, tenantId, stored, now);
    await sql.query(
      `INSERT INTO release_proposal (tenant_id, id, hash, base_number, parent_number, items, note, authors, proposed_by,
         proposed_by_name, proposed_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)`,
      [
        tenantId,
        id,
        check.hash,
        base,
        check.parentNumber,
        JSON.stringify(manifest),
        note,
        authors,
        actor.id ?? null,
        actor.name,
        now,
      ],
    );
    await audit(sql, scope, {
      action: "propose",
      noun: "blueprint",
      nounId: id,
      after: { hash: check.hash, base, note, guarded },
    });
  });
  return { proposalId: id, hash: check.hash, needsApproval: guarded.length > 0 };
}
