import { newId } from "#app/platform/ids.ts";
import type { Actor } from "#app/platform/tenancy.ts";
import type { Words } from "#engines/kernel/errors.ts";
import {
  type CaseState,
  type Happening,
  openTask,
  type ServiceProgram,
  stepOf,
  type TaskState,
  timersOf,
  type WorkClock,
} from "#engines/service/index.ts";
import type { JsonObject } from "#schema/blueprint/item.ts";
import type { Opener } from "#schema/blueprint/service/schema.ts";

/** What is laid down when a case is opened and never changes. */
export interface CaseFacts {
  readonly id: string;
  readonly number: string;
  readonly serviceKey: string;
  readonly serviceHash: string;
  readonly releaseNumber: number;
  readonly openKey: string;
  readonly title: Words;
  readonly openedBy: Opener;
  readonly openedById: string | null;
  readonly openedByName: string;
  readonly customerId: string | null;
  readonly premiseId: string | null;
  readonly servicePointId: string | null;
  readonly meterId: string | null;
  readonly alarmId: string | null;
  readonly gridCellId: string | null;
  readonly search: string;
}

/** A case with the program that it pins. */
export interface PinnedCase {
  readonly facts: CaseFacts;
  readonly program: ServiceProgram;
  readonly clock: WorkClock;
}

/** Where the open task belongs: the unit by its id, and the names of who has or had tasks. */
export interface Place {
  readonly orgUnitId: string | null;
  readonly names: ReadonlyMap<string, string>;
}

export type Fields = Readonly<Record<string, unknown>>;

const date = (ms: number | null): Date | null => (ms === null ? null : new Date(ms));

/** The columns of `service_case` that are written once. */
export function openingFields(tenantId: string, { facts, program }: PinnedCase, request: JsonObject): Fields {
  return {
    tenant_id: tenantId,
    id: facts.id,
    number: facts.number,
    service_key: facts.serviceKey,
    service_hash: facts.serviceHash,
    release_number: facts.releaseNumber,
    open_key: facts.openKey,
    category: program.source.category,
    title: facts.title,
    opened_by: facts.openedBy,
    opened_by_id: facts.openedById,
    opened_by_name: facts.openedByName,
    customer_id: facts.customerId,
    premise_id: facts.premiseId,
    service_point_id: facts.servicePointId,
    meter_id: facts.meterId,
    alarm_id: facts.alarmId,
    grid_cell_id: facts.gridCellId,
    for_customer:
      facts.openedBy === "customer" || program.source.steps.some(({ visible }) => visible !== undefined),
    request,
    search: facts.search,
  };
}

/** The columns of `service_case` that follow from its state. */
export function stateFields({ program }: PinnedCase, state: CaseState, place: Place): Fields {
  const task = openTask(state);
  const last = state.tasks.at(-1) as TaskState;
  const { source } = stepOf(program, last.step);
  const dues = [task?.dueMs ?? null, state.dueMs].filter((ms): ms is number => ms !== null);
  const visible = state.tasks.findLast(({ step }) => stepOf(program, step).source.visible !== undefined);
  return {
    state: state.status,
    priority: state.priority,
    opened_at: date(state.openedMs),
    limit_number: state.limit,
    due_at: date(state.dueMs),
    overdue_at: date(state.overdueMs),
    holds: state.holds.map(({ fromMs, toMs }) => [fromMs, toMs]),
    held_since: date(state.heldSinceMs),
    task_number: last.number,
    step_key: last.step,
    step_label: source.label,
    visible_step: visible === undefined ? null : (stepOf(program, visible.step).source.visible ?? null),
    role: task === undefined ? null : (source.assignee?.role ?? null),
    skill: task === undefined ? null : (source.assignee?.skill ?? null),
    org_unit_id: task === undefined ? null : place.orgUnitId,
    assignee_id: task?.assignee ?? null,
    assignee_name: nameOf(place, task?.assignee),
    task_due_at: date(task?.dueMs ?? null),
    task_overdue: task !== undefined && task.overdueMs !== null,
    next_due_at: task === undefined || dues.length === 0 ? "infinity" : date(Math.min(...dues)),
    closed_at: date(state.closedMs),
  };
}

