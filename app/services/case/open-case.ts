import type { TenantSql } from "#app/platform/database.ts";
import { newId } from "#app/platform/ids.ts";
import type { Scope } from "#app/platform/tenancy.ts";
import { audit } from "#app/services/audit/record-audit.ts";
import { programOf } from "#engines/compilers.ts";
import type { Words } from "#engines/kernel/errors.ts";
import { zoneOf } from "#engines/kernel/zone.ts";
import { clockOf, openCaseState } from "#engines/service/index.ts";
import type { JsonObject } from "#schema/blueprint/item.ts";
import type { Opener, Priority } from "#schema/blueprint/service/schema.ts";
import { caseNumber } from "./case-number.ts";
import type { CaseFacts, PinnedCase } from "./case-row.ts";
import { requireSubject, type SubjectInput, subjectOf } from "./case-subject.ts";
import { caseError } from "./errors.ts";
import { CALENDAR_OF_SERVICE, type CalendarColumns, calendarIn } from "./load-case.ts";
import { placeTask } from "./place-task.ts";
import { sendMessages } from "./send-messages.ts";
import { storeOpening } from "./store-case.ts";

export interface OpenCase extends SubjectInput {
  /** Key of the service. */
  readonly service: string;
  /** The idempotency key: one case for a service and key, however often it is asked for. */
  readonly key: string;
  readonly title?: Words | undefined;
  readonly data?: JsonObject | undefined;
  readonly priority?: Priority | undefined;
  /** By whom it comes in; left out, an alarm's case is the alarm's and any other the actor's. */
  readonly openedBy?: Opener | undefined;
  /** Its id, where it must be known beforehand; else a new one. */
  readonly id?: string | undefined;
  readonly now: Date;
}

/**
 * Opens a case of a service under the release in force, which it keeps to its end. In the caller's transaction: no commit,
 * no case. The same service and key again gives the case that stands.
 * @throws CASE_SERVICE_UNKNOWN, CASE_OPENER_REFUSED, CASE_NEEDS
 */
export async function openCase(
  sql: TenantSql,
  scope: Scope,
  input: OpenCase,
): Promise<{ caseId: string; opened: boolean }> {
  const { tenantId } = scope;
  // Two that open the same at once: the second waits here and then finds the first's.
  await sql.query("SELECT pg_advisory_xact_lock(hashtextextended($1, 0))", [
    `case/${tenantId}/${input.service}/${input.key}`,
  ]);
  const standing = await findOpened(sql, tenantId, input);
  if (standing !== undefined) return { caseId: standing, opened: false };

  const found = await serviceInForce(sql, tenantId, input.service);
  const program = programOf("service", found.hash, found.content);
  const service = program.source;
  const openedBy = input.openedBy ?? openerOf(scope, input);
  if (!service.openedBy.includes(openedBy)) {
    throw caseError("CASE_OPENER_REFUSED", { service: service.label["zh-CN"] });
  }
  const subject = await subjectOf(sql, tenantId, input, input.now);
  requireSubject(service, subject);
  const zone = zoneOf(found.timezone);
  const clock = clockOf(program, zone, calendarIn(found));
  const id = input.id ?? newId();
  const nowMs = input.now.getTime();
  const number = caseNumber(id, zone, nowMs);
  const title = input.title ?? service.label;
  const facts: CaseFacts = {
    id,
    number,
    serviceKey: input.service,
    serviceHash: found.hash,
    releaseNumber: found.release_number,
    openKey: input.key,
    title,
    openedBy,
    openedById: scope.actor.id ?? null,
    openedByName: scope.actor.name,
    ...subject,
    search: [number, title["zh-CN"], title.en, ...subject.search].join("\n").toLowerCase(),
  };
  const pinned: PinnedCase = { facts, program, clock };
  const opening = openCaseState(
    program,
    { openedBy, priority: input.priority, data: input.data ?? {}, nowMs },
    clock,
  );
  const { turn, place } = await placeTask(sql, tenantId, pinned, opening, {
    state: undefined,
    orgUnitId: null,
    names: new Map(),
  });
  const { actor, requestId, ip } = scope;
  await storeOpening(sql, scope, pinned, turn, place, { actor, requestId, ip }, input.now);
  await sendMessages(sql, scope, pinned, turn.state, turn.happenings, input.now);
  await audit(sql, scope, {
    action: "open",
    noun: "case",
    nounId: id,
    after: { number, service: input.service, key: input.key, priority: turn.state.priority },
  });
  return { caseId: id, opened: true };
}

async function findOpened(sql: TenantSql, tenantId: string, input: OpenCase): Promise<string | undefined> {
  const { rows } = await sql.query<{ id: string }>(
    "SELECT id FROM service_case WHERE tenant_id = $1 AND service_key = $2 AND open_key = $3",
    [tenantId, input.service, input.key],
  );
  return rows[0]?.id;
}

interface ServiceColumns extends CalendarColumns {
  release_number: number;
  hash: string;
  content: JsonObject;
  timezone: string;
}

/** A service of the release in force. On the caller's own connection: a transaction that waits for a second connection could wait for ever. */
export async function serviceInForce(sql: TenantSql, tenantId: string, key: string): Promise<ServiceColumns> {
  const { rows } = await sql.query<ServiceColumns>(
    `SELECT c.release_number, i.hash, i.content, t.timezone, k.hash AS calendar_hash, k.content AS calendar_content
     FROM release_current c
     JOIN release_item s ON s.tenant_id = c.tenant_id AND s.release_number = c.release_number
     JOIN blueprint_item i ON i.tenant_id = s.tenant_id AND i.hash = s.item_hash
     ${CALENDAR_OF_SERVICE}
     JOIN platform.tenant t ON t.id = c.tenant_id
     WHERE c.tenant_id = $1 AND s.kind = 'service' AND s.key = $2`,
    [tenantId, key],
  );
  const found = rows[0];
  if (found === undefined) throw caseError("CASE_SERVICE_UNKNOWN", { service: key });
  return found;
}

function openerOf({ actor }: Scope, { alarmId }: OpenCase): Opener {
  if (alarmId !== undefined) return "alarm";
  if (actor.kind === "customer") return "customer";
  return actor.kind === "api" || actor.kind === "plugin" ? "api" : "staff";
}
