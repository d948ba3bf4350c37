import { commonError } from "#app/platform/common-errors.ts";
import { readTenant } from "#app/platform/database.ts";
import type { Scope } from "#app/platform/tenancy.ts";

export interface AttachmentContent {
  readonly name: string;
  readonly mime: string;
  readonly hash: string;
  readonly content: Buffer;
  readonly customerId: string | null;
}

/** The bytes of an attachment. Customers find their own only: the floor of the portal's role holds it. @throws NOT_FOUND */
export async function readAttachment(scope: Scope, attachmentId: string): Promise<AttachmentContent> {
  const [row] = await readTenant<AttachmentContent>(
    scope,
    "attachment.read",
    `SELECT name, mime, hash, content, customer_id AS "customerId" FROM attachment WHERE tenant_id = $1 AND id = $2`,
    [scope.tenantId, attachmentId],
  );
  if (row === undefined) throw commonError("NOT_FOUND");
  return row;
}
