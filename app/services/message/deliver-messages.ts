import type { SendOutcome } from "#app/connectors/message-gateway.ts";
import { addJob } from "#app/jobs/add-job.ts";
import { publish } from "#app/jobs/subscriptions.ts";
import { type TenantSql, withTenantSql } from "#app/platform/database.ts";
import { logger } from "#app/platform/logger.ts";
import { unseal } from "#app/platform/sealed.ts";
import type { Scope } from "#app/platform/tenancy.ts";
import type { Locale } from "#engines/kernel/errors.ts";
import type { MessageCategory, MessageChannel } from "#schema/blueprint/message/schema.ts";
import { deliveryJobOf } from "./delivery-job.ts";
import type { Gateways, Sender } from "./gateways.ts";
import { referenceOf } from "./reference.ts";

export interface DeliveryOptions {
  readonly now: () => Date;
  readonly signal: AbortSignal;
  /** Who delivers: the same name when a job that died is run again, so that it may take up what it had claimed. */
  readonly claimant: string;
  readonly gateways: Gateways;
}

/** After so many tries in vain a message is a dead letter, which a person looks at. Together about an hour. */
const TRIES = 8;
const FIRST_PAUSE_MS = 15_000;

/** A claim of another process is good for so long; a gateway answers or is given up long before. */
const CLAIM_MS = 120_000;
const SIDE_BY_SIDE = 4;

/**
 * Hands messages to their gateways. Each is claimed, sent under its reference and settled in transactions of its own, so a
 * process killed anywhere leaves at most one message of which nobody knows whether it went; it is sent again under the same
 * reference, by which the gateway knows it. What cannot be sent now is tried again later, by a job of its own.
 */
export async function deliverMessages(
  scope: Scope,
  messageIds: readonly string[],
  options: DeliveryOptions,
): Promise<void> {
  const sender = await senderOf(scope);
  const waiting = [...messageIds];
  const deliverNext = async (): Promise<void> => {
    for (let id = waiting.shift(); id !== undefined; id = waiting.shift()) {
      options.signal.throwIfAborted();
      await deliverOne(scope, id, sender, options);
    }
  };
  await Promise.all(Array.from({ length: SIDE_BY_SIDE }, deliverNext));
}

async function deliverOne(scope: Scope, id: string, sender: Sender, options: DeliveryOptions): Promise<void> {
  const claimed = await withTenantSql(scope, (sql) => claim(sql, scope.tenantId, id, options));
  if (claimed === undefined) return;
  const outcome = await send(claimed, sender, options.gateways);
  await withTenantSql(scope, (sql) => settle(sql, scope, claimed, outcome, options.now()));
  const { channel, attempts } = claimed;
  const { outcome: what } = outcome;
  logger.info({ tenantId: scope.tenantId, messageId: id, channel, attempts, outcome: what }, "message tried");
}

interface Claimed {
  readonly id: string;
  readonly channel: MessageChannel;
  readonly category: MessageCategory;
  readonly locale: Locale;
  readonly address: string | null;
  readonly subject: string | null;
  readonly body: string;
  readonly sealed: string | null;
  readonly round: number;
  /** With this one. */
  readonly attempts: number;
  readonly number: number;
}

/** Takes a message that is due, or whose claimant has died. Several processes may try: one gets it. */
async function claim(
  sql: TenantSql,
  tenantId: string,
  id: string,
  { now, claimant }: DeliveryOptions,
): Promise<Claimed | undefined> {
  const at = now();
  const { rows } = await sql.query<Omit<Claimed, "number">>(
    `UPDATE message SET state = 'sending', claimed_at = $3, claimed_by = $4, attempts = attempts + 1
     WHERE tenant_id = $1 AND id = $2
       AND ((state = 'queued' AND due_at <= $3) OR (state = 'sending' AND (claimed_by = $4 OR claimed_at < $5)))
     RETURNING id, channel, category, locale, address, subject, body, sealed, round, attempts`,
    [tenantId, id, at, claimant, new Date(at.getTime() - CLAIM_MS)],
  );
  const [claimed] = rows;
  if (claimed === undefined) return undefined;
  const { rows: attempts } = await sql.query<{ number: number }>(
    `INSERT INTO message_attempt (tenant_id, message_id, number, reference, started_at)
     SELECT $1::uuid, $2::uuid, coalesce(max(a.number), 0) + 1, $3::text, $4::timestamptz
     FROM message_attempt a WHERE a.tenant_id = $1 AND a.message_id = $2
     ON CONFLICT ON CONSTRAINT message_attempt_pk DO NOTHING RETURNING number`,
    [tenantId, id, referenceOf(id, claimed.round), at],
  );
  const [attempt] = attempts;
  return attempt && { ...claimed, number: attempt.number };
}

