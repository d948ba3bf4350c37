import { readTenant, withTenantSql } from "#app/platform/database.ts";
import { type Keyset, type KeysetPage, keysetPage } from "#app/platform/keyset.ts";
import type { Scope } from "#app/platform/tenancy.ts";
import type { MessageCategory } from "#schema/blueprint/message/schema.ts";

export interface OwnMessage {
  readonly id: string;
  readonly at: string;
  readonly category: MessageCategory;
  readonly title: string;
  readonly body: string;
  /** Where to go on, inside the utility. */
  readonly link: string | null;
  readonly unread: boolean;
}

/** The inbox of the customer, the newest first. The portal's role sees no other's. */
export async function ownMessages(
  scope: Scope,
  filter: { readonly category?: MessageCategory | undefined; readonly unread?: boolean | undefined },
  place: Pick<Keyset<"id">, "after" | "before">,
): Promise<KeysetPage<OwnMessage>> {
  return keysetPage({ sort: "id", direction: "descending", ...place }, 20, (cursor, order, count) =>
    readTenant<OwnMessage>(scope, `message.own.${order}`, OWN(order), [
      scope.tenantId,
      scope.customerId,
      cursor?.id ?? null,
      filter.category ?? null,
      filter.unread ?? false,
      count,
    ]),
  );
}

const OWN = (order: "ASC" | "DESC"): string => `
  SELECT id, to_char(created_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"') AS at, category, coalesce(subject, '') AS title,
    body, link, read_at IS NULL AS unread, id::text AS key
  FROM message WHERE tenant_id = $1 AND customer_id = $2 AND channel = 'app' AND state = 'delivered'
    AND ($3::uuid IS NULL OR id ${order === "ASC" ? ">" : "<"} $3) AND ($4::text IS NULL OR category = $4)
    AND (NOT $5::boolean OR read_at IS NULL)
  ORDER BY id ${order} LIMIT $6`;

/** More than that is shown as "99+". */
const COUNTED = 100;

/** How many messages of the inbox are unread, at most 100. */
export async function unreadMessages(scope: Scope): Promise<number> {
  const [row] = await readTenant<{ count: number }>(
    scope,
    "message.unread",
    `SELECT count(*)::integer AS count FROM (SELECT 1 FROM message WHERE tenant_id = $1 AND customer_id = $2 AND channel = 'app'
       AND state = 'delivered' AND read_at IS NULL LIMIT ${COUNTED}) u`,
    [scope.tenantId, scope.customerId],
  );
  return row?.count ?? 0;
}

/** Marks one message of the inbox read, or unread again, or all of them read. */
export async function markRead(
  scope: Scope,
  which: { readonly messageId: string; readonly unread?: boolean | undefined } | { readonly all: true },
  now: Date,
): Promise<void> {
  await withTenantSql(scope, (sql) =>
    "all" in which
      ? sql.query(
          "UPDATE message SET read_at = $3 WHERE tenant_id = $1 AND customer_id = $2 AND read_at IS NULL",
          [scope.tenantId, scope.customerId, now],
        )
      : sql.query("UPDATE message SET read_at = $3 WHERE tenant_id = $1 AND id = $2", [
          scope.tenantId,
          which.messageId,
          which.unread ? null : now,
        ]),
  );
}
