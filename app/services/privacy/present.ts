import { withTenantSql } from "#app/platform/database.ts";
import { newId } from "#app/platform/ids.ts";
import type { Session } from "#app/platform/session.ts";
import type { Scope } from "#app/platform/tenancy.ts";
import type { Ability } from "#app/policies/ability.ts";
import type { Noun } from "#app/policies/index.ts";
import { maskFields, PERSONAL_NOUNS, type PersonalFields, personalFieldsIn } from "./personal-fields.ts";

interface Caller {
  readonly session: Session;
  readonly scope: Scope;
  readonly ability: Ability;
}

interface Call {
  /** `customer.show`, `api/customers.csv`. */
  readonly name: string;
  readonly noun: Noun;
  readonly personal?: PersonalFields | undefined;
  /** Whether this very answer is needed in full by who asked, whatever their role: a task that is theirs to do. */
  readonly needed?: ((answer: unknown, personId: string) => boolean) | undefined;
  /** Whose data were asked for, where it was one customer's. */
  readonly customerId?: string | undefined;
}

/**
 * How what a call answers is shown to its caller. Customers see their own as it is. Staff and programs without the right to
 * personal data get it masked; those with it get it as it is once the log says so (one entry a call, whatever its batches).
 */
export function presenter({ session, scope, ability }: Caller, call: Call) {
  let logged = false;
  return async <Value>(value: Value): Promise<Value> => {
    if (session.kind === "customer" || !PERSONAL_NOUNS.includes(call.noun)) return value;
    const entitled =
      ability.can("read", "personalData") || call.needed?.(value, scope.actor.id ?? "") === true;
    if (!entitled) return maskFields(value, call.personal);
    if (logged) return value;
    const found = personalFieldsIn(value, call.personal);
    if (found.records > 0) {
      const customerId = call.customerId ?? found.customerId;
      await logAccess(scope, { name: call.name, ...found, customerId, basis: "role" });
      logged = true;
    }
    return value;
  };
}

export interface Access {
  readonly name: string;
  readonly fields: readonly string[];
  readonly records: number;
  readonly customerId?: string | undefined;
  readonly basis: "role" | "reason";
  readonly reason?: string;
}

/** Writes who was shown what, why, when and from where. Nothing is shown before it is written. */
export async function logAccess(scope: Scope, access: Access): Promise<void> {
  const { actor } = scope;
  await withTenantSql(scope, (sql) =>
    sql.query(
      `INSERT INTO personal_access (tenant_id, id, at, actor_kind, actor_id, actor_name, call, fields, records, customer_id, basis,
         reason, request_id, ip)
       SELECT $1, $2, now(), $3, $4, $5, $6, $7, $8, (SELECT id FROM customer WHERE tenant_id = $1 AND id = $9::uuid), $10, $11, $12, $13::inet`,
      [
        scope.tenantId,
        newId(),
        actor.kind === "api" ? "api" : "staff",
        actor.id ?? null,
        actor.name,
        access.name,
        access.fields,
        access.records,
        access.customerId ?? null,
        access.basis,
        access.reason ?? null,
        scope.requestId ?? null,
        scope.ip ?? null,
      ],
    ),
  );
}
