import type { TenantSql } from "#app/platform/database.ts";
import type { Scope } from "#app/platform/tenancy.ts";
import type { AttachmentValue } from "#engines/forms/index.ts";
import { attachmentError } from "./errors.ts";

/**
 * Ties the files that a form mentions to what the form belongs to, in the transaction that takes the form. Only files that
 * are there, that are as the form says, and that belong to nothing else yet; again for the same is right.
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
  const { rows } = await sql.query<{ id: string }>(
    `UPDATE attachment a SET noun = $2, noun_id = $3
      FROM unnest($4::uuid[], $5::text[], $6::int[]) AS f (id, mime, size)
     WHERE a.tenant_id = $1 AND a.id = f.id AND a.mime = f.mime AND a.size = f.size
       AND (a.noun IS NULL OR (a.noun = $2 AND a.noun_id = $3))
     RETURNING a.id`,
    [
      scope.tenantId,
      owner.noun,
      owner.nounId,
      files.map(({ id }) => id),
      files.map(({ mime }) => mime),
      files.map(({ size }) => size),
    ],
  );
  const claimed = new Set(rows.map(({ id }) => id));
  const missing = files.find(({ id }) => !claimed.has(id));
  if (missing !== undefined) throw attachmentError("ATTACHMENT_MISSING", { name: missing.name });
}
