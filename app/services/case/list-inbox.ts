import { readTenant } from "#app/platform/database.ts";
import { type KeysetPage, keysetPage } from "#app/platform/keyset.ts";
import type { Scope } from "#app/platform/tenancy.ts";
import type { Words } from "#engines/kernel/errors.ts";
import { CASE_COLUMNS, CASE_JOINS, type CaseRow } from "./list-cases.ts";
import type { Who } from "./who.ts";

/** A task that waits for the person who looks. */
export interface InboxTask
  extends Pick<
    CaseRow,
    | "number"
    | "service"
    | "category"
    | "title"
    | "state"
    | "priority"
    | "stepLabel"
    | "dueAt"
    | "overdue"
    | "assigneeId"
    | "address"
    | "longitude"
    | "latitude"
    | "customerName"
  > {
  readonly caseId: string;
  readonly taskNumber: number;
  /** Of the task: what a submission names as its `baseVersion`. */
  readonly version: number;
  readonly serviceLabel: Words;
  readonly customerPhone: string | null;
  readonly mine: boolean;
}

export interface InboxFilter {
  readonly search?: string | undefined;
  /** Only what is already given to the person, or only what they could take. */
  readonly mine?: boolean | undefined;
}

/** What waits for somebody: what they have, and what their roles, skills and unit let them take; by when it is due. */
export async function listInbox(
  scope: Scope,
  who: Who,
  filter: InboxFilter,
  after: string | undefined,
): Promise<KeysetPage<InboxTask>> {
  const place = { sort: "due", direction: "ascending", after, before: undefined } as const;
  return keysetPage(place, undefined, async (cursor, _order, count) =>
    readTenant<InboxTask & { id: string }>(scope, "case.inbox", INBOX, [
      scope.tenantId,
      who.personId,
      [...who.roles],
      cursor?.key ?? null,
      cursor?.id ?? null,
      filter.search?.toLowerCase() || null,
      filter.mine ?? null,
      count,
    ]),
  );
}

const INBOX = `
  SELECT ${CASE_COLUMNS}, c.id AS "caseId", c.task_number AS "taskNumber", t.version, i.content -> 'label' AS "serviceLabel",
    u.phone AS "customerPhone", c.assignee_id IS NOT NULL AS mine, c.next_due_at::text AS key
  FROM service_case c
  JOIN case_task t ON t.tenant_id = c.tenant_id AND t.case_id = c.id AND t.number = c.task_number
  JOIN blueprint_item i ON i.tenant_id = c.tenant_id AND i.hash = c.service_hash
  ${CASE_JOINS}
  LEFT JOIN staff s ON s.tenant_id = c.tenant_id AND s.person_id = $2::uuid
  WHERE c.tenant_id = $1 AND c.state IN ('open', 'held') AND t.kind <> 'wait'
    AND (c.assignee_id = $2::uuid OR (c.assignee_id IS NULL AND c.role = ANY ($3::text[])
      AND (c.skill IS NULL OR c.skill = ANY (s.skills)) AND (c.org_unit_id IS NULL OR c.org_unit_id = s.org_unit_id)))
    AND ($4::text IS NULL OR (c.next_due_at, c.id) > ($4::timestamptz, $5::uuid))
    AND ($6::text IS NULL OR strpos(c.search, $6) > 0)
    AND ($7::boolean IS NULL OR (c.assignee_id IS NOT NULL) = $7)
  ORDER BY c.next_due_at, c.id LIMIT $8`;
