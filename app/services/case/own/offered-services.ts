import { readTenant, withTenantSql } from "#app/platform/database.ts";
import type { Scope } from "#app/platform/tenancy.ts";
import { programOf } from "#engines/compilers.ts";
import type { Words } from "#engines/kernel/errors.ts";
import type { JsonObject } from "#schema/blueprint/item.ts";
import type { Opener, ServiceCategory } from "#schema/blueprint/service/schema.ts";
import { caseError } from "../errors.ts";
import { type RequestForm, requestForm } from "../request-service.ts";
import { onBehalf } from "./on-behalf.ts";

/** A service as somebody who may open it chooses it. */
export interface OfferedService {
  readonly key: string;
  readonly label: Words;
  readonly about: Words | null;
  readonly category: ServiceCategory;
  readonly requires: readonly string[];
  readonly steps: readonly { readonly key: string; readonly label: Words }[];
}

interface ServiceColumns {
  key: string;
  hash: string;
  content: JsonObject;
}

/** The services of the release in force that this kind of person may open. */
export async function offeredServices(scope: Scope, opener: Opener): Promise<OfferedService[]> {
  const rows = await readTenant<ServiceColumns>(
    scope,
    "service.offered",
    `SELECT i.key, b.hash, b.content FROM release_current c
     JOIN release_item i ON i.tenant_id = c.tenant_id AND i.release_number = c.release_number
     JOIN blueprint_item b ON b.tenant_id = i.tenant_id AND b.hash = i.item_hash
     WHERE c.tenant_id = $1 AND i.kind = 'service' ORDER BY i.key`,
    [scope.tenantId],
  );
  return rows
    .map(({ key, hash, content }) => ({ key, service: programOf("service", hash, content).source }))
    .filter(({ service }) => service.openedBy.includes(opener))
    .map(({ key, service }) => ({
      key,
      label: service.label,
      about: service.about ?? null,
      category: service.category,
      requires: service.requires,
      steps: service.steps.map((step) => ({
        key: step.key,
        label: opener === "customer" ? (step.visible ?? step.label) : step.label,
      })),
    }));
}

/** A place of the customer that a request can be about. */
export interface OwnServicePoint {
  readonly id: string;
  readonly number: string;
  readonly address: string;
}

export interface OwnRequestForm extends RequestForm {
  readonly service: OfferedService;
  readonly servicePoints: readonly OwnServicePoint[];
}

/** The form of a service for a customer, with the places it can be about. @throws CASE_SERVICE_UNKNOWN */
export async function ownRequestForm(scope: Scope, key: string, now: Date): Promise<OwnRequestForm> {
  const service = (await offeredServices(scope, "customer")).find((each) => each.key === key);
  if (service === undefined) throw caseError("CASE_SERVICE_UNKNOWN", { service: key });
  const servicePoints = await readTenant<OwnServicePoint>(
    scope,
    "service-point.own-list",
    `SELECT DISTINCT s.id, s.number, p.address FROM agreement a
     JOIN service_point s ON s.tenant_id = a.tenant_id AND s.id = a.service_point_id
     JOIN premise p ON p.tenant_id = s.tenant_id AND p.id = s.premise_id
     WHERE a.tenant_id = $1 AND a.customer_id = $2 AND (a.end_on IS NULL OR a.end_on > $3::date) ORDER BY s.number`,
    [scope.tenantId, scope.customerId, now],
  );
  const acting = onBehalf(scope);
  const only = servicePoints.length === 1 ? servicePoints[0]?.id : undefined;
  const form = await withTenantSql(acting, (sql) =>
    requestForm(sql, acting, key, { customerId: scope.customerId, servicePointId: only }, now),
  );
  return { service, servicePoints, ...form };
}
