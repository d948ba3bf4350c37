import type { TenantSql } from "#app/platform/database.ts";
import { newId } from "#app/platform/ids.ts";
import type { Scope } from "#app/platform/tenancy.ts";
import type { JsonObject } from "#schema/blueprint/item.ts";
import { insert } from "./store-case.ts";

/** A line of the trace that no turn of the engine makes: a comment, a rating, an action that was done. */
export async function storeEvent(
  sql: TenantSql,
  scope: Scope,
  event: {
    readonly caseId: string;
    readonly kind: string;
    readonly at: Date;
    readonly detail: JsonObject;
    readonly forCustomer: boolean;
  },
): Promise<void> {
  await insert(sql, "case_event", {
    tenant_id: scope.tenantId,
    id: newId(),
    case_id: event.caseId,
    at: event.at,
    kind: event.kind,
    detail: event.detail,
    for_customer: event.forCustomer,
    actor_kind: scope.actor.kind,
    actor_id: scope.actor.id ?? null,
    actor_name: scope.actor.name,
    request_id: scope.requestId ?? null,
    ip: scope.ip ?? null,
  });
}
