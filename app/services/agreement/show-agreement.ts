import { commonError } from "#app/platform/common-errors.ts";
import { readTenant } from "#app/platform/database.ts";
import type { Scope } from "#app/platform/tenancy.ts";
import type { Words } from "#engines/kernel/errors.ts";
import { formSchemaOf } from "#schema/blueprint/input-schema.ts";
import type { JsonObject } from "#schema/blueprint/item.ts";
import { type TermsInput, termsSchema } from "#schema/blueprint/tariff/agreement.ts";

export interface ShownAgreement {
  readonly id: string;
  readonly number: string;
  readonly customerId: string;
  readonly customerName: string;
  readonly tariffKey: string;
  /** The tariff's name in the release in force; null where it is not in it any more. */
  readonly tariffName: Words | null;
  readonly address: string;
  readonly startOn: string;
  readonly endOn: string | null;
  readonly terms: TermsInput & JsonObject;
  /** Of the terms as they are now: a change names the one it was made on. */
  readonly version: string;
  /** First day that no standing bill covers; null before the first bill. */
  readonly billedTo: string | null;
  /** JSON Schema of the terms. */
  readonly schema: string;
}

/** An agreement with what its tariff asks of it. @throws NOT_FOUND */
export async function showAgreement(scope: Scope, agreementId: string): Promise<ShownAgreement> {
  const [row] = await readTenant<Omit<ShownAgreement, "schema">>(scope, "agreement.show", SHOW, [
    scope.tenantId,
    agreementId,
  ]);
  if (row === undefined) throw commonError("NOT_FOUND");
  return { ...row, schema: formSchemaOf(termsSchema) };
}

/** Names one state of an agreement's terms. */
export const TERMS_VERSION = "md5(a.terms::text)";

const SHOW = `
  SELECT a.id, a.number, c.id AS "customerId", c.name AS "customerName", a.tariff_key AS "tariffKey", t.name AS "tariffName",
    p.address, a.start_on AS "startOn", a.end_on AS "endOn", a.terms, ${TERMS_VERSION} AS version,
    (SELECT max(b.period_end) FROM bill b
      WHERE b.tenant_id = a.tenant_id AND b.agreement_id = a.id AND b.state <> 'cancelled') AS "billedTo"
  FROM agreement a
  JOIN customer c ON c.tenant_id = a.tenant_id AND c.id = a.customer_id
  JOIN service_point s ON s.tenant_id = a.tenant_id AND s.id = a.service_point_id
  JOIN premise p ON p.tenant_id = s.tenant_id AND p.id = s.premise_id
  LEFT JOIN LATERAL (
    SELECT bi.content -> 'label' AS name FROM release_current rc
    JOIN release_item ri ON ri.tenant_id = rc.tenant_id AND ri.release_number = rc.release_number AND ri.kind = 'tariff' AND ri.key = a.tariff_key
    JOIN blueprint_item bi ON bi.tenant_id = ri.tenant_id AND bi.hash = ri.item_hash
    WHERE rc.tenant_id = $1
  ) t ON true
  WHERE a.tenant_id = $1 AND a.id = $2`;
