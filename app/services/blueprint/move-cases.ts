import { type TenantSql, withTenantSql } from "#app/platform/database.ts";
import { newId } from "#app/platform/ids.ts";
import type { Scope } from "#app/platform/tenancy.ts";
import { audit } from "#app/services/audit/record-audit.ts";
import { programOf } from "#engines/compilers.ts";
import type { Words } from "#engines/kernel/errors.ts";
import type { ServiceProgram } from "#engines/service/index.ts";
import type { EffectiveItem } from "#schema/blueprint/item.ts";
import { sentence } from "#schema/blueprint/words.ts";
import { currentRelease } from "./release.ts";

/** What a migration of running cases does, or would do. */
export interface CaseMigration {
  /** The release in force: where cases move to. */
  readonly to: number;
  /** Running cases of other releases, by service. */
  readonly services: readonly {
    readonly service: string;
    readonly label: Words;
    readonly movable: number;
    readonly blocked: number;
  }[];
  /** Cases that stay where they are, with the reason; the first hundred. */
  readonly blocked: readonly { readonly caseId: string; readonly number: string; readonly reason: Words }[];
  readonly moved: number;
}

const BLOCKED_SHOWN = 100;

interface RunningCase {
  readonly id: string;
  readonly number: string;
  readonly service: string;
  readonly step: string;
  readonly taskKind: string;
}

/**
 * Moves running cases to the release in force. A case keeps its release until somebody does this on purpose: it moves where
 * the step that it stands at is still there and is still the same sort of step; otherwise it stays, with the reason. What it
 * was promised (deadlines, holds) and everything that was filled in stay. `rehearse`: nothing is written.
 */
export async function moveCases(
  scope: Scope,
  { rehearse, now }: { readonly rehearse: boolean; readonly now: Date },
): Promise<CaseMigration> {
  const release = await currentRelease(scope);
  const services = new Map(
    release.items.filter(({ kind }) => kind === "service").map((item) => [item.key, item]),
  );
  return withTenantSql(scope, async (sql) => {
    const running = await runningCases(sql, scope.tenantId, release.number, !rehearse);
    const judged = running.map((each) => ({
      ...each,
      reason: reasonToStay(each, services.get(each.service)),
    }));
    const movable = judged.filter(({ reason }) => reason === undefined);
    const blocked = judged.flatMap(({ id, number, reason }) =>
      reason === undefined ? [] : [{ caseId: id, number, reason }],
    );
    const counts = Map.groupBy(judged, ({ service }) => service);
    if (!rehearse && movable.length > 0) {
      await move(sql, scope, { cases: movable, services, release: release.number, now });
    }
    return {
      to: release.number,
      services: [...counts].map(([service, cases]) => ({
        service,
        label: labelOf(services.get(service), service),
        movable: cases.filter(({ reason }) => reason === undefined).length,
        blocked: cases.filter(({ reason }) => reason !== undefined).length,
      })),
      blocked: blocked.slice(0, BLOCKED_SHOWN),
      moved: rehearse ? 0 : movable.length,
    };
  });
}

async function runningCases(
  sql: TenantSql,
  tenantId: string,
  release: number,
  lock: boolean,
): Promise<RunningCase[]> {
  const { rows } = await sql.query<RunningCase & { [column: string]: unknown }>(
    `SELECT c.id, c.number, c.service_key AS service, c.step_key AS step, t.kind AS "taskKind"
       FROM service_case c
       JOIN case_task t ON t.tenant_id = c.tenant_id AND t.case_id = c.id AND t.number = c.task_number
      WHERE c.tenant_id = $1 AND c.state IN ('open', 'held') AND c.release_number <> $2
      ORDER BY c.opened_at, c.id ${lock ? "FOR UPDATE OF c" : ""}`,
    [tenantId, release],
  );
  return rows;
}

/** Why a case cannot go on under the service as it is now; undefined where it can. */
function reasonToStay(
  { service, step, taskKind }: RunningCase,
  item: EffectiveItem | undefined,
): Words | undefined {
  if (item === undefined) {
    return sentence("现行版本没有服务“{0}”", "the release in force has no service “{0}”", [service]);
  }
  const program = programOf("service", item.hash, item.content) as ServiceProgram;
  const found = program.steps.get(step);
  if (found === undefined) {
    return sentence("服务“{0}”不再有环节“{1}”", "the service “{0}” has no step “{1}” any more", [
      service,
      step,
    ]);
  }
  // A wait that became a task, or the other way round, has no one who was told to do it.
  const waits = found.wait !== undefined;
  if (waits !== (taskKind === "wait")) {
    return sentence("环节“{1}”的种类已改变", "the step “{1}” of “{0}” is another sort of step now", [
      service,
      step,
    ]);
  }
  return undefined;
}

async function move(
  sql: TenantSql,
  scope: Scope,
  {
    cases,
    services,
    release,
    now,
  }: {
    readonly cases: readonly RunningCase[];
    readonly services: ReadonlyMap<string, EffectiveItem>;
    readonly release: number;
    readonly now: Date;
  },
): Promise<void> {
  const { tenantId, actor } = scope;
  const rows = cases.map(({ id, service }) => ({ id, event: newId(), hash: services.get(service)?.hash }));
  await sql.query(
    `UPDATE service_case c SET release_number = $3, service_hash = m.hash, version = c.version + 1, updated_at = $4
       FROM jsonb_to_recordset($2::jsonb) AS m (id uuid, hash text)
      WHERE c.tenant_id = $1 AND c.id = m.id`,
    [tenantId, JSON.stringify(rows), release, now],
  );
  await sql.query(
    `INSERT INTO case_event (tenant_id, id, case_id, at, kind, detail, actor_kind, actor_id, actor_name)
     SELECT $1::uuid, m.event, m.id, $3::timestamptz, 'moved', jsonb_build_object('release', $4::integer), $5, $6::uuid, $7
       FROM jsonb_to_recordset($2::jsonb) AS m (id uuid, event uuid)
     ON CONFLICT (tenant_id, id) DO NOTHING`,
    [tenantId, JSON.stringify(rows), now, release, actor.kind, actor.id ?? null, actor.name],
  );
  await audit(sql, scope, {
    action: "move-cases",
    noun: "blueprint",
    nounId: String(release),
    after: { release, cases: cases.length },
  });
}

function labelOf(item: EffectiveItem | undefined, key: string): Words {
  const label = item?.content.label as Words | undefined;
  return label ?? { "zh-CN": key, en: key };
}