/** A row of `case_task`, without its data, which the submission brings. */
export function taskFields(
  tenantId: string,
  { facts, program }: PinnedCase,
  task: TaskState,
  place: Place,
): Fields {
  const { source } = stepOf(program, task.step);
  return {
    tenant_id: tenantId,
    id: newId(),
    case_id: facts.id,
    number: task.number,
    step_key: task.step,
    label: source.label,
    kind: source.kind,
    state: task.state,
    entered_at: date(task.enteredMs),
    left_at: date(task.leftMs),
    limit_number: task.limit,
    due_at: date(task.dueMs),
    overdue_at: date(task.overdueMs),
    assignee_id: task.assignee,
    assignee_name: nameOf(place, task.assignee),
    done_by_id: task.by,
    done_by_name: nameOf(place, task.by),
    outcome: task.outcome,
  };
}

/** Who does what happens by itself. */
export const SYSTEM: Actor = { kind: "system", name: "system" };
/** What happens by itself, whoever's deed it follows from. */
const BY_ITSELF = new Set<Happening["kind"]>([
  "entered",
  "skipped",
  "reminded",
  "overdue",
  "case-overdue",
  "escalated",
  "completed",
]);
/** What a customer may read of their own case. A step only when its service shows it. */
const FOR_CUSTOMER = new Set<Happening["kind"]>(["opened", "completed", "cancelled", "reopened"]);

export interface Deed {
  readonly actor: Actor;
  readonly requestId?: string | undefined;
  readonly ip?: string | undefined;
  /** Why, what was said, under which key; it goes to the happening that the deed itself is. */
  readonly detail?: JsonObject | undefined;
}

/** A row of `case_event` for each thing that happened. */
export function eventFields(
  tenantId: string,
  { facts, program }: PinnedCase,
  happenings: readonly Happening[],
  place: Place,
  deed: Deed,
): Fields[] {
  return happenings.map((happening) => {
    const step = "step" in happening ? stepOf(program, happening.step).source : undefined;
    const actor = BY_ITSELF.has(happening.kind) ? SYSTEM : deed.actor;
    const shown = happening.kind === "entered" && step?.visible !== undefined;
    return {
      tenant_id: tenantId,
      id: newId(),
      case_id: facts.id,
      at: new Date(happening.atMs),
      kind: happening.kind,
      task_number: "task" in happening ? happening.task : null,
      step_key: "step" in happening ? happening.step : null,
      words: step?.visible ?? null,
      detail: { ...detailOf(happening, place), ...(actor === deed.actor ? deed.detail : {}) },
      for_customer: shown || FOR_CUSTOMER.has(happening.kind),
      actor_kind: actor.kind,
      actor_id: actor.id ?? null,
      actor_name: actor.name,
      request_id: deed.requestId ?? null,
      ip: actor === deed.actor ? (deed.ip ?? null) : null,
    };
  });
}

function detailOf(happening: Happening, place: Place): JsonObject {
  switch (happening.kind) {
    case "left":
      return happening.outcome === null ? {} : { outcome: happening.outcome };
    case "assigned":
      return { to: happening.to, name: nameOf(place, happening.to) };
    case "escalated":
      return { role: happening.role, priority: happening.priority };
    case "prioritised":
      return { priority: happening.priority };
    default:
      return {};
  }
}

/** Rows of `case_timer`: those that wait and those that have gone off. */
export function timerFields(
  tenantId: string,
  { facts, program, clock }: PinnedCase,
  state: CaseState,
): Fields[] {
  const task = state.tasks.at(-1);
  return timersOf(program, state, clock).map(({ name, atMs }) => ({
    tenant_id: tenantId,
    case_id: facts.id,
    task_number: name === "case-overdue" ? 0 : (task?.number ?? 0),
    name,
    at: new Date(atMs),
    state: "waiting",
  }));
}

const nameOf = ({ names }: Place, id: string | null | undefined): string | null =>
  id == null ? null : (names.get(id) ?? null);
