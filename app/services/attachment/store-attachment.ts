import { type TenantSql, withTenantSql } from "#app/platform/database.ts";
import type { Scope } from "#app/platform/tenancy.ts";
import { sha256 } from "#engines/kernel/hash.ts";
import { attachmentError } from "./errors.ts";
import { sniff } from "./sniff.ts";
import { stripJpeg } from "./strip-exif.ts";

export const ATTACHMENT_MAX_BYTES = 10 * 1024 * 1024;
/** Files of one person that no form mentions yet. */
const UNCLAIMED_MAX = { customer: 40, staff: 400 } as const;
/** What no form mentioned for so long was given up: a phone may lie in a basement for days, not for weeks. */
const UNCLAIMED_DAYS = 30;

export interface NewAttachment {
  /** Made where the file was taken. */
  readonly id: string;
  readonly name: string;
  readonly content: Uint8Array;
  readonly now: Date;
}

/** An attachment as the value of a form field. */
export interface StoredAttachment {
  readonly id: string;
  readonly name: string;
  readonly mime: string;
  readonly size: number;
}

/**
 * Keeps a file. The same file under the same id again answers as the first time; its kind is found out from its bytes.
 * @throws ATTACHMENT_EMPTY, ATTACHMENT_TOO_LARGE, ATTACHMENT_KIND, ATTACHMENT_TAKEN, ATTACHMENT_LIMIT
 */
export async function storeAttachment(scope: Scope, file: NewAttachment): Promise<StoredAttachment> {
  if (file.content.length === 0) throw attachmentError("ATTACHMENT_EMPTY");
  if (file.content.length > ATTACHMENT_MAX_BYTES)
    throw attachmentError("ATTACHMENT_TOO_LARGE", { limit: ATTACHMENT_MAX_BYTES / 1024 / 1024 });
  const name = plainName(file.name);
  const mime = sniff(file.content, name);
  if (mime === undefined) throw attachmentError("ATTACHMENT_KIND");
  const content = mime === "image/jpeg" ? stripJpeg(file.content) : file.content;
  const sentHash = sha256(file.content);
  return withTenantSql(scope, async (sql) => {
    await requireRoom(sql, scope);
    const { rowCount } = await sql.query(
      `INSERT INTO attachment (tenant_id, id, customer_id, name, mime, size, sent_hash, hash, content, created_at, created_by, created_by_name)
       VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12) ON CONFLICT DO NOTHING`,
      [
        scope.tenantId,
        file.id,
        scope.customerId ?? null,
        name,
        mime,
        content.length,
        sentHash,
        sha256(content),
        content,
        file.now,
        scope.actor.id ?? null,
        scope.actor.name,
      ],
    );
    if (rowCount === 0) await requireSame(sql, scope, file.id, sentHash);
    if (scope.customerId === undefined) await giveUpUnclaimed(sql, scope, file.now);
    return { id: file.id, name, mime, size: content.length };
  });
}

async function requireSame(sql: TenantSql, scope: Scope, id: string, sentHash: string): Promise<void> {
  const { rows } = await sql.query<{ sent_hash: string }>(
    "SELECT sent_hash FROM attachment WHERE tenant_id = $1 AND id = $2",
    [scope.tenantId, id],
  );
  // For the portal the row of another customer is not even there.
  if (rows[0]?.sent_hash !== sentHash) throw attachmentError("ATTACHMENT_TAKEN");
}

async function requireRoom(sql: TenantSql, scope: Scope): Promise<void> {
  const limit = UNCLAIMED_MAX[scope.customerId === undefined ? "staff" : "customer"];
  const { rows } = await sql.query<{ count: number }>(
    `SELECT count(*)::int AS count FROM (
       SELECT 1 FROM attachment WHERE tenant_id = $1 AND noun IS NULL AND created_by IS NOT DISTINCT FROM $2 LIMIT $3) held`,
    [scope.tenantId, scope.actor.id ?? null, limit],
  );
  if ((rows[0]?.count ?? 0) >= limit) throw attachmentError("ATTACHMENT_LIMIT", { limit });
}

async function giveUpUnclaimed(sql: TenantSql, scope: Scope, now: Date): Promise<void> {
  await sql.query("DELETE FROM attachment WHERE tenant_id = $1 AND noun IS NULL AND created_at < $2", [
    scope.tenantId,
    new Date(now.getTime() - UNCLAIMED_DAYS * 86_400_000),
  ]);
}

/** A file's name without a path and without what would break a header or a line. */
function plainName(name: string): string {
  const last = name.split(/[\\/]/).at(-1) ?? "";
  // biome-ignore lint/suspicious/noControlCharactersInRegex: exactly these are taken away.
  const plain = [...last.replace(/[\u0000-\u001f\u007f"<>|:*?]/g, "").trim()].slice(0, 120).join("");
  return plain === "" ? "file" : plain;
}
