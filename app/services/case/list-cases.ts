import { readTenant } from "#app/platform/database.ts";
import { batchesOf, EXPORT_BATCH, type Keyset, type KeysetPage, keysetPage } from "#app/platform/keyset.ts";
import type { Scope } from "#app/platform/tenancy.ts";
import type { Words } from "#engines/kernel/errors.ts";
import { CASE_STATES, type CaseStatus } from "#engines/service/index.ts";
import type { Opener, Priority, ServiceCategory } from "#schema/blueprint/service/schema.ts";

export { CASE_STATES };
export const CASE_SORTS = ["opened", "due", "number"] as const;
export type CaseSort = (typeof CASE_SORTS)[number];

export interface CaseFilter {
  /** Part of the number, of the title, of the customer's name, number or telephone, of the address. */
  readonly search?: string | undefined;
  readonly state?: CaseStatus | undefined;
  /** `true`: open or held. */
  readonly running?: boolean | undefined;
  readonly service?: string | undefined;
  readonly category?: ServiceCategory | undefined;
  readonly priority?: Priority | undefined;
  readonly step?: string | undefined;
  readonly assigneeId?: string | undefined;
  readonly unassigned?: boolean | undefined;
  readonly overdue?: boolean | undefined;
  readonly customerId?: string | undefined;
  readonly premiseId?: string | undefined;
  readonly alarmId?: string | undefined;
}

export interface CaseRow {
  readonly id: string;
  readonly number: string;
  readonly service: string;
  readonly category: ServiceCategory;
  readonly title: Words;
  readonly state: CaseStatus;
  readonly priority: Priority;
  readonly openedBy: Opener;
  readonly openedAt: string;
  readonly closedAt: string | null;
  readonly step: string;
  readonly stepLabel: Words;
  readonly assigneeId: string | null;
  readonly assigneeName: string | null;
  readonly role: string | null;
  /** When the open task, or the whole case where that is earlier, must be done. */
  readonly dueAt: string | null;
  readonly overdue: boolean;
  readonly customerName: string | null;
  readonly customerNumber: string | null;
  readonly address: string | null;
  readonly longitude: number | null;
  readonly latitude: number | null;
  readonly heldReason: string | null;
  readonly version: number;
}

/** Cases with keyset paging both ways, newest first by default. */
export async function listCases(
  scope: Scope,
  filter: CaseFilter,
  place: Keyset<CaseSort>,
  limit?: number,
): Promise<KeysetPage<CaseRow>> {
  return keysetPage(place, limit, (cursor, order, count) =>
    readTenant<CaseRow>(scope, `case.list.${place.sort}.${order}`, LIST(place.sort, order), [
      scope.tenantId,
      cursor?.key ?? null,
      cursor?.id ?? null,
      filter.search?.toLowerCase() || null,
      filter.state ?? null,
      filter.running ?? false,
      filter.service || null,
      filter.category ?? null,
      filter.priority ?? null,
      filter.step || null,
      filter.assigneeId ?? null,
      filter.unassigned ?? false,
      filter.overdue ?? false,
      filter.customerId ?? null,
      filter.premiseId ?? null,
      filter.alarmId ?? null,
      count,
    ]),
  );
}

/** Every case that fits, in batches: an export holds one batch in memory. */
export function exportCases(scope: Scope, filter: CaseFilter): AsyncIterable<readonly CaseRow[]> {
  const place = { sort: "opened", direction: "descending", before: undefined } as const;
  return batchesOf((after) => listCases(scope, filter, { ...place, after }, EXPORT_BATCH));
}

const COLUMN: Readonly<Record<CaseSort, { name: string; type: string }>> = {
  opened: { name: "opened_at", type: "timestamptz" },
  due: { name: "next_due_at", type: "timestamptz" },
  number: { name: "number", type: "text" },
};

export const CASE_COLUMNS = `
  c.id, c.number, c.service_key AS service, c.category, c.title, c.state, c.priority, c.opened_by AS "openedBy",
  to_json(c.opened_at) #>> '{}' AS "openedAt", to_json(c.closed_at) #>> '{}' AS "closedAt", c.step_key AS step, c.step_label AS "stepLabel",
  c.assignee_id AS "assigneeId", c.assignee_name AS "assigneeName", c.role,
  CASE WHEN c.next_due_at < 'infinity' THEN to_json(c.next_due_at) #>> '{}' END AS "dueAt",
  (c.task_overdue OR c.overdue_at IS NOT NULL OR (c.state = 'open' AND c.next_due_at < now())) AS overdue,
  u.name AS "customerName", u.number AS "customerNumber", p.address, p.longitude, p.latitude, c.held_reason AS "heldReason", c.version`;

export const CASE_JOINS = `
  LEFT JOIN customer u ON u.tenant_id = c.tenant_id AND u.id = c.customer_id
  LEFT JOIN premise p ON p.tenant_id = c.tenant_id AND p.id = c.premise_id`;

const LIST = (sort: CaseSort, order: "ASC" | "DESC"): string => {
  const { name, type } = COLUMN[sort];
  return `
  SELECT ${CASE_COLUMNS}, c.${name}::text AS key
  FROM (
    SELECT * FROM service_case c
    WHERE c.tenant_id = $1
      AND ($2::text IS NULL OR (c.${name}, c.id) ${order === "ASC" ? ">" : "<"} ($2::${type}, $3::uuid))
      AND ($4::text IS NULL OR strpos(c.search, $4) > 0)
      AND ($5::text IS NULL OR c.state = $5)
      AND (NOT $6::boolean OR c.state IN ('open', 'held'))
      AND ($7::text IS NULL OR c.service_key = $7)
      AND ($8::text IS NULL OR c.category = $8)
      AND ($9::text IS NULL OR c.priority = $9)
      AND ($10::text IS NULL OR c.step_key = $10)
      AND ($11::uuid IS NULL OR c.assignee_id = $11)
      AND (NOT $12::boolean OR (c.assignee_id IS NULL AND c.state IN ('open', 'held')))
      AND (NOT $13::boolean OR c.task_overdue OR c.overdue_at IS NOT NULL OR (c.state = 'open' AND c.next_due_at < now()))
      AND ($14::uuid IS NULL OR c.customer_id = $14)
      AND ($15::uuid IS NULL OR c.premise_id = $15)
      AND ($16::uuid IS NULL OR c.alarm_id = $16)
    ORDER BY c.${name} ${order}, c.id ${order} LIMIT $17
  ) c ${CASE_JOINS}
  ORDER BY c.${name} ${order}, c.id ${order}`;
};
