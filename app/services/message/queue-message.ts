import { addJob } from "#app/jobs/add-job.ts";
import { publish } from "#app/jobs/subscriptions.ts";
import type { TenantSql } from "#app/platform/database.ts";
import { newIdAt } from "#app/platform/ids.ts";
import { seal } from "#app/platform/sealed.ts";
import type { Scope } from "#app/platform/tenancy.ts";
import { type Compiled, compiledItem } from "#app/services/blueprint/release.ts";
import type { Locale } from "#engines/kernel/errors.ts";
import { zoneOf } from "#engines/kernel/zone.ts";
import { loudFrom, type MessageProgram, type RenderedMessage } from "#engines/messages/index.ts";
import type { JsonObject } from "#schema/blueprint/item.ts";
import type { MessageChannel } from "#schema/blueprint/message/schema.ts";
import { type Recipient, type Route, routesOf } from "./choose-channels.ts";
import { deliveryJobOf } from "./delivery-job.ts";
import { type PlaceOfTenant, placeOf, recipientsOf } from "./recipients.ts";

export type Channel = MessageChannel;

/** To whom. A customer is reached as they prefer; a person is a member of staff or of the customers' population. */
export type MessageTo =
  | { readonly customerId: string }
  | { readonly personId: string }
  | { readonly channel: Channel; readonly address: string; readonly locale?: Locale };

export interface MessageInput {
  /** Key of the template in the release in force. */
  readonly template: string;
  readonly to: MessageTo;
  /** Values of the template's variables; what it does not declare is left out. */
  readonly data: JsonObject;
  /**
   * Values that nobody but the recipient may read (a one-time code, a link that lets in): texts. The outbox shows •••• in
   * their place; what is sent is kept sealed, and only until it was sent or given up.
   */
  readonly secret?: JsonObject;
  /** The idempotency key: the same key is one message, however often it is queued. */
  readonly key: string;
  /** What the message tells of, for links in the console. */
  readonly about?: { readonly noun: string; readonly id: string };
  readonly now: Date;
}

export interface QueuedMessage {
  /** The message, or that of another channel of the same key when several were written. */
  readonly messageId: string;
  /** False: there was one of this key already, and nothing was written. */
  readonly queued: boolean;
}

/** Ids of one delivery job; a job that dies loses little. */
const IDS_PER_JOB = 50;

/**
 * Writes a message into the outbox in the caller's transaction: no commit, no message. Texts are rendered now, under the
 * release in force; delivery is a job. Enter as staff or as the system: the portal's role may not send.
 *
 * @throws ITEM_UNKNOWN (no such template), MESSAGE_VARIABLE_*, MESSAGE_RECIPIENT_UNKNOWN, MESSAGE_CHANNEL_MISSING
 */
export async function queueMessage(
  sql: TenantSql,
  scope: Scope,
  input: MessageInput,
): Promise<QueuedMessage> {
  const [queued] = await queueMessages(sql, scope, input.template, [input], input.now);
  if (queued === undefined) throw new Error("one message was asked for");
  return queued;
}

/** Many messages of one template, in a handful of statements whatever their number. Answers in their order. */
export async function queueMessages(
  sql: TenantSql,
  scope: Scope,
  template: string,
  inputs: readonly Omit<MessageInput, "template" | "now">[],
  now: Date,
): Promise<readonly QueuedMessage[]> {
  if (inputs.length === 0) return [];
  const compiled = await compiledItem(scope, "message", template);
  const place = await placeOf(sql, scope);
  const recipients = await recipientsOf(
    sql,
    scope,
    inputs.map(({ to }) => to),
  );
  const rows = inputs.flatMap((input, at) =>
    rowsOf(compiled, place, recipients[at] as Recipient, input, template, now),
  );
  const written = await insertRows(sql, scope.tenantId, compiled, rows, now);
  const fresh = rows.filter(({ id }) => written.has(id));
  await addDeliveries(sql, compiled.program, fresh, now);
  for (const { id, state } of fresh)
    if (state === "delivered") await publish(sql, "message.sent", { messageId: id });
  return answersOf(sql, scope.tenantId, inputs, fresh);
}

interface Row {
  readonly id: string;
  readonly key: string;
  readonly channel: Channel;
  readonly recipient: Recipient;
  readonly locale: Locale;
  readonly address: string | null;
  readonly subject: string | null;
  readonly body: string;
  readonly link: string | null;
  readonly segments: number | null;
  readonly sealed: string | null;
  readonly about: { readonly noun: string; readonly id: string } | undefined;
  readonly state: "queued" | "delivered" | "suppressed";
  readonly reason: string | null;
  readonly dueAt: Date;
}

