import { addJob } from "#app/jobs/add-job.ts";
import { type TenantSql, withTenantSql } from "#app/platform/database.ts";
import type { Scope } from "#app/platform/tenancy.ts";
import { compiledIn, currentRelease, type ReleaseContent } from "#app/services/blueprint/release.ts";
import { caseNumber } from "#app/services/case/case-number.ts";
import {
  type CaseFacts,
  eventFields,
  type Fields,
  openingFields,
  type PinnedCase,
  stateFields,
  taskFields,
  timerFields,
} from "#app/services/case/case-row.ts";
import { listWorkers, type Worker } from "#app/services/case/staff.ts";
import { programOf } from "#engines/compilers.ts";
import { dayStartMs, localDayOf, type Zone } from "#engines/kernel/zone.ts";
import {
  type CaseState,
  clockOf,
  type Happening,
  openCaseState,
  openTask,
  operate,
  stepOf,
  type Turn,
  tick,
  type WorkClock,
} from "#engines/service/index.ts";
import type { JsonObject } from "#schema/blueprint/item.ts";
import type { Opener } from "#schema/blueprint/service/schema.ts";
import { insertRows, type Row } from "./bulk.ts";
import { requestOf } from "./case-requests.ts";
import { Random } from "./random.ts";
import type { Window } from "./window.ts";

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
/** Cases of the last year for each utility that has customers, and those of the last two days, which are still under way. */
const PAST = 180;
const PRESENT = 26;

interface Place {
  readonly customer_id: string;
  readonly customer_number: string;
  readonly customer_name: string;
  readonly phone: string | null;
  readonly premise_id: string;
  readonly premise_number: string;
  readonly address: string;
  readonly grid_cell_id: string | null;
  readonly service_point_id: string;
  readonly service_point_number: string;
}

interface Service {
  readonly key: string;
  readonly hash: string;
  readonly program: ReturnType<typeof programOf<"service">>;
  readonly clock: WorkClock;
}

/**
 * Lets a year of cases be lived: opened at places of the demo, worked on by its staff, late now and then, answered and rated,
 * by the engine's own rules. The same in every run. What would change an agreement is never carried out: applications of the
 * last two days are under way, older ones were sent back at the desk.
 * Returns how many cases are new.
 */
export async function writeCases(
  scope: Scope,
  slug: string,
  zone: Zone,
  window: Window,
  language: "zh-CN" | "en",
): Promise<number> {
  const release = await currentRelease(scope);
  const services = release.items
    .filter(({ kind }) => kind === "service")
    .map(({ key, hash, content }): Service => {
      const program = programOf("service", hash, content);
      const { calendar } = program;
      const named =
        typeof calendar === "string" ? compiledIn(release, "calendar", calendar).program : undefined;
      return { key, hash, program, clock: clockOf(program, zone, named) };
    });
  if (services.length === 0) return 0;
  const endMs = dayStartMs(zone, window.today);
  return withTenantSql(scope, async (sql) => {
    const places = (await sql.query<Place & Record<string, unknown>>(PLACES, [scope.tenantId])).rows;
    const workers = await listWorkers(sql, scope.tenantId, {});
    const units = await unitsOf(sql, scope.tenantId);
    if (places.length === 0) return 0;
    const lived = Array.from({ length: PAST + PRESENT }, (_, at) => {
      const random = new Random(`${slug}/case/${at}`);
      const present = at >= PAST;
      const openedMs = Math.round(
        endMs - (present ? random.between(0.2, 44) * HOUR_MS : random.between(3, 360) * DAY_MS),
      );
      return liveCase({
        random,
        services,
        places,
        workers,
        units,
        zone,
        openedMs,
        endMs,
        releaseNumber: release.number,
        at,
        tenantId: scope.tenantId,
        slug,
        release,
        language,
        present,
      });
    });
    const written = await insertRows(
      sql,
      "service_case",
      lived.map(({ row }) => row),
    );
    if (written === 0) return 0;
    await insertRows(
      sql,
      "case_task",
      lived.flatMap(({ tasks }) => tasks),
    );
    await insertRows(
      sql,
      "case_event",
      lived.flatMap(({ events }) => events),
    );
    await insertRows(
      sql,
      "case_timer",
      lived.flatMap(({ timers }) => timers),
    );
    await insertRows(
      sql,
      "case_rating",
      lived.flatMap(({ rating }) => rating),
    );
    for (const { row, timers } of lived) {
      const first = timers.find((timer) => timer.state === "waiting")?.at;
      const caseId = String(row.id);
      if (first instanceof Date) await addJob(sql, "case.tick", { caseId }, { key: caseId, runAt: first });
    }
    return written;
  });
}

