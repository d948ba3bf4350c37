import { addJob } from "#app/jobs/add-job.ts";
import { commonError } from "#app/platform/common-errors.ts";
import { withTenantSql } from "#app/platform/database.ts";
import type { Scope } from "#app/platform/tenancy.ts";
import { audit } from "#app/services/audit/record-audit.ts";
import { errorsOf } from "#engines/kernel/errors.ts";
import type { MessageCategory } from "#schema/blueprint/message/schema.ts";
import { deliveryJobOf } from "./delivery-job.ts";
import { outboxErrors } from "./errors.ts";

const fail = errorsOf(outboxErrors);

/**
 * Sends a message anew that was given up or reported undelivered, as the next round: the gateway takes it for another one.
 * What held a secret cannot be sent anew; the secret is gone. @throws NOT_FOUND, MESSAGE_NOT_RETRYABLE
 */
export async function retryMessage(scope: Scope, messageId: string, now: Date): Promise<void> {
  await withTenantSql(scope, async (sql) => {
    const { rows } = await sql.query<{ state: string; category: MessageCategory; secret: boolean }>(
      `SELECT state, category, strpos(body, '••••') > 0 AS secret FROM message WHERE tenant_id = $1 AND id = $2 FOR UPDATE`,
      [scope.tenantId, messageId],
    );
    const [message] = rows;
    if (message === undefined) throw commonError("NOT_FOUND");
    const { state, category, secret } = message;
    if (secret || (state !== "dead" && state !== "undelivered"))
      throw fail("MESSAGE_NOT_RETRYABLE", { state });
    await sql.query(
      `UPDATE message SET state = 'queued', reason = NULL, round = round + 1, attempts = 0, due_at = $3
       WHERE tenant_id = $1 AND id = $2`,
      [scope.tenantId, messageId, now],
    );
    await addJob(sql, deliveryJobOf(category), { messageIds: [messageId] });
    await audit(sql, scope, {
      action: "retry",
      noun: "message",
      nounId: messageId,
      before: { state },
      after: { state: "queued" },
    });
  });
}
