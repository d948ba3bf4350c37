import { readTenant } from "#app/platform/database.ts";
import type { Scope } from "#app/platform/tenancy.ts";
import type { ErasureState } from "./erasure-states.ts";

export interface Erasure {
  readonly id: string;
  readonly customerId: string;
  readonly customerNumber: string;
  readonly state: ErasureState;
  readonly askedBy: "customer" | "staff";
  /** ISO 8601, UTC. */
  readonly askedAt: string;
  readonly reason: string | null;
  readonly proposedById: string | null;
  readonly proposedByName: string | null;
  readonly decidedByName: string | null;
  readonly note: string | null;
  readonly doneAt: string | null;
  /** Rows by table: of the dry run, and changed in the end. */
  readonly plan: Readonly<Record<string, number>> | null;
  readonly result: Readonly<Record<string, number>> | null;
}

/** Requests to erase, those that wait first; of one customer where one is named. */
export async function listErasures(scope: Scope, customerId?: string): Promise<readonly Erasure[]> {
  return readTenant<Erasure & Record<string, unknown>>(scope, "privacy.erasures", LIST, [
    scope.tenantId,
    customerId ?? null,
  ]);
}

const LIST = `
  SELECT e.id, e.customer_id AS "customerId", c.number AS "customerNumber", e.state, e.asked_by AS "askedBy",
    to_char(e.asked_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"') AS "askedAt", e.reason,
    e.proposed_by AS "proposedById", e.proposed_by_name AS "proposedByName", e.decided_by_name AS "decidedByName", e.note,
    to_char(e.done_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"') AS "doneAt", e.plan,
    CASE e.state WHEN 'done' THEN e.result END AS result
  FROM erasure e JOIN customer c ON c.tenant_id = e.tenant_id AND c.id = e.customer_id
  WHERE e.tenant_id = $1 AND ($2::uuid IS NULL OR e.customer_id = $2)
  ORDER BY e.state IN ('asked', 'proposed', 'approved') DESC, e.id DESC LIMIT 200`;