interface Setting {
  readonly random: Random;
  readonly services: readonly Service[];
  readonly places: readonly Place[];
  readonly workers: readonly Worker[];
  readonly units: ReadonlyMap<string, string>;
  readonly zone: Zone;
  readonly openedMs: number;
  readonly endMs: number;
  readonly releaseNumber: number;
  readonly at: number;
  readonly tenantId: string;
  readonly slug: string;
  readonly release: ReleaseContent;
  readonly language: "zh-CN" | "en";
  /** Opened in the last two days. */
  readonly present: boolean;
}

interface LivedCase {
  readonly row: Row;
  readonly tasks: readonly Row[];
  readonly events: readonly Row[];
  readonly timers: readonly Row[];
  readonly rating: readonly Row[];
}

const WEIGHTS: Readonly<Record<string, number>> = {
  repair: 46,
  complaint: 14,
  "gas-leak": 12,
  ignition: 10,
  connection: 8,
};

function liveCase(setting: Setting): LivedCase {
  const { random, services, places, workers, openedMs, endMs, tenantId } = setting;
  const service = random.pickWeighted(services.map((each) => [each, WEIGHTS[each.key] ?? 3] as const));
  const { clock } = service;
  const place = random.pick(places);
  const openedBy: Opener = random.pickWeighted([
    ["customer", 6],
    ["staff", 4],
  ]);
  const agent = workers.find(({ roles }) => roles.includes("service-agent"));
  const facts = factsOf(setting, service, place, openedBy, agent);
  const pinned: PinnedCase = { facts, program: service.program, clock: service.clock };
  const who = { name: place.customer_name, phone: place.phone, language: setting.language };
  const data: JsonObject = {
    ...requestOf(setting.release, service.program.source.form, who, localDayOf(clock.zone, openedMs), random),
    area: random.pickWeighted([
      ["urban", 7],
      ["rural", 2],
      ["remote", 1],
    ]),
  };
  const happenings: { readonly happening: Happening; readonly by: Worker | undefined }[] = [];
  const take = (turn: Turn, by: Worker | undefined): CaseState => {
    happenings.push(...turn.happenings.map((happening) => ({ happening, by })));
    return turn.state;
  };
  let state = take(
    openCaseState(service.program, { openedBy, data, nowMs: openedMs }, clock),
    openedBy === "staff" ? agent : undefined,
  );
  // The day of the demo ends what is known: a case that would go on is still under way.
  const changes = service.program.source.steps.some(({ actions }) =>
    actions.some(({ do: what }) => what.startsWith("agreement.")),
  );
  for (let moves = 0; moves < 40; moves += 1) {
    const task = openTask(state);
    if (task === undefined) break;
    const step = stepOf(service.program, task.step);
    const limitMs = (task.dueMs ?? task.enteredMs + 6 * HOUR_MS) - task.enteredMs;
    const doneMs = Math.round(task.enteredMs + Math.max(60_000, limitMs) * durationShare(random));
    if (doneMs >= endMs || (changes && setting.present && moves >= 1)) break;
    state = take(tick(service.program, state, doneMs, clock), undefined);
    if (openTask(state)?.number !== task.number) continue;
    if (moves > 0 && random.chance(0.015)) {
      state = take(operate(service.program, state, { kind: "cancel" }, doneMs, clock), agent);
      break;
    }
    if (step.wait?.event !== undefined) {
      state = take(
        operate(service.program, state, { kind: "event", event: step.wait.event }, doneMs, clock),
        undefined,
      );
      continue;
    }
    const able = workers.filter(({ roles }) => roles.includes(step.source.assignee?.role ?? ""));
    const worker =
      able.find(({ personId }) => personId === task.assignee) ??
      able[random.integer(0, Math.max(0, able.length - 1))];
    const sentBack = changes && !setting.present;
    if (sentBack && step.source.outcomes.length < 2) {
      state = take(operate(service.program, state, { kind: "cancel" }, doneMs, clock), agent);
      break;
    }
    const usual = !sentBack && random.chance(0.93);
    const outcome = step.source.outcomes[usual ? 0 : step.source.outcomes.length - 1]?.key;
    state = take(
      operate(
        service.program,
        state,
        { kind: "submit", by: worker?.personId ?? null, outcome, data: {} },
        doneMs,
        clock,
      ),
      worker,
    );
  }
  state = take(tick(service.program, state, endMs, clock), undefined);
  const waiting = openTask(state);
  const role =
    waiting === undefined ? undefined : stepOf(service.program, waiting.step).source.assignee?.role;
  const able = workers.filter(({ roles }) => role !== undefined && roles.includes(role));
  if (waiting && waiting.assignee === null && able.length > 0 && random.chance(0.45)) {
    const worker = random.pick(able);
    const sinceMs = Math.min(endMs - 60_000, waiting.enteredMs + 120_000);
    state = take(
      operate(
        service.program,
        state,
        { kind: "assign", to: worker.personId },
        Math.max(sinceMs, waiting.enteredMs),
        clock,
      ),
      worker,
    );
  }
  if (waiting && random.chance(0.08)) {
    state = take(operate(service.program, state, { kind: "hold" }, endMs - 30_000, clock), agent);
  }
  return rowsOf(setting, pinned, state, data, happenings, { tenantId, openedBy });
}

