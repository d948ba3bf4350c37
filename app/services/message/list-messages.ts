import { readTenant } from "#app/platform/database.ts";
import { batchesOf, EXPORT_BATCH, type Keyset, type KeysetPage, keysetPage } from "#app/platform/keyset.ts";
import type { Scope } from "#app/platform/tenancy.ts";
import type { Words } from "#engines/kernel/errors.ts";
import {
  MESSAGE_CHANNELS,
  type MessageCategory,
  type MessageChannel,
} from "#schema/blueprint/message/schema.ts";
import { maskAddress } from "./mask-address.ts";

export const MESSAGE_STATES = [
  "queued",
  "sending",
  "sent",
  "delivered",
  "undelivered",
  "dead",
  "suppressed",
] as const;
export type MessageState = (typeof MESSAGE_STATES)[number];
export { MESSAGE_CHANNELS };

export interface MessageFilter {
  /** A whole address, a customer's number, or part of a customer's name. */
  readonly search?: string | undefined;
  readonly channel?: MessageChannel | undefined;
  readonly state?: MessageState | undefined;
  readonly template?: string | undefined;
}

export interface MessageRow {
  readonly id: string;
  /** ISO 8601, UTC. */
  readonly createdAt: string;
  readonly channel: MessageChannel;
  readonly template: string;
  /** The template's name in the release that it was sent by. */
  readonly templateLabel: Words | null;
  readonly category: MessageCategory;
  readonly state: MessageState;
  readonly reason: string | null;
  /** Masked; null for the inbox. */
  readonly address: string | null;
  readonly customerName: string | null;
  readonly customerNumber: string | null;
  readonly segments: number | null;
  readonly attempts: number;
}

/** The outbox, the newest first. */
export async function listMessages(
  scope: Scope,
  filter: MessageFilter,
  place: Pick<Keyset<"id">, "after" | "before">,
  limit?: number,
): Promise<KeysetPage<MessageRow>> {
  const page = await keysetPage(
    { sort: "id", direction: "descending", ...place },
    limit,
    (cursor, order, count) =>
      readTenant<MessageRow>(scope, `message.list.${order}`, LIST(order), [
        scope.tenantId,
        cursor?.id ?? null,
        filter.search || null,
        filter.channel ?? null,
        filter.state ?? null,
        filter.template || null,
        count,
      ]),
  );
  return {
    ...page,
    rows: page.rows.map((row) => ({ ...row, address: row.address && maskAddress(row.address) })),
  };
}

/** Every message that fits, in batches: an export holds one batch in memory. */
export function exportMessages(scope: Scope, filter: MessageFilter): AsyncIterable<readonly MessageRow[]> {
  return batchesOf((after) => listMessages(scope, filter, { after, before: undefined }, EXPORT_BATCH));
}

const LIST = (order: "ASC" | "DESC"): string => `
  SELECT m.id, to_char(m.created_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"') AS "createdAt", m.channel,
    m.template_key AS template, (SELECT bi.content -> 'label' FROM blueprint_item bi WHERE bi.tenant_id = m.tenant_id AND bi.hash = m.template_hash) AS "templateLabel",
    m.category, m.state, m.reason, m.address, c.name AS "customerName", c.number AS "customerNumber",
    m.segments, m.attempts, m.id::text AS key
  FROM message m LEFT JOIN customer c ON c.tenant_id = m.tenant_id AND c.id = m.customer_id
  WHERE m.tenant_id = $1 AND ($2::uuid IS NULL OR m.id ${order === "ASC" ? ">" : "<"} $2)
    AND ($3::text IS NULL OR m.address = $3 OR c.number = $3 OR strpos(c.name, $3) > 0)
    AND ($4::text IS NULL OR m.channel = $4) AND ($5::text IS NULL OR m.state = $5)
    AND ($6::text IS NULL OR m.template_key = $6)
  ORDER BY m.id ${order} LIMIT $7`;
