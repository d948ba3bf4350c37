import { withIdentity, withTenantSql } from "#app/platform/database.ts";
import { systemScope } from "#app/platform/tenancy.ts";
import { addShadowJobs } from "#app/services/shadow-run/start-shadow-run.ts";
import { addRunJobs } from "./start-bill-run.ts";

/**
 * Makes sure that every bill run and shadow run which is at work has jobs, in all tenants. A worker that was killed leaves its job locked in
 * the queue for hours; new jobs take the waiting chunks at once. Called when a worker starts. Returns the number of runs.
 */
export async function resumeInterruptedRuns(): Promise<number> {
  const tenants = await withIdentity((sql) => sql.query<{ id: string }>("SELECT id FROM platform.tenant"));
  let resumed = 0;
  for (const { id } of tenants.rows) {
    await withTenantSql(systemScope(id, "resume bill runs"), async (sql) => {
      const { rows } = await sql.query<{ id: string }>(
        "SELECT id FROM bill_run WHERE tenant_id = $1 AND state = 'running'",
        [id],
      );
      for (const run of rows) await addRunJobs(sql, run.id);
      const shadows = await sql.query<{ id: string }>(
        "SELECT id FROM shadow_run WHERE tenant_id = $1 AND state = 'running'",
        [id],
      );
      for (const run of shadows.rows) await addShadowJobs(sql, run.id);
      resumed += rows.length + shadows.rows.length;
    });
  }
  return resumed;
}
