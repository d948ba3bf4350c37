import { commonError } from "#app/platform/common-errors.ts";
import { readTenant } from "#app/platform/database.ts";
import type { Scope } from "#app/platform/tenancy.ts";
import { programOf } from "#engines/compilers.ts";
import type { Words } from "#engines/kernel/errors.ts";
import type { CaseStatus, ServiceProgram } from "#engines/service/index.ts";
import type { JsonObject } from "#schema/blueprint/item.ts";

/** A case as its customer sees it: words that the service shows to customers, nothing of who works on it. */
export interface OwnCaseRow {
  readonly id: string;
  readonly number: string;
  readonly title: Words;
  readonly service: string;
  readonly state: CaseStatus;
  readonly step: Words | null;
  readonly openedAt: string;
  readonly closedAt: string | null;
  readonly address: string | null;
  /** It waits for the customer's answer whether it is solved. */
  readonly asked: boolean;
  readonly score: number | null;
}

export interface OwnCaseEvent {
  readonly id: string;
  readonly kind: string;
  readonly at: string;
  readonly words: Words | null;
  readonly text: string | null;
  readonly own: boolean;
}

export interface OwnCase extends OwnCaseRow {
  readonly steps: readonly {
    readonly key: string;
    readonly words: Words;
    readonly state: "done" | "current" | "ahead";
  }[];
  readonly events: readonly OwnCaseEvent[];
  /** What the customer can answer now; empty when nothing is asked. */
  readonly outcomes: readonly { readonly key: string; readonly label: Words }[];
  readonly ratable: boolean;
  readonly reopenable: boolean;
  readonly comment: string | null;
}

interface OwnColumns extends Omit<OwnCaseRow, "asked"> {
  step_key: string;
  hash: string;
  content: JsonObject;
  comment: string | null;
  opened_by: string;
}

const COLUMNS = `
  c.id, c.number, c.title, c.service_key AS service, c.state, c.visible_step AS step, c.step_key, c.service_hash AS hash, i.content,
  to_json(c.opened_at) #>> '{}' AS "openedAt", to_json(c.closed_at) #>> '{}' AS "closedAt", p.address, r.score, r.comment`;

const FROM = `
  FROM service_case c
  JOIN blueprint_item i ON i.tenant_id = c.tenant_id AND i.hash = c.service_hash
  LEFT JOIN premise p ON p.tenant_id = c.tenant_id AND p.id = c.premise_id
  LEFT JOIN case_rating r ON r.tenant_id = c.tenant_id AND r.case_id = c.id`;

const PAGE_SIZE = 50;

/** The customer's own cases, newest first: the floor of the portal's role. */
export async function listOwnCases(
  scope: Scope,
  after?: string,
): Promise<{ cases: OwnCaseRow[]; next: string | null }> {
  const [openedAt, id] = after === undefined ? [null, null] : after.split("~");
  const rows = await readTenant<OwnColumns>(
    scope,
    "case.own-list",
    `SELECT ${COLUMNS} ${FROM} WHERE c.tenant_id = $1 AND ($2::timestamptz IS NULL OR (c.opened_at, c.id) < ($2, $3::uuid))
     ORDER BY c.opened_at DESC, c.id DESC LIMIT ${PAGE_SIZE + 1}`,
    [scope.tenantId, openedAt ?? null, id ?? null],
  );
  const shown = rows.slice(0, PAGE_SIZE);
  const last = shown.at(-1);
  const next = rows.length > PAGE_SIZE && last ? `${last.openedAt}~${last.id}` : null;
  return { cases: shown.map((row) => rowOf(row, programOf("service", row.hash, row.content))), next };
}

/** @throws NOT_FOUND when it is not the customer's */
export async function showOwnCase(scope: Scope, caseId: string, now: Date): Promise<OwnCase> {
  const [row] = await readTenant<OwnColumns>(
    scope,
    "case.own-show",
    `SELECT ${COLUMNS} ${FROM} WHERE c.tenant_id = $1 AND c.id = $2`,
    [scope.tenantId, caseId],
  );
  if (row === undefined) throw commonError("NOT_FOUND");
  const events = await readTenant<OwnCaseEvent & { step_key: string | null }>(
    scope,
    "case.own-events",
    `SELECT e.id, e.kind, to_json(e.at) #>> '{}' AS at, e.words, e.detail ->> 'text' AS text, e.actor_kind = 'customer' AS own, e.step_key
     FROM case_event e WHERE e.tenant_id = $1 AND e.case_id = $2 ORDER BY e.id`,
    [scope.tenantId, caseId],
  );
  const program = programOf("service", row.hash, row.content);
  const own = rowOf(row, program);
  const step = program.source.steps.find(({ key }) => key === row.step_key);
  const closedMs = row.closedAt === null ? Number.POSITIVE_INFINITY : Date.parse(row.closedAt);
  const within = (ms: number | undefined) =>
    row.state === "completed" && ms !== undefined && now.getTime() <= closedMs + ms;
  return {
    ...own,
    steps: progressOf(
      program,
      row.state,
      events.flatMap(({ step_key }) => step_key ?? []),
    ),
    events: events.map(({ step_key: _, ...event }) => event),
    outcomes: own.asked ? (step?.outcomes ?? []).map(({ key, label }) => ({ key, label })) : [],
    ratable: row.score === null && within(program.ratingMs),
    reopenable: within(program.reopening?.withinMs),
    comment: row.comment,
  };
}

function rowOf(
  { step_key, hash: _hash, content: _content, comment: _comment, ...row }: OwnColumns,
  program: ServiceProgram,
): OwnCaseRow {
  const asked =
    row.state === "open" && program.source.steps.find(({ key }) => key === step_key)?.kind === "return-visit";
  return { ...row, asked };
}

/** The steps that customers see: those passed, the one it is at, those to come unless a condition may leave them out. */
function progressOf(
  program: ServiceProgram,
  state: CaseStatus,
  entered: readonly string[],
): OwnCase["steps"] {
  const current = state === "completed" || state === "cancelled" ? undefined : entered.at(-1);
  const visible = program.source.steps.filter((step) => step.visible !== undefined);
  const at = visible.findIndex(({ key }) => key === current);
  return visible
    .filter(
      ({ key, when }, index) =>
        entered.includes(key) || (when === undefined && current !== undefined && index > at),
    )
    .map(({ key, visible: words }) => ({
      key,
      words: words as Words,
      state:
        key === current
          ? "current"
          : at >= 0 && visible.findIndex((each) => each.key === key) > at
            ? "ahead"
            : "done",
    }));
}
