import type { TenantSql } from "#app/platform/database.ts";
import type { Service } from "#schema/blueprint/service/schema.ts";
import { caseError } from "./errors.ts";

/** What a case can be about, as its opener names it. */
export interface SubjectInput {
  readonly customerId?: string | undefined;
  readonly premiseId?: string | undefined;
  readonly servicePointId?: string | undefined;
  readonly meterId?: string | undefined;
  readonly alarmId?: string | undefined;
}

/** The same with what follows from it: the premise of a service point, the customer of its agreement. */
export interface Subject {
  readonly customerId: string | null;
  readonly premiseId: string | null;
  readonly servicePointId: string | null;
  readonly meterId: string | null;
  readonly alarmId: string | null;
  readonly gridCellId: string | null;
  /** Numbers, name, address and telephone, by which a case is searched. */
  readonly search: readonly string[];
}

interface SubjectColumns {
  customer_id: string | null;
  premise_id: string | null;
  service_point_id: string | null;
  grid_cell_id: string | null;
  search: string[];
}

/**
 * Completes what a case is about. Of a customer with one running agreement its service point is taken; of a service point
 * with a running agreement its customer.
 */
export async function subjectOf(
  sql: TenantSql,
  tenantId: string,
  input: SubjectInput,
  on: Date,
): Promise<Subject> {
  const { rows } = await sql.query<SubjectColumns>(COMPLETE, [
    tenantId,
    input.customerId ?? null,
    input.premiseId ?? null,
    input.servicePointId ?? null,
    input.meterId ?? null,
    on,
  ]);
  const row = rows[0];
  return {
    customerId: row?.customer_id ?? null,
    premiseId: row?.premise_id ?? null,
    servicePointId: row?.service_point_id ?? null,
    meterId: input.meterId ?? null,
    alarmId: input.alarmId ?? null,
    gridCellId: row?.grid_cell_id ?? null,
    search: row?.search ?? [],
  };
}

/** @throws CASE_NEEDS what the service asks of every case and this one does not have */
export function requireSubject(service: Service, subject: Subject): void {
  const has = {
    customer: subject.customerId,
    premise: subject.premiseId,
    "service-point": subject.servicePointId,
    alarm: subject.alarmId,
  };
  for (const need of service.requires) {
    if (has[need] !== null) continue;
    throw caseError(
      "CASE_NEEDS",
      { service: service.label["zh-CN"], what: NEEDS[need] },
      { path: PATHS[need] },
    );
  }
}

/** What forms know of the one and the place that a case is about. */
export async function subjectContext(
  sql: TenantSql,
  tenantId: string,
  about: Pick<Subject, "customerId" | "premiseId" | "meterId" | "servicePointId">,
): Promise<
  Readonly<Record<"customerName" | "customerNumber" | "phone" | "address" | "meterNumber", string>>
> {
  const { rows } = await sql.query<Record<"name" | "number" | "phone" | "address" | "meter", string | null>>(
    `SELECT c.name, c.number, c.phone, p.address, m.serial AS meter
     FROM (SELECT 1) one
     LEFT JOIN customer c ON c.tenant_id = $1 AND c.id = $2
     LEFT JOIN premise p ON p.tenant_id = $1 AND p.id = $3
     LEFT JOIN meter m ON m.tenant_id = $1 AND m.id = coalesce($4, (SELECT i.meter_id FROM meter_installation i
       WHERE i.tenant_id = $1 AND i.service_point_id = $5 AND i.removed_at IS NULL ORDER BY i.installed_at DESC LIMIT 1))`,
    [tenantId, about.customerId, about.premiseId, about.meterId, about.servicePointId],
  );
  const row = rows[0];
  return {
    customerName: row?.name ?? "",
    customerNumber: row?.number ?? "",
    phone: row?.phone ?? "",
    address: row?.address ?? "",
    meterNumber: row?.meter ?? "",
  };
}

const NEEDS = {
  customer: "客户 / the customer",
  premise: "用电（气）地址 / the premise",
  "service-point": "计量点 / the service point",
  alarm: "告警 / the alarm",
} as const;
const PATHS = {
  customer: "customerId",
  premise: "premiseId",
  "service-point": "servicePointId",
  alarm: "alarmId",
} as const;

const COMPLETE = `
  WITH given AS (
    SELECT coalesce($4::uuid, (
        SELECT i.service_point_id FROM meter_installation i
        WHERE i.tenant_id = $1 AND i.meter_id = $5::uuid AND i.installed_at <= $6 AND (i.removed_at IS NULL OR i.removed_at > $6) LIMIT 1
      ), (
        SELECT max(s.id::text)::uuid FROM service_point s WHERE s.tenant_id = $1 AND s.premise_id = $3::uuid HAVING count(*) = 1
      ), (
        SELECT max(a.service_point_id::text)::uuid FROM agreement a
        WHERE a.tenant_id = $1 AND a.customer_id = $2::uuid AND $3::uuid IS NULL AND (a.end_on IS NULL OR a.end_on > $6::date) HAVING count(*) = 1
      )) AS service_point_id
  ), about AS (
    SELECT g.service_point_id, coalesce($3::uuid, s.premise_id) AS premise_id, coalesce($2::uuid, (
        SELECT a.customer_id FROM agreement a WHERE a.tenant_id = $1 AND a.service_point_id = g.service_point_id
          AND a.start_on <= $6::date AND (a.end_on IS NULL OR a.end_on > $6::date) LIMIT 1
      )) AS customer_id, s.number AS service_point_number
    FROM given g LEFT JOIN service_point s ON s.tenant_id = $1 AND s.id = g.service_point_id
  )
  SELECT a.customer_id, a.premise_id, a.service_point_id, p.grid_cell_id,
    array_remove(ARRAY[c.number, c.name, c.phone, p.number, p.address, a.service_point_number,
      (SELECT m.serial FROM meter m WHERE m.tenant_id = $1 AND m.id = $5::uuid)], NULL) AS search
  FROM about a
  LEFT JOIN customer c ON c.tenant_id = $1 AND c.id = a.customer_id
  LEFT JOIN premise p ON p.tenant_id = $1 AND p.id = a.premise_id`;
