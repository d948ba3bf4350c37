import type { TenantSql } from "#app/platform/database.ts";
import type { Scope } from "#app/platform/tenancy.ts";
import type { AttachmentValue } from "#engines/forms/index.ts";
import { attachmentError } from "./errors.ts";

/**
 * Ties the files that a form mentions to what the form belongs to, in the transaction that takes the form. Only files that
 * are there and that belong to nothing else yet; again for the same is right.
 * @param files `attachmentsIn(form, value)`
 * @throws ATTACHMENT_MISSING for the first that is not so
 */
export async function claimAttachments(
  sql: TenantSql,
  scope: Scope,
  files: readonly AttachmentValue[],
  owner: { readonly noun: string; readonly nounId: string },
): Promise<void> {
  if (files.length === 0) return;
  // By id alone: kind and size are what the server found out, whatever the form says of them.
  const { rows } = await sql.query<{ id: string }>(
    `UPDATE attachment SET noun = $2, noun_id = $3
     WHERE tenant_id = $1 AND id = ANY ($4::uuid[]) AND (noun IS NULL OR (noun = $2 AND noun_id = $3))
     RETURNING id`,
    [scope.tenantId, owner.noun, owner.nounId, files.map(({ id }) => id)],
  );
  const claimed = new Set(rows.map(({ id }) => id));
  const missing = files.find(({ id }) => !claimed.has(id));
  if (missing !== undefined) throw attachmentError("ATTACHMENT_MISSING", { name: missing.name });
}
