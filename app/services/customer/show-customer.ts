import { commonError } from "#app/platform/common-errors.ts";
import { readTenant } from "#app/platform/database.ts";
import type { Scope } from "#app/platform/tenancy.ts";
import type { CUSTOMER_KINDS } from "./list-customers.ts";

export interface CustomerAgreement {
  readonly id: string;
  readonly number: string;
  readonly tariffKey: string;
  /** The tariff's name in the release in force; null where it is not in it any more. */
  readonly tariffName: { readonly "zh-CN": string; readonly en: string } | null;
  readonly cycleMonths: number;
  readonly startOn: string;
  readonly endOn: string | null;
  readonly terms: Readonly<Record<string, unknown>>;
  readonly servicePointId: string;
  readonly servicePointNumber: string;
  readonly commodity: "electricity" | "gas" | "water" | "heat";
  readonly address: string;
  readonly transformerArea: string | null;
  readonly gridCell: string | null;
  readonly meters: readonly {
    readonly serial: string;
    readonly model: string;
    readonly multiplier: string;
  }[];
}

export interface CustomerBill {
  readonly id: string;
  readonly number: string;
  readonly period: string;
  readonly periodStart: string;
  readonly lastDay: string;
  readonly state: "draft" | "posted" | "cancelled";
  readonly total: string;
  readonly paid: string;
  readonly currency: string;
  readonly usage: string;
  readonly usageUnit: string;
  readonly dueOn: string;
}

export interface CustomerDetail {
  readonly id: string;
  readonly number: string;
  readonly kind: (typeof CUSTOMER_KINDS)[number];
  readonly name: string;
  readonly phone: string | null;
  readonly email: string | null;
  readonly agreements: readonly CustomerAgreement[];
  readonly bills: readonly CustomerBill[];
}

/** What of a customer the person may see besides the customer: asked of the policies of those nouns. */
export interface CustomerView {
  readonly agreements: boolean;
  readonly bills: boolean;
}

/** A customer with agreements, equipment and the latest bills, in one round trip. @throws NOT_FOUND */
export async function showCustomer(
  scope: Scope,
  customerId: string,
  may: CustomerView,
): Promise<CustomerDetail> {
  const [row] = await readTenant<CustomerDetail>(scope, "customer.show", SHOW, [
    scope.tenantId,
    customerId,
    may.agreements,
    may.bills,
  ]);
  if (row === undefined) throw commonError("NOT_FOUND");
  return row;
}

const BILLS_SHOWN = 24;

const SHOW = `
  SELECT c.id, c.number, c.kind, c.name, c.phone, c.email,
    coalesce((SELECT jsonb_agg(jsonb_build_object(
      'id', a.id, 'number', a.number, 'tariffKey', a.tariff_key, 'tariffName', t.name, 'cycleMonths', a.cycle_months,
      'startOn', a.start_on, 'endOn', a.end_on, 'terms', a.terms, 'servicePointId', s.id, 'servicePointNumber', s.number,
      'commodity', s.commodity, 'address', p.address, 'transformerArea', s.transformer_area, 'gridCell', g.name,
      'meters', coalesce(m.meters, '[]'::jsonb)) ORDER BY a.end_on DESC NULLS FIRST, a.start_on DESC)
     FROM agreement a
     JOIN service_point s ON s.tenant_id = a.tenant_id AND s.id = a.service_point_id
     JOIN premise p ON p.tenant_id = s.tenant_id AND p.id = s.premise_id
     LEFT JOIN grid_cell g ON g.tenant_id = p.tenant_id AND g.id = p.grid_cell_id
     LEFT JOIN LATERAL (
       SELECT bi.content -> 'label' AS name FROM release_current rc
       JOIN release_item ri ON ri.tenant_id = rc.tenant_id AND ri.release_number = rc.release_number AND ri.kind = 'tariff' AND ri.key = a.tariff_key
       JOIN blueprint_item bi ON bi.tenant_id = ri.tenant_id AND bi.hash = ri.item_hash
       WHERE rc.tenant_id = $1
     ) t ON true
     LEFT JOIN LATERAL (
       SELECT jsonb_agg(jsonb_build_object('serial', m.serial, 'model', m.model, 'multiplier', i.multiplier::text) ORDER BY m.serial) AS meters
       FROM meter_installation i JOIN meter m ON m.tenant_id = i.tenant_id AND m.id = i.meter_id
       WHERE i.tenant_id = $1 AND i.service_point_id = s.id AND i.removed_at IS NULL
     ) m ON true
     WHERE $3 AND a.tenant_id = $1 AND a.customer_id = c.id), '[]'::jsonb) AS agreements,
    coalesce((SELECT jsonb_agg(to_jsonb(b)) FROM (
      SELECT b.id, b.number, b.period, b.period_start AS "periodStart", b.period_end - 1 AS "lastDay", b.state, b.total::text,
        b.paid::text, b.currency, b.usage::text, b.usage_unit AS "usageUnit", b.due_on AS "dueOn"
      FROM bill b WHERE $4 AND b.tenant_id = $1 AND b.customer_id = c.id
      ORDER BY b.period_start DESC, b.revision DESC LIMIT ${BILLS_SHOWN}) b), '[]'::jsonb) AS bills
  FROM customer c WHERE c.tenant_id = $1 AND c.id = $2`;
