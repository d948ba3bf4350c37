import { commonError } from "#app/platform/common-errors.ts";
import { readTenant, withTenantSql } from "#app/platform/database.ts";
import type { Scope } from "#app/platform/tenancy.ts";
import type { Words } from "#engines/kernel/errors.ts";
import { stepOf } from "#engines/service/index.ts";
import type { JsonObject } from "#schema/blueprint/item.ts";
import { type CodeLists, formsOf, type PinnedForm, shownIn } from "./check-form.ts";
import { CASE_COLUMNS, CASE_JOINS, type CaseRow } from "./list-cases.ts";
import { loadCase } from "./load-case.ts";
import type { Who } from "./who.ts";

/** One passage through a step, as the page of a case tells it. */
export interface CaseTask {
  readonly number: number;
  readonly step: string;
  readonly label: Words;
  readonly state: "open" | "done" | "dropped";
  readonly enteredAt: string;
  readonly leftAt: string | null;
  readonly dueAt: string | null;
  readonly overdue: boolean;
  readonly by: string | null;
  readonly outcome: Words | null;
  readonly form: PinnedForm | null;
  readonly data: JsonObject;
}

export interface CaseEvent {
  readonly id: string;
  readonly at: string;
  readonly kind: string;
  readonly step: Words | null;
  readonly detail: JsonObject;
  readonly forCustomer: boolean;
  readonly actorKind: string;
  readonly actorName: string;
}

export interface CaseView {
  readonly case: CaseRow;
  readonly serviceLabel: Words;
  readonly releaseNumber: number;
  readonly openedByName: string;
  readonly customerId: string | null;
  readonly customerPhone: string | null;
  readonly premiseId: string | null;
  readonly alarmId: string | null;
  readonly meterSerial: string | null;
  readonly servicePointNumber: string | null;
  readonly request: { readonly form: PinnedForm | null; readonly data: JsonObject };
  readonly codeLists: CodeLists;
  readonly tasks: readonly CaseTask[];
  /** The steps that may still come, in the order of the service. */
  readonly ahead: readonly Words[];
  readonly events: readonly CaseEvent[];
  readonly rating: { readonly score: number; readonly comment: string; readonly at: string } | null;
  readonly kind: "task" | "return-visit" | "wait" | null;
  readonly reopenable: boolean;
}

type Columns = CaseRow &
  Pick<
    CaseView,
    | "serviceLabel"
    | "releaseNumber"
    | "openedByName"
    | "customerId"
    | "customerPhone"
    | "premiseId"
    | "alarmId"
    | "meterSerial"
    | "servicePointNumber"
    | "rating"
  >;

