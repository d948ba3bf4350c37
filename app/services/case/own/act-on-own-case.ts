import { withTenantSql } from "#app/platform/database.ts";
import type { Scope } from "#app/platform/tenancy.ts";
import { audit } from "#app/services/audit/record-audit.ts";
import { openTask, stepOf } from "#engines/service/index.ts";
import type { JsonObject } from "#schema/blueprint/item.ts";
import { addComment } from "../comment-case.ts";
import { caseError } from "../errors.ts";
import { loadCase } from "../load-case.ts";
import { operateCase } from "../operate-case.ts";
import { requestService } from "../request-service.ts";
import { reopenCase } from "../steer-case.ts";
import { storeEvent } from "../store-event.ts";
import { onBehalf, requireOwnCase, requireOwnServicePoint } from "./on-behalf.ts";

export interface OwnRequest {
  readonly service: string;
  /** The idempotency key, made by the page: sent twice, there is one case. */
  readonly key: string;
  readonly servicePointId?: string | undefined;
  /** For a new account: the number of a service point or the serial of a meter that has no agreement. */
  readonly freePoint?: string | undefined;
  readonly data: JsonObject;
  readonly now: Date;
}

/** A customer asks for a service. @throws NOT_FOUND, CASE_POINT_UNKNOWN, and what the form and the service refuse */
export async function requestOwn(
  scope: Scope,
  request: OwnRequest,
): Promise<{ caseId: string; opened: boolean }> {
  const { servicePointId, freePoint, ...rest } = request;
  if (servicePointId !== undefined) await requireOwnServicePoint(scope, servicePointId);
  const acting = onBehalf(scope);
  return requestService(acting, {
    ...rest,
    // Two customers that make the same key do not meet.
    key: `${scope.customerId}/${request.key}`,
    customerId: scope.customerId,
    servicePointId:
      freePoint === undefined ? servicePointId : await findFreePoint(acting, freePoint, request.now),
    roles: ["customer"],
  });
}

/** One answer for what does not exist and for what has an agreement: nobody learns which. */
async function findFreePoint(scope: Scope, number: string, now: Date): Promise<string> {
  const found = await withTenantSql(scope, async (sql) => {
    const { rows } = await sql.query<{ id: string }>(
      `SELECT s.id FROM service_point s WHERE s.tenant_id = $1
         AND (s.number = $2 OR EXISTS (SELECT 1 FROM meter_installation i JOIN meter m ON m.tenant_id = i.tenant_id AND m.id = i.meter_id
           WHERE i.tenant_id = s.tenant_id AND i.service_point_id = s.id AND i.removed_at IS NULL AND m.serial = $2))
         AND NOT EXISTS (SELECT 1 FROM agreement a WHERE a.tenant_id = s.tenant_id AND a.service_point_id = s.id
           AND (a.end_on IS NULL OR a.end_on > $3::date))`,
      [scope.tenantId, number, now],
    );
    return rows[0]?.id;
  });
  if (found === undefined) throw caseError("CASE_POINT_UNKNOWN", { number }, { path: "freePoint" });
  return found;
}

/** Says whether it is solved: the return visit, answered by the customer. */
export async function answerOwnCase(
  scope: Scope,
  caseId: string,
  answer: { readonly outcome: string; readonly comment: string; readonly now: Date },
): Promise<void> {
  await requireOwnCase(scope, caseId);
  await operateCase(onBehalf(scope), caseId, answer.now, (found) => {
    const task = openTask(found.state);
    const asked = task !== undefined && stepOf(found.program, task.step).source.kind === "return-visit";
    if (!asked) throw caseError("CASE_NOT_ASKED");
    return {
      operation: { kind: "submit", by: null, outcome: answer.outcome, data: {} },
      action: "comment",
      detail: answer.comment === "" ? {} : { text: answer.comment },
      submission: { task: task.number, data: {}, key: `${caseId}/${task.number}/customer` },
    };
  });
}

export async function commentOwnCase(scope: Scope, caseId: string, text: string, now: Date): Promise<void> {
  await requireOwnCase(scope, caseId);
  await addComment(onBehalf(scope), caseId, { text, forCustomer: true, now });
}

export async function reopenOwnCase(scope: Scope, caseId: string, reason: string, now: Date): Promise<void> {
  await requireOwnCase(scope, caseId);
  await reopenCase(onBehalf(scope), caseId, reason, now);
}

/** Rates a completed case, once, within the time that its service gives. @throws CASE_NOT_RATABLE */
export async function rateOwnCase(
  scope: Scope,
  caseId: string,
  rating: { readonly score: number; readonly comment: string; readonly now: Date },
): Promise<void> {
  await requireOwnCase(scope, caseId);
  const acting = onBehalf(scope);
  const { score, comment, now } = rating;
  await withTenantSql(acting, async (sql) => {
    const found = await loadCase(sql, acting.tenantId, caseId, { lock: true });
    const { status, closedMs } = found.state;
    const ratable =
      status === "completed" &&
      found.program.ratingMs !== undefined &&
      now.getTime() <= (closedMs ?? 0) + found.program.ratingMs;
    const { rowCount } = ratable
      ? await sql.query(
          `INSERT INTO case_rating (tenant_id, case_id, score, comment, rated_at, rated_by_name) VALUES ($1, $2, $3, $4, $5, $6)
           ON CONFLICT ON CONSTRAINT case_rating_pk DO NOTHING`,
          [acting.tenantId, caseId, score, comment, now, acting.actor.name],
        )
      : { rowCount: 0 };
    if (rowCount === 0) throw caseError("CASE_NOT_RATABLE");
    const detail = { score, ...(comment === "" ? {} : { text: comment }) };
    await storeEvent(sql, acting, { caseId, kind: "rated", at: now, detail, forCustomer: true });
    await audit(sql, acting, {
      action: "rate",
      noun: "case",
      nounId: caseId,
      after: { number: found.facts.number, score },
    });
  });
}
