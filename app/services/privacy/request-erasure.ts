import { addJob } from "#app/jobs/add-job.ts";
import { commonError } from "#app/platform/common-errors.ts";
import { type TenantSql, withIdentity, withTenantSql } from "#app/platform/database.ts";
import { newId } from "#app/platform/ids.ts";
import type { Scope } from "#app/platform/tenancy.ts";
import { audit } from "#app/services/audit/record-audit.ts";
import { requireUnblocked } from "./blockers.ts";
import type { ErasureState } from "./erasure-states.ts";
import { privacyError } from "./errors.ts";
import { listHoldings } from "./list-holdings.ts";
import { personsOf } from "./persons.ts";

/** A customer asks for the erasure of their data. Staff look into it. @throws ERASURE_OPEN */
export async function askErasure(scope: Scope, reason: string, now: Date): Promise<{ erasureId: string }> {
  const { customerId } = scope;
  if (customerId === undefined) throw commonError("FORBIDDEN");
  const erasureId = newId();
  await withTenantSql(scope, async (sql) => {
    await insert(sql, scope, { erasureId, customerId, state: "asked", by: "customer", reason, now });
    await audit(sql, scope, { action: "propose", noun: "erasure", nounId: erasureId, after: { customerId } });
  });
  return { erasureId };
}

/** The customer takes the request back, as long as nobody has taken it up. @throws ERASURE_DECIDED */
export async function withdrawErasure(scope: Scope, erasureId: string): Promise<void> {
  await withTenantSql(scope, async (sql) => {
    const { rowCount } = await sql.query(
      "UPDATE erasure SET state = 'withdrawn' WHERE tenant_id = $1 AND id = $2 AND state = 'asked'",
      [scope.tenantId, erasureId],
    );
    if (rowCount === 0) throw privacyError("ERASURE_DECIDED");
    await audit(sql, scope, { action: "withdraw", noun: "erasure", nounId: erasureId });
  });
}

/**
 * A member of staff proposes the erasure of a customer with the counts of its dry run; a request of the customer's is taken
 * up. Another one decides.
 * @throws NOT_FOUND, ERASURE_OPEN, ERASURE_BLOCKED
 */
export async function proposeErasure(
  scope: Scope,
  { customerId, reason, now }: { readonly customerId: string; readonly reason: string; readonly now: Date },
): Promise<{ erasureId: string }> {
  const stored = await listHoldings(scope, customerId);
  const plan = Object.fromEntries(stored.map(({ table, rows }) => [table, rows]));
  return withTenantSql(scope, async (sql) => {
    const { rows } = await sql.query<{ asked: string | null }>(
      `SELECT (SELECT e.id FROM erasure e WHERE e.tenant_id = $1 AND e.customer_id = $2 AND e.state = 'asked') AS asked
       FROM customer c WHERE c.tenant_id = $1 AND c.id = $2 AND c.erased_at IS NULL`,
      [scope.tenantId, customerId],
    );
    const [found] = rows;
    if (found === undefined) throw commonError("NOT_FOUND");
    await requireUnblocked(sql, scope.tenantId, customerId);
    const erasureId = found.asked ?? newId();
    if (found.asked === null)
      await insert(sql, scope, { erasureId, customerId, state: "proposed", by: "staff", reason, now });
    await sql.query(
      `UPDATE erasure SET state = 'proposed', proposed_by = $3, proposed_by_name = $4, proposed_at = $5, plan = $6
       WHERE tenant_id = $1 AND id = $2`,
      [scope.tenantId, erasureId, scope.actor.id, scope.actor.name, now, JSON.stringify(plan)],
    );
    await audit(sql, scope, {
      action: "propose",
      noun: "erasure",
      nounId: erasureId,
      after: { customerId, ...plan },
    });
    return { erasureId };
  });
}

interface Decision {
  readonly erasureId: string;
  readonly approve: boolean;
  readonly note: string;
  readonly now: Date;
}

/**
 * Approves an erasure, which a job then does, or refuses it. Who proposed it cannot approve it.
 * @throws NOT_FOUND, ERASURE_DECIDED, ERASURE_SECOND_PERSON, ERASURE_BLOCKED when something has begun meanwhile
 */
export async function decideErasure(
  scope: Scope,
  { erasureId, approve, note, now }: Decision,
): Promise<void> {
  const { tenantId, actor } = scope;
  await withTenantSql(scope, async (sql) => {
    const { rows } = await sql.query<{
      state: ErasureState;
      customer_id: string;
      proposed_by: string | null;
    }>("SELECT state, customer_id, proposed_by FROM erasure WHERE tenant_id = $1 AND id = $2 FOR UPDATE", [
      tenantId,
      erasureId,
    ]);
    const [found] = rows;
    if (found === undefined) throw commonError("NOT_FOUND");
    const waits = found.state === "proposed" || (found.state === "asked" && !approve);
    if (!waits) throw privacyError("ERASURE_DECIDED");
    if (approve) {
      if (found.proposed_by === actor.id) throw privacyError("ERASURE_SECOND_PERSON");
      await requireUnblocked(sql, tenantId, found.customer_id);
    }
    const state: ErasureState = approve ? "approved" : "refused";
    // Messages to a person bear no customer: whose they were is known only before the person's link is cut.
    const persons = approve
      ? await withIdentity((identity) => personsOf(identity, tenantId, found.customer_id))
      : undefined;
    await sql.query(
      `UPDATE erasure SET state = $3, decided_by = $4, decided_by_name = $5, decided_at = $6, note = $7, result = $8
       WHERE tenant_id = $1 AND id = $2`,
      [
        tenantId,
        erasureId,
        state,
        actor.id,
        actor.name,
        now,
        note || null,
        persons === undefined ? null : JSON.stringify({ persons: persons.all, sole: persons.sole }),
      ],
    );
    if (approve) await addJob(sql, "privacy.erase", { erasureId }, { key: erasureId });
    const action = approve ? "approve" : "decline";
    await audit(sql, scope, {
      action,
      noun: "erasure",
      nounId: erasureId,
      before: { state: found.state },
      after: { state, customerId: found.customer_id },
    });
  });
}

interface NewErasure {
  readonly erasureId: string;
  readonly customerId: string;
  readonly state: ErasureState;
  readonly by: "customer" | "staff";
  readonly reason: string;
  readonly now: Date;
}

async function insert(sql: TenantSql, scope: Scope, asked: NewErasure): Promise<void> {
  const { erasureId, customerId, state, by, reason, now } = asked;
  const { rowCount } = await sql.query(
    `INSERT INTO erasure (tenant_id, id, customer_id, state, asked_by, asked_at, reason) VALUES ($1, $2, $3, $4, $5, $6, $7)
     ON CONFLICT DO NOTHING`,
    [scope.tenantId, erasureId, customerId, state, by, now, reason || null],
  );
  if (rowCount === 0) throw privacyError("ERASURE_OPEN");
}