/** Everything of a case for who works on it, as far as their roles may see it. @throws NOT_FOUND */
export async function showCase(scope: Scope, who: Who, caseId: string, now: Date): Promise<CaseView> {
  const [row] = await readTenant<Columns>(scope, "case.show", SHOW, [scope.tenantId, caseId]);
  if (row === undefined) throw commonError("NOT_FOUND");
  const {
    serviceLabel,
    releaseNumber,
    openedByName,
    customerId,
    customerPhone,
    premiseId,
    alarmId,
    ...rest
  } = row;
  const { meterSerial, servicePointNumber, rating, ...shown } = rest;
  return withTenantSql(scope, async (sql) => {
    const found = await loadCase(sql, scope.tenantId, caseId, { lock: false });
    const { source, reopening } = found.program;
    const keys = [source.form, ...source.steps.map(({ form }) => form)].filter((key) => key !== undefined);
    const { forms, codeLists } = await formsOf(sql, scope.tenantId, releaseNumber, keys);
    const formOf = (key: string | undefined) => (key === undefined ? null : (forms.get(key) ?? null));
    const { rows: tasks } = await sql.query<CaseTask & { outcomeKey: string | null }>(TASKS, [
      scope.tenantId,
      caseId,
    ]);
    const { rows: events } = await sql.query<CaseEvent & { stepKey: string | null }>(EVENTS, [
      scope.tenantId,
      caseId,
    ]);
    const running = shown.state === "open" || shown.state === "held";
    const at = source.steps.findIndex(({ key }) => key === shown.step);
    return {
      case: shown,
      serviceLabel,
      releaseNumber,
      openedByName,
      customerId,
      customerPhone,
      premiseId,
      alarmId,
      meterSerial,
      servicePointNumber,
      rating,
      codeLists,
      request: told(formOf(source.form), found.request, who),
      tasks: tasks.map(({ outcomeKey, ...task }) => {
        const step = stepOf(found.program, task.step).source;
        return {
          ...task,
          ...told(formOf(step.form), task.data, who),
          outcome: step.outcomes.find(({ key }) => key === outcomeKey)?.label ?? null,
        };
      }),
      ahead: running ? source.steps.slice(at + 1).map(({ label }) => label) : [],
      events: events.map(({ stepKey, ...event }) => ({
        ...event,
        step: source.steps.find(({ key }) => key === stepKey)?.label ?? null,
      })),
      kind: running ? (source.steps[at]?.kind ?? null) : null,
      reopenable:
        shown.state === "completed" &&
        reopening !== undefined &&
        now.getTime() <= (found.state.closedMs ?? 0) + reopening.withinMs,
    };
  });
}

/** What was filled in, as far as the person may see it. Without a form there are only facts that conditions use. */
function told(
  form: PinnedForm | null,
  data: JsonObject,
  who: Who,
): { form: PinnedForm | null; data: JsonObject } {
  return { form, data: form === null ? data : shownIn(form, data, who.roles) };
}

const SHOW = `
  SELECT ${CASE_COLUMNS}, i.content -> 'label' AS "serviceLabel", c.release_number AS "releaseNumber", c.opened_by_name AS "openedByName",
    c.customer_id AS "customerId", u.phone AS "customerPhone", c.premise_id AS "premiseId", c.alarm_id AS "alarmId",
    m.serial AS "meterSerial", s.number AS "servicePointNumber",
    CASE WHEN r.case_id IS NOT NULL THEN jsonb_build_object('score', r.score, 'comment', r.comment, 'at', r.rated_at) END AS rating
  FROM service_case c ${CASE_JOINS}
  JOIN blueprint_item i ON i.tenant_id = c.tenant_id AND i.hash = c.service_hash
  LEFT JOIN service_point s ON s.tenant_id = c.tenant_id AND s.id = c.service_point_id
  LEFT JOIN meter m ON m.tenant_id = c.tenant_id AND m.id = coalesce(c.meter_id, (
    SELECT x.meter_id FROM meter_installation x WHERE x.tenant_id = c.tenant_id AND x.service_point_id = c.service_point_id
      AND x.removed_at IS NULL ORDER BY x.installed_at DESC LIMIT 1))
  LEFT JOIN case_rating r ON r.tenant_id = c.tenant_id AND r.case_id = c.id
  WHERE c.tenant_id = $1 AND c.id = $2`;

const TASKS = `
  SELECT number, step_key AS step, label, state, to_json(entered_at) #>> '{}' AS "enteredAt", to_json(left_at) #>> '{}' AS "leftAt",
    to_json(due_at) #>> '{}' AS "dueAt", overdue_at IS NOT NULL AS overdue, coalesce(done_by_name, assignee_name) AS by,
    outcome AS "outcomeKey", data
  FROM case_task WHERE tenant_id = $1 AND case_id = $2 ORDER BY number`;

const EVENTS = `
  SELECT id, to_json(at) #>> '{}' AS at, kind, step_key AS "stepKey", detail, for_customer AS "forCustomer",
    actor_kind AS "actorKind", actor_name AS "actorName"
  FROM case_event WHERE tenant_id = $1 AND case_id = $2 ORDER BY id`;