/** Mostly well within the limit, now and then over it. */
function durationShare(random: Random): number {
  return random.chance(0.06) ? random.between(1.02, 1.6) : random.between(0.15, 0.9);
}

function factsOf(
  { random, zone, openedMs, releaseNumber, at, slug }: Setting,
  service: Service,
  place: Place,
  openedBy: Opener,
  agent: Worker | undefined,
): CaseFacts {
  const id = random.uuid(openedMs);
  const number = caseNumber(id, zone, openedMs);
  const { label } = service.program.source;
  return {
    id,
    number,
    serviceKey: service.key,
    serviceHash: service.hash,
    releaseNumber,
    openKey: `demo/${slug}/${at}`,
    title: label,
    openedBy,
    openedById: openedBy === "staff" ? (agent?.personId ?? null) : null,
    openedByName: openedBy === "staff" ? (agent?.name ?? "–") : place.customer_name,
    customerId: place.customer_id,
    premiseId: place.premise_id,
    servicePointId: place.service_point_id,
    meterId: null,
    alarmId: null,
    gridCellId: place.grid_cell_id,
    search: [
      ...[number, label["zh-CN"], label.en, place.customer_number, place.customer_name, place.phone ?? ""],
      ...[place.premise_number, place.address, place.service_point_number],
    ]
      .join("\n")
      .toLowerCase(),
  };
}

const HELD = { "zh-CN": "等待客户预约时间", en: "Waits for the customer's appointment" };

