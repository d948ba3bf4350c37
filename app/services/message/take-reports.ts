import { openReports } from "#app/connectors/sms/gateway.ts";
import type { SmsAccount, StatusReport } from "#app/connectors/sms/protocol.ts";
import { type TenantSql, withTenantSql } from "#app/platform/database.ts";
import { newId } from "#app/platform/ids.ts";
import { logger } from "#app/platform/logger.ts";
import { systemScope } from "#app/platform/tenancy.ts";
import { openReference } from "./reference.ts";

export interface ReportRequest {
  readonly authorization: string | undefined;
  /** Path and query, as they were signed. */
  readonly target: string;
  readonly body: string;
}

/**
 * Takes a push of status reports as it arrived. Reports come twice, late and in a wrong order: each counts once, and of two
 * about one message the one with the later instant stands. What names no message of ours is passed over.
 * @throws SMS_REPORT_* when the push is not the provider's own
 */
export async function takeReports(
  tenantId: string,
  account: SmsAccount,
  request: ReportRequest,
  now: Date,
  requestId?: string,
): Promise<void> {
  const reports = openReports(account, request, now);
  const scope = systemScope(tenantId, "sms provider", requestId);
  for (const report of reports) {
    const about = openReference(report.out_id);
    const known = about && (await withTenantSql(scope, (sql) => apply(sql, tenantId, about, report, now)));
    if (!known) logger.warn({ tenantId, reference: report.out_id, requestId }, "status report of no message");
  }
}

async function apply(
  sql: TenantSql,
  tenantId: string,
  about: { readonly messageId: string; readonly round: number },
  report: StatusReport,
  now: Date,
): Promise<boolean> {
  // The message is locked first: reports about it wait for each other here, in whatever process they are. What stands is
  // read by a second statement: the first one would still see what stood before it waited.
  const locked = await sql.query("SELECT FROM message WHERE tenant_id = $1 AND id = $2 FOR UPDATE", [
    tenantId,
    about.messageId,
  ]);
  if (locked.rowCount === 0) return false;
  const { rows } = await sql.query<{ round: number; newest: Date | null; known: boolean }>(
    `SELECT m.round, (SELECT max(r.reported_at) FROM message_report r WHERE r.tenant_id = m.tenant_id AND r.message_id = m.id
         AND r.outcome = 'applied') AS newest,
       EXISTS (SELECT 1 FROM message_report r WHERE r.tenant_id = m.tenant_id AND r.message_id = m.id AND r.report_id = $3) AS known
     FROM message m WHERE m.tenant_id = $1 AND m.id = $2`,
    [tenantId, about.messageId, report.report_id],
  );
  const [message] = rows;
  if (message === undefined) return false;
  const reportedAt = new Date(report.report_time);
  const isOutdated =
    about.round !== message.round || (message.newest !== null && reportedAt <= message.newest);
  const outcome = message.known ? "repeated" : isOutdated ? "outdated" : "applied";
  const status = report.success ? "delivered" : "undelivered";
  await sql.query(
    `INSERT INTO message_report (tenant_id, id, message_id, report_id, status, code, reported_at, received_at, outcome)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)`,
    [tenantId, newId(), about.messageId, report.report_id, status, report.err_code, reportedAt, now, outcome],
  );
  if (outcome !== "applied") return true;
  // It may come before the answer to the sending itself, and even when that answer never came.
  await sql.query(
    `UPDATE message SET state = $3, reason = $4, delivered_at = $5, claimed_at = NULL, claimed_by = NULL, sealed = NULL
     WHERE tenant_id = $1 AND id = $2 AND state IN ('queued', 'sending', 'sent', 'delivered', 'undelivered')`,
    [
      tenantId,
      about.messageId,
      status,
      report.success ? null : report.err_code,
      report.success ? reportedAt : null,
    ],
  );
  return true;
}
