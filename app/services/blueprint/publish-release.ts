import { type TenantSql, withTenantSql } from "#app/platform/database.ts";
import type { Scope } from "#app/platform/tenancy.ts";
import { errorsOf, ManifoldError } from "#engines/kernel/errors.ts";
import { hasErrors } from "#schema/blueprint/check.ts";
import type { Item } from "#schema/blueprint/item.ts";
import { itemKinds } from "#schema/blueprint/kinds.ts";
import type { Problem } from "#schema/blueprint/problem.ts";
import { checkItems, type ItemsCheck } from "./check-items.ts";
import { releaseErrors } from "./errors.ts";
import { guardedChanges } from "./guarded-changes.ts";
import { ownOf } from "./own-items.ts";
import type { Standing } from "./upper.ts";
import { type PublishedRelease, writeRelease } from "./write-release.ts";

const fail = errorsOf(releaseErrors);

export interface Publication {
  /** The utility's own items: all of them. */
  readonly items: readonly Item[];
  /** The release that they were made on. Left out: whichever is in force. */
  readonly base?: number | null;
  readonly note?: string;
  /** Which release of the upper tier to stand on. */
  readonly standing?: Standing;
  readonly now: Date;
}

/** Items that cannot be published as they are: every problem, none of it in force. */
export class ReleaseRefused extends ManifoldError {
  readonly problems: readonly Problem[];
  constructor(problems: readonly Problem[]) {
    const errors = problems.filter(({ severity }) => severity === "error");
    const { item = "", message } = errors[0] ?? {};
    const params = {
      count: errors.length,
      item,
      first: message?.en ?? "",
      firstZh: message?.["zh-CN"] ?? "",
    };
    super("RELEASE_REFUSED", releaseErrors.RELEASE_REFUSED, params, undefined, undefined);
    this.problems = problems;
  }
}

/**
 * The one way by which items come into force: they are checked, compared with what is in force, and written as a new
 * release, unless that very blueprint is in force already. What concerns money or safety goes through a proposal and a
 * second person instead; only the operator of the installation, who holds its database, is beyond that.
 * Throws ReleaseRefused, RELEASE_OUTDATED, APPROVAL_NEEDED.
 * @param alongside what is written in the same transaction: both or neither
 */
export async function publishRelease(
  scope: Scope,
  publication: Publication,
  alongside?: (sql: TenantSql) => Promise<void>,
): Promise<PublishedRelease> {
  const { items, standing = "same", note = "", now, base } = publication;
  const check = await checkItems(scope, items, { standing });
  requireRight(check);
  const guarded = guardedOf(check, items);
  if (guarded.length > 0 && !isOperator(scope)) throw fail("APPROVAL_NEEDED", { items: guarded.join(", ") });
  const { parentNumber } = check;
  return withTenantSql(scope, async (sql) => {
    await alongside?.(sql);
    const draft = { items: check.items, parentNumber, note, now, ...(base === undefined ? {} : { base }) };
    return writeRelease(sql, scope, draft);
  });
}

/** @throws ReleaseRefused */
export function requireRight({ problems }: ItemsCheck): void {
  if (hasErrors(problems)) throw new ReleaseRefused(problems);
}

/** What of a change a second person must approve. */
export function guardedOf({ current }: ItemsCheck, items: readonly Item[]): readonly string[] {
  return guardedChanges(current === undefined ? [] : ownOf(current.items), items, itemKinds);
}

/** The command line and the installation's own work: whoever runs them holds the database and the secret. */
function isOperator({ actor }: Scope): boolean {
  return actor.kind === "operator" || actor.kind === "system";
}
