import { commonError } from "#app/platform/common-errors.ts";
import { readTenant, withTenantSql } from "#app/platform/database.ts";
import { newId } from "#app/platform/ids.ts";
import type { Scope } from "#app/platform/tenancy.ts";
import { CONSENT_VERSION, type ConsentPurpose } from "./consent-purposes.ts";

/** One answer of a customer to one purpose; the latest holds while its version is the one in force. */
export interface Consent {
  readonly id: string;
  readonly purpose: ConsentPurpose;
  readonly version: string;
  readonly given: boolean;
  /** ISO 8601, UTC. */
  readonly at: string;
  readonly actorName: string;
}

/** What a customer has answered, the newest first. */
export async function listConsents(scope: Scope, customerId: string): Promise<readonly Consent[]> {
  return readTenant<Consent & Record<string, unknown>>(scope, "privacy.consents", LIST, [
    scope.tenantId,
    customerId,
  ]);
}

/** The customer agrees to a purpose in the words in force, or takes it back. */
export async function setConsent(
  scope: Scope,
  answer: { readonly purpose: ConsentPurpose; readonly given: boolean; readonly now: Date },
): Promise<void> {
  const { tenantId, customerId, actor, ip } = scope;
  if (customerId === undefined) throw commonError("FORBIDDEN");
  await withTenantSql(scope, (sql) =>
    sql.query(
      `INSERT INTO consent (tenant_id, id, customer_id, purpose, version, given, at, actor_id, actor_name, ip)
       VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10::inet)`,
      [
        tenantId,
        newId(),
        customerId,
        answer.purpose,
        CONSENT_VERSION,
        answer.given,
        answer.now,
        actor.id ?? null,
        actor.name,
        ip ?? null,
      ],
    ),
  );
}

const LIST = `
  SELECT id, purpose, version, given, to_char(at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"') AS at, actor_name AS "actorName"
  FROM consent WHERE tenant_id = $1 AND customer_id = $2 ORDER BY id DESC LIMIT 200`;
