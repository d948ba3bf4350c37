import { commonError } from "#app/platform/common-errors.ts";
import { readTenant } from "#app/platform/database.ts";
import type { Scope } from "#app/platform/tenancy.ts";
import type { MessageRow } from "./list-messages.ts";
import { maskAddress } from "./mask-address.ts";

export interface MessageAttempt {
  readonly number: number;
  readonly startedAt: string;
  readonly outcome: "accepted" | "refused" | "unreachable" | null;
  readonly code: string | null;
  readonly detail: string | null;
}

export interface MessageReport {
  readonly id: string;
  readonly receivedAt: string;
  readonly reportedAt: string;
  readonly status: "delivered" | "undelivered";
  readonly code: string;
  readonly outcome: "applied" | "repeated" | "outdated";
}

export interface ShownMessage extends MessageRow {
  readonly subject: string | null;
  readonly body: string;
  readonly locale: string;
  readonly releaseNumber: number;
  readonly dueAt: string;
  readonly sentAt: string | null;
  readonly deliveredAt: string | null;
  readonly readAt: string | null;
  readonly aboutNoun: string | null;
  readonly aboutId: string | null;
  readonly tries: readonly MessageAttempt[];
  readonly reports: readonly MessageReport[];
}

/** One message with its texts, tries and reports. @throws NOT_FOUND */
export async function showMessage(scope: Scope, messageId: string): Promise<ShownMessage> {
  const [row] = await readTenant<ShownMessage>(scope, "message.show", SHOW, [scope.tenantId, messageId]);
  if (row === undefined) throw commonError("NOT_FOUND");
  return { ...row, address: row.address && maskAddress(row.address) };
}

const utc = (column: string): string => `to_char(${column} AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"')`;

const SHOW = `
  SELECT m.id, ${utc("m.created_at")} AS "createdAt", m.channel, m.template_key AS template,
    (SELECT bi.content -> 'label' FROM blueprint_item bi WHERE bi.tenant_id = m.tenant_id AND bi.hash = m.template_hash) AS "templateLabel", m.category, m.state, m.reason, m.address,
    c.name AS "customerName", c.number AS "customerNumber", m.segments, m.attempts, m.subject, m.body, m.locale,
    m.release_number AS "releaseNumber", ${utc("m.due_at")} AS "dueAt", ${utc("m.sent_at")} AS "sentAt",
    ${utc("m.delivered_at")} AS "deliveredAt", ${utc("m.read_at")} AS "readAt", m.about_noun AS "aboutNoun", m.about_id AS "aboutId",
    (SELECT coalesce(json_agg(json_build_object('number', a.number, 'startedAt', ${utc("a.started_at")}, 'outcome', a.outcome,
        'code', a.code, 'detail', a.detail) ORDER BY a.number DESC), '[]')
      FROM message_attempt a WHERE a.tenant_id = m.tenant_id AND a.message_id = m.id) AS tries,
    (SELECT coalesce(json_agg(json_build_object('id', r.id, 'receivedAt', ${utc("r.received_at")}, 'reportedAt', ${utc("r.reported_at")},
        'status', r.status, 'code', r.code, 'outcome', r.outcome) ORDER BY r.id DESC), '[]')
      FROM message_report r WHERE r.tenant_id = m.tenant_id AND r.message_id = m.id) AS reports
  FROM message m LEFT JOIN customer c ON c.tenant_id = m.tenant_id AND c.id = m.customer_id
  WHERE m.tenant_id = $1 AND m.id = $2`;
