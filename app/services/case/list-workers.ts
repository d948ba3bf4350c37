import { withTenantSql } from "#app/platform/database.ts";
import type { Scope } from "#app/platform/tenancy.ts";
import { loadCase } from "./load-case.ts";
import { fits, listWorkers, loadsOf } from "./staff.ts";
import { demandOf } from "./who.ts";

/** Somebody to whom a task can be given. */
export interface WorkerRow {
  readonly personId: string;
  readonly name: string;
  readonly roles: readonly string[];
  readonly unit: string | null;
  /** Open tasks. */
  readonly load: number;
  /** Has the role, the skill and the unit that the task asks for. */
  readonly fits: boolean;
  /** Middle of the cells of the person's unit; null where it has none. */
  readonly longitude: number | null;
  readonly latitude: number | null;
}

/** Who could do the open task of a case, those that fit and have least to do first; without a case, everybody who works outside or inside. */
export async function workersFor(scope: Scope, caseId: string | undefined): Promise<WorkerRow[]> {
  return withTenantSql(scope, async (sql) => {
    const demand =
      caseId === undefined
        ? undefined
        : demandOf(await loadCase(sql, scope.tenantId, caseId, { lock: false }));
    const workers = await listWorkers(sql, scope.tenantId, { role: demand?.role ?? undefined });
    const loads = await loadsOf(sql, scope.tenantId);
    const { rows } = await sql.query<{
      id: string;
      name: string;
      longitude: number | null;
      latitude: number | null;
    }>(UNITS, [scope.tenantId]);
    const units = new Map(rows.map((unit) => [unit.id, unit]));
    return workers
      .map((worker) => {
        const unit = worker.orgUnitId === null ? undefined : units.get(worker.orgUnitId);
        return {
          personId: worker.personId,
          name: worker.name,
          roles: worker.roles,
          unit: unit?.name ?? null,
          load: loads.get(worker.personId) ?? 0,
          fits: demand === undefined || fits(worker, demand),
          longitude: unit?.longitude ?? null,
          latitude: unit?.latitude ?? null,
        };
      })
      .sort((a, b) => Number(b.fits) - Number(a.fits) || a.load - b.load);
  });
}

/** Units with the middle of their cells' outlines: where their people start from. */
const UNITS = `
  SELECT u.id, u.name, avg((p ->> 0)::double precision) AS longitude, avg((p ->> 1)::double precision) AS latitude
  FROM org_unit u
  LEFT JOIN grid_cell g ON g.tenant_id = u.tenant_id AND g.org_unit_id = u.id
  LEFT JOIN LATERAL jsonb_array_elements(g.boundary #> '{coordinates,0}') p ON true
  WHERE u.tenant_id = $1 GROUP BY u.id, u.name`;