function rowsOf(
  { program }: Compiled<"message">,
  place: PlaceOfTenant,
  recipient: Recipient,
  input: Omit<MessageInput, "template" | "now">,
  templateKey: string,
  now: Date,
): Row[] {
  const locale = recipient.locale ?? place.locale;
  const { data, secret } = input;
  const context = { ...place, locale };
  const rendered = program.render({ ...data, ...secret }, context);
  const shown = secret === undefined ? rendered : program.render({ ...data, ...masked(secret) }, context);
  const dueAt = new Date(loudFrom(program.quietHours, zoneOf(place.timezone), now.getTime()));
  const row = ({ channel, address, reason }: Route): Row => {
    const id = newIdAt(now);
    const content = contentOf(rendered, channel);
    const isSealed = secret !== undefined && reason === null && channel !== "app";
    return {
      id,
      key: input.key,
      channel,
      recipient,
      locale,
      address,
      ...content,
      ...contentOf(shown, channel),
      segments: content.segments,
      sealed: isSealed ? seal("message", JSON.stringify(content), id) : null,
      about: input.about,
      state: reason !== null ? "suppressed" : channel === "app" ? "delivered" : "queued",
      reason,
      // An inbox disturbs nobody.
      dueAt: channel === "app" ? now : dueAt,
    };
  };
  return routesOf(program, recipient, templateKey).map(row);
}

const masked = (secret: JsonObject): JsonObject =>
  Object.fromEntries(Object.keys(secret).map((name) => [name, "••••"]));

function contentOf(
  rendered: RenderedMessage,
  channel: Channel,
): Pick<Row, "subject" | "body" | "link" | "segments"> {
  const { sms, email, app } = rendered;
  switch (channel) {
    case "sms":
      return { subject: null, body: sms?.text ?? "", link: null, segments: sms?.segments ?? null };
    case "email":
      return { subject: email?.subject ?? "", body: email?.text ?? "", link: null, segments: null };
    case "app":
      return { subject: app?.title ?? "", body: app?.text ?? "", link: app?.link ?? null, segments: null };
  }
}

const INSERT = `
  INSERT INTO message (tenant_id, id, key, channel, template_key, template_hash, release_number, category, locale, customer_id, person_id,
    address, subject, body, link, segments, sealed, about_noun, about_id, state, reason, round, attempts, due_at, created_at, delivered_at)
  SELECT $1::uuid, m.id, m.key, m.channel, $2::text, $3::text, $4::integer, $5::text, m.locale, m.customer_id, m.person_id,
    m.address, m.subject, m.body, m.link, m.segments, m.sealed, m.about_noun, m.about_id, m.state, m.reason, 0, 0, m.due_at, $6::timestamptz,
    CASE WHEN m.state = 'delivered' THEN $6::timestamptz END
  FROM jsonb_to_recordset($7::jsonb) AS m (id uuid, key text, channel text, locale text, customer_id uuid, person_id uuid, address text,
    subject text, body text, link text, segments smallint, sealed text, about_noun text, about_id text, state text, reason text, due_at timestamptz)
  ON CONFLICT ON CONSTRAINT message_once DO NOTHING RETURNING id`;

async function insertRows(
  sql: TenantSql,
  tenantId: string,
  { item, program, releaseNumber }: Compiled<"message">,
  rows: readonly Row[],
  now: Date,
): Promise<ReadonlySet<string>> {
  const given = rows.map(({ recipient, about, dueAt, ...row }) => ({
    ...row,
    customer_id: recipient.customerId ?? null,
    person_id: recipient.personId ?? null,
    about_noun: about?.noun ?? null,
    about_id: about?.id ?? null,
    due_at: dueAt,
  }));
  const { rows: inserted } = await sql.query<{ id: string }>(INSERT, [
    tenantId,
    item.key,
    item.hash,
    releaseNumber,
    program.category,
    now,
    JSON.stringify(given),
  ]);
  return new Set(inserted.map(({ id }) => id));
}

/** One job for some messages; those that wait for the end of quiet hours in jobs of their own. */
async function addDeliveries(
  sql: TenantSql,
  program: MessageProgram,
  rows: readonly Row[],
  now: Date,
): Promise<void> {
  const byDue = Map.groupBy(
    rows.filter(({ state }) => state === "queued"),
    ({ dueAt }) => dueAt.getTime(),
  );
  const job = deliveryJobOf(program.category);
  for (const [dueMs, due] of byDue) {
    for (let at = 0; at < due.length; at += IDS_PER_JOB) {
      const messageIds = due.slice(at, at + IDS_PER_JOB).map(({ id }) => id);
      await addJob(sql, job, { messageIds }, dueMs > now.getTime() ? { runAt: new Date(dueMs) } : {});
    }
  }
}

async function answersOf(
  sql: TenantSql,
  tenantId: string,
  inputs: readonly { readonly key: string }[],
  fresh: readonly Row[],
): Promise<readonly QueuedMessage[]> {
  const made = new Map(fresh.map(({ key, id }) => [key, id]).reverse() as [string, string][]);
  const known = inputs.flatMap(({ key }) => (made.has(key) ? [] : [key]));
  const before = new Map<string, string>();
  if (known.length > 0) {
    const { rows } = await sql.query<{ key: string; id: string }>(
      "SELECT key, id FROM message WHERE tenant_id = $1 AND key = ANY ($2::text[]) ORDER BY id DESC",
      [tenantId, known],
    );
    for (const { key, id } of rows) before.set(key, id);
  }
  return inputs.map(({ key }) => {
    const messageId = made.get(key);
    return messageId === undefined
      ? { messageId: before.get(key) ?? "", queued: false }
      : { messageId, queued: true };
  });
}
