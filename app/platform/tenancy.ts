import { defineErrors, errorsOf } from "#engines/kernel/errors.ts";

/** Who acts. It stands in every audit entry and log line. */
export interface Actor {
  readonly kind: "staff" | "customer" | "system" | "api" | "plugin" | "operator";
  /** The person, key or plugin; absent for the system itself. */
  readonly id?: string;
  readonly name: string;
}

/**
 * On whose behalf the database is entered. Made by identity (app/services/identity) for requests and by the job runner
 * for jobs, never from a request's own words.
 */
export interface Scope {
  /** The tenant that may be written. */
  readonly tenantId: string;
  /** The tenants that may be read: the tenant itself, or its subtree for an upper tier. */
  readonly readable: readonly string[];
  /** Set for customers of the portal: the second floor. With it the portal's database role is used. */
  readonly customerId?: string;
  readonly actor: Actor;
  readonly requestId?: string;
  /** The address that the request came from, for the audit trail. */
  readonly ip?: string;
}

export const tenancyErrors = defineErrors({
  NO_TENANT_SCOPE: {
    status: 500,
    "zh-CN": "没有进入任何租户，操作已拒绝。",
    en: "No tenant was entered; the operation was refused.",
  },
});
const fail = errorsOf(tenancyErrors);

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;

/** The three arguments of `app.enter()`; fails closed on anything but well-formed identifiers. */
export function entryOf(scope: Scope): [tenant: string, readable: string, customer: string | null] {
  const ids = [
    scope.tenantId,
    ...scope.readable,
    ...(scope.customerId === undefined ? [] : [scope.customerId]),
  ];
  if (!ids.every((id) => UUID.test(id)) || !scope.readable.includes(scope.tenantId))
    throw fail("NO_TENANT_SCOPE");
  return [scope.tenantId, `{${scope.readable.join(",")}}`, scope.customerId ?? null];
}

/** The scope of a tenant's own background work. */
export function systemScope(tenantId: string, name = "system", requestId?: string): Scope {
  const scope = { tenantId, readable: [tenantId], actor: { kind: "system" as const, name } };
  return requestId === undefined ? scope : { ...scope, requestId };
}
