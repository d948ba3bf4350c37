import { readTenant } from "#app/platform/database.ts";
import type { Scope } from "#app/platform/tenancy.ts";
import { CASE_COLUMNS, CASE_JOINS, type CaseFilter, type CaseRow } from "./list-cases.ts";

export interface BoardCase extends CaseRow {
  readonly kind: "task" | "return-visit" | "wait";
}

export interface Board {
  readonly cases: readonly BoardCase[];
  /** There are more than the board shows: the filters narrow it. */
  readonly more: boolean;
}

/** Cards at once: more than this nobody can look over. */
const CARDS_LIMIT = 300;

/** What is under way, the most urgent first, and what was completed within the last day. */
export async function showBoard(
  scope: Scope,
  filter: Pick<CaseFilter, "search" | "service" | "category" | "assigneeId">,
  now: Date,
): Promise<Board> {
  const rows = await readTenant<BoardCase>(scope, "case.board", BOARD, [
    scope.tenantId,
    filter.search?.toLowerCase() || null,
    filter.service || null,
    filter.category ?? null,
    filter.assigneeId ?? null,
    new Date(now.getTime() - 86_400_000),
  ]);
  return { cases: rows.slice(0, CARDS_LIMIT), more: rows.length > CARDS_LIMIT };
}

const BOARD = `
  SELECT ${CASE_COLUMNS}, t.kind
  FROM (
    SELECT * FROM service_case c WHERE c.tenant_id = $1 AND (c.state IN ('open', 'held') OR (c.state = 'completed' AND c.closed_at > $6))
      AND ($2::text IS NULL OR strpos(c.search, $2) > 0)
      AND ($3::text IS NULL OR c.service_key = $3)
      AND ($4::text IS NULL OR c.category = $4)
      AND ($5::uuid IS NULL OR c.assignee_id = $5)
    ORDER BY c.state IN ('open', 'held') DESC, c.next_due_at, c.id LIMIT ${CARDS_LIMIT + 1}
  ) c ${CASE_JOINS}
  JOIN case_task t ON t.tenant_id = c.tenant_id AND t.case_id = c.id AND t.number = c.task_number
  ORDER BY c.next_due_at, c.id`;