function rowsOf(
  setting: Setting,
  pinned: PinnedCase,
  state: CaseState,
  request: JsonObject,
  happenings: readonly { readonly happening: Happening; readonly by: Worker | undefined }[],
  { tenantId, openedBy }: { readonly tenantId: string; readonly openedBy: Opener },
): LivedCase {
  const { random, workers, units, endMs } = setting;
  const names = new Map(workers.map(({ personId, name }) => [personId, name]));
  const task = openTask(state);
  const unit = task === undefined ? undefined : stepOf(pinned.program, task.step).source.assignee?.unit;
  const place = {
    orgUnitId: unit === "cell" ? (units.get(pinned.facts.gridCellId ?? "") ?? null) : null,
    names,
  };
  const lastMs = happenings.at(-1)?.happening.atMs ?? endMs;
  const plain = (fields: Fields): Row => ({ ...fields, ...json(fields) }) as Row;
  const customer = { kind: "customer" as const, name: pinned.facts.openedByName };
  const row = plain({
    ...openingFields(tenantId, pinned, request),
    ...stateFields(pinned, state, place),
    held_reason: state.status === "held" ? HELD[setting.language] : null,
    version: state.tasks.length,
    updated_at: new Date(lastMs),
  });
  const tasks = state.tasks.map((each) =>
    plain({ ...taskFields(tenantId, pinned, each, place), id: random.uuid(each.enteredMs), data: {} }),
  );
  const events = happenings.flatMap(({ happening, by }) =>
    eventFields(tenantId, pinned, [happening], place, {
      actor:
        by !== undefined
          ? { kind: "staff", id: by.personId, name: by.name }
          : happening.kind === "opened" && openedBy === "customer"
            ? customer
            : { kind: "system", name: "system" },
    }).map((fields) => plain({ ...fields, id: random.uuid(happening.atMs) })),
  );
  const fired = state.tasks.flatMap((each) =>
    each.fired.map((name) => ({
      tenant_id: tenantId,
      case_id: pinned.facts.id,
      task_number: each.number,
      name,
      at: new Date(each.dueMs ?? each.enteredMs),
      state: "fired",
    })),
  );
  const rated = state.status === "completed" && pinned.program.ratingMs !== undefined && random.chance(0.62);
  const ratedMs = Math.min(endMs, (state.closedMs ?? endMs) + Math.round(random.between(0.1, 60) * HOUR_MS));
  const score = random.pickWeighted([
    [5, 62],
    [4, 26],
    [3, 7],
    [2, 3],
    [1, 2],
  ] as const);
  return {
    row,
    tasks,
    events,
    timers: [...fired, ...timerFields(tenantId, pinned, state).map(plain)],
    rating: rated
      ? [
          {
            tenant_id: tenantId,
            case_id: pinned.facts.id,
            score,
            comment: "",
            rated_at: new Date(ratedMs),
            rated_by_name: pinned.facts.openedByName,
          },
        ]
      : [],
  };
}

/** A list of a jsonb column goes in as text: bulk rows take lists for arrays. Truth goes in as a word. */
function json(fields: Fields): Row {
  return Object.fromEntries(
    Object.entries(fields)
      .filter(([, value]) => Array.isArray(value) || typeof value === "boolean")
      .map(([name, value]) => [name, JSON.stringify(value)]),
  );
}

/** Unit by grid cell. */
async function unitsOf(sql: TenantSql, tenantId: string): Promise<ReadonlyMap<string, string>> {
  const { rows } = await sql.query<{ id: string; unit: string }>(
    "SELECT id, org_unit_id AS unit FROM grid_cell WHERE tenant_id = $1",
    [tenantId],
  );
  return new Map(rows.map(({ id, unit }) => [id, unit]));
}

const PLACES = `
  SELECT c.id AS customer_id, c.number AS customer_number, c.name AS customer_name, c.phone, p.id AS premise_id, p.number AS premise_number,
    p.address, p.grid_cell_id, s.id AS service_point_id, s.number AS service_point_number
  FROM agreement a
  JOIN customer c ON c.tenant_id = a.tenant_id AND c.id = a.customer_id
  JOIN service_point s ON s.tenant_id = a.tenant_id AND s.id = a.service_point_id
  JOIN premise p ON p.tenant_id = s.tenant_id AND p.id = s.premise_id
  WHERE a.tenant_id = $1 AND a.end_on IS NULL ORDER BY a.number LIMIT 400`;
