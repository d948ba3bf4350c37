import { askIdentity, type TenantSql } from "#app/platform/database.ts";

/** A member of staff as far as tasks are concerned. */
export interface Worker {
  readonly personId: string;
  readonly name: string;
  readonly roles: readonly string[];
  readonly skills: readonly string[];
  readonly orgUnitId: string | null;
}

/** What a task asks of the person who does it. */
export interface Demand {
  readonly role: string | null;
  readonly skill: string | null;
  readonly orgUnitId: string | null;
}

interface MemberColumns {
  id: string;
  name: string;
  roles: string[];
}

/** Members of the utility who may sign in, with their working profiles; one person when `personId` is given. */
export async function listWorkers(
  sql: TenantSql,
  tenantId: string,
  { role, personId }: { readonly role?: string | undefined; readonly personId?: string | undefined },
): Promise<Worker[]> {
  const members = await askIdentity<MemberColumns>(
    "case.workers",
    `SELECT p.id, p.name, m.roles FROM identity.membership m JOIN identity.person p ON p.id = m.person_id
     WHERE m.tenant_id = $1 AND p.disabled_at IS NULL AND ($2::text IS NULL OR $2 = ANY (m.roles))
       AND ($3::uuid IS NULL OR p.id = $3) ORDER BY p.name, p.id`,
    [tenantId, role ?? null, personId ?? null],
  );
  const { rows: profiles } = await sql.query<{ person_id: string; skills: string[]; org_unit_id: string }>(
    "SELECT person_id, skills, org_unit_id FROM staff WHERE tenant_id = $1 AND person_id = ANY ($2::uuid[])",
    [tenantId, members.map(({ id }) => id)],
  );
  const profileOf = new Map(profiles.map((profile) => [profile.person_id, profile]));
  return members.map(({ id, name, roles }) => ({
    personId: id,
    name,
    roles,
    skills: profileOf.get(id)?.skills ?? [],
    orgUnitId: profileOf.get(id)?.org_unit_id ?? null,
  }));
}

/** Whether a person fits what a task asks for. */
export function fits(worker: Worker, demand: Demand): boolean {
  return (
    (demand.role === null || worker.roles.includes(demand.role)) &&
    (demand.skill === null || worker.skills.includes(demand.skill)) &&
    (demand.orgUnitId === null || worker.orgUnitId === demand.orgUnitId)
  );
}

/** Who of those that fit has the fewest open tasks; the first by name among equals. */
export async function leastLoaded(
  sql: TenantSql,
  tenantId: string,
  demand: Demand,
): Promise<Worker | undefined> {
  const workers = (await listWorkers(sql, tenantId, { role: demand.role ?? undefined })).filter((worker) =>
    fits(worker, demand),
  );
  const loads = await loadsOf(sql, tenantId);
  const load = ({ personId }: Worker) => loads.get(personId) ?? 0;
  return workers.sort((a, b) => load(a) - load(b))[0];
}

/** Open tasks by person. */
export async function loadsOf(sql: TenantSql, tenantId: string): Promise<ReadonlyMap<string, number>> {
  const { rows } = await sql.query<{ id: string; open: string }>(
    `SELECT assignee_id AS id, count(*) AS open FROM service_case
     WHERE tenant_id = $1 AND state IN ('open', 'held') AND assignee_id IS NOT NULL GROUP BY assignee_id`,
    [tenantId],
  );
  return new Map(rows.map(({ id, open }) => [id, Number(open)]));
}