async function send(claimed: Claimed, sender: Sender, gateways: Gateways): Promise<SendOutcome> {
  const gateway = gateways(claimed.channel, sender);
  if (gateway === undefined) {
    const detail = `no gateway is configured for ${claimed.channel}`;
    return { outcome: "refused", code: "CHANNEL_NOT_CONFIGURED", detail, permanent: true };
  }
  const { subject, body: text } = claimed.sealed === null ? claimed : openContent(claimed.sealed, claimed.id);
  return gateway.send({
    reference: referenceOf(claimed.id, claimed.round),
    to: claimed.address ?? "",
    subject,
    text,
    locale: claimed.locale,
  });
}

function openContent(sealed: string, id: string): { subject: string | null; body: string } {
  return JSON.parse(unseal("message", sealed, id)) as { subject: string | null; body: string };
}

async function settle(
  sql: TenantSql,
  scope: Scope,
  claimed: Claimed,
  outcome: SendOutcome,
  now: Date,
): Promise<void> {
  const { tenantId } = scope;
  const code = outcome.outcome === "refused" ? outcome.code : null;
  // A gateway's words may name the recipient, whom not everybody may read who may read of the attempt.
  const detail =
    outcome.outcome === "accepted" ? null : outcome.detail.replaceAll(claimed.address ?? "\0", "…");
  const providerId = outcome.outcome === "accepted" ? outcome.providerId : null;
  await sql.query(
    `UPDATE message_attempt SET finished_at = $4, outcome = $5, code = $6, detail = $7, provider_id = $8
     WHERE tenant_id = $1 AND message_id = $2 AND number = $3`,
    [tenantId, claimed.id, claimed.number, now, outcome.outcome, code, detail, providerId],
  );
  if (outcome.outcome === "accepted") return accepted(sql, tenantId, claimed.id, now);
  const exhausted = claimed.attempts >= TRIES;
  if (exhausted || (outcome.outcome === "refused" && outcome.permanent)) {
    const reason = exhausted ? "RETRIES_EXHAUSTED" : (code ?? "REFUSED");
    // A report may have come in between: then the gateway had it after all.
    await sql.query(
      `UPDATE message SET state = 'dead', reason = $3, claimed_at = NULL, claimed_by = NULL, sealed = NULL
       WHERE tenant_id = $1 AND id = $2 AND state = 'sending'`,
      [tenantId, claimed.id, reason],
    );
    return;
  }
  const dueAt = new Date(now.getTime() + FIRST_PAUSE_MS * 2 ** (claimed.attempts - 1));
  const { rowCount } = await sql.query(
    `UPDATE message SET state = 'queued', due_at = $3, claimed_at = NULL, claimed_by = NULL
     WHERE tenant_id = $1 AND id = $2 AND state = 'sending'`,
    [tenantId, claimed.id, dueAt],
  );
  if (rowCount === 0) return;
  await addJob(sql, deliveryJobOf(claimed.category), { messageIds: [claimed.id] }, { runAt: dueAt });
}

async function accepted(sql: TenantSql, tenantId: string, id: string, now: Date): Promise<void> {
  // A report can be here before the answer; it has then moved the message on already.
  await sql.query(
    `UPDATE message SET state = 'sent', claimed_at = NULL, claimed_by = NULL
     WHERE tenant_id = $1 AND id = $2 AND state = 'sending'`,
    [tenantId, id],
  );
  await sql.query("UPDATE message SET sent_at = $3, sealed = NULL WHERE tenant_id = $1 AND id = $2", [
    tenantId,
    id,
    now,
  ]);
  await publish(sql, "message.sent", { messageId: id });
}

async function senderOf(scope: Scope): Promise<Sender> {
  return withTenantSql(scope, async (sql) => {
    const { rows } = await sql.query<Sender>(
      "SELECT slug, name ->> locale AS name FROM platform.tenant WHERE id = $1",
      [scope.tenantId],
    );
    return rows[0] as Sender;
  });
}
