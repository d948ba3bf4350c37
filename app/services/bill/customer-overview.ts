import { readTenant } from "#app/platform/database.ts";
import type { Scope } from "#app/platform/tenancy.ts";
import { type BillRow, listBills } from "./list-bills.ts";

export interface OwnServicePoint {
  readonly id: string;
  readonly number: string;
  readonly address: string;
  readonly commodity: "electricity" | "gas" | "water" | "heat";
  readonly agreementNumber: string;
  readonly usageSource: "register" | "interval";
  readonly timezone: string;
}

export interface CustomerOverview {
  /** What is open on posted bills, by currency. */
  readonly due: readonly { readonly currency: string; readonly amount: string; readonly nextDueOn: string }[];
  /** Open bills, the oldest due first. */
  readonly openBills: readonly BillRow[];
  readonly latest: BillRow | null;
  /** Use of the latest periods, oldest first. */
  readonly usage: readonly {
    readonly period: string;
    readonly usage: string;
    readonly unit: string;
    readonly estimated: boolean;
  }[];
  readonly servicePoints: readonly OwnServicePoint[];
}

/** The first page of the portal, all of it the customer's own. */
export async function customerOverview(scope: Scope): Promise<CustomerOverview> {
  const [{ bills }, open, servicePoints] = await Promise.all([
    listBills(scope, {}),
    listBills(scope, { open: true }),
    ownServicePoints(scope),
  ]);
  const due = await readTenant<CustomerOverview["due"][number]>(
    scope,
    "bill.due",
    `SELECT currency, sum(total - paid)::text AS amount, min(due_on) AS "nextDueOn" FROM bill
     WHERE tenant_id = $1 AND state = 'posted' AND total > paid GROUP BY currency ORDER BY currency`,
    [scope.tenantId],
  );
  return {
    due,
    openBills: [...open.bills].sort((a, b) => (a.dueOn < b.dueOn ? -1 : 1)),
    latest: bills[0] ?? null,
    usage: bills
      .slice(0, 13)
      .reverse()
      .map(({ period, usage, usageUnit, estimated }) => ({ period, usage, unit: usageUnit, estimated })),
    servicePoints,
  };
}

/** The service points of the customer's agreements, the running ones first. */
export async function ownServicePoints(scope: Scope): Promise<OwnServicePoint[]> {
  return readTenant<OwnServicePoint>(
    scope,
    "service-point.own",
    `SELECT DISTINCT ON (s.id) s.id, s.number, p.address, s.commodity, a.number AS "agreementNumber",
       a.usage_source AS "usageSource", s.timezone
     FROM agreement a JOIN service_point s ON s.tenant_id = a.tenant_id AND s.id = a.service_point_id
     JOIN premise p ON p.tenant_id = s.tenant_id AND p.id = s.premise_id
     WHERE a.tenant_id = $1 ORDER BY s.id, a.start_on DESC`,
    [scope.tenantId],
  );
}
