import { withIdentity } from "#app/platform/database.ts";

const MILESTONE = "demo today";

/**
 * The day of the demo: the one of the first run, kept in the database, else the one given, else the machine's. A year of
 * reads hangs on it, so a seed that is run again on another day must not move it.
 * @returns "2026-11-01"
 */
export async function keptToday(given: string | undefined): Promise<string> {
  return withIdentity(async (sql) => {
    await sql.query(
      "INSERT INTO platform.milestone (name, hash) VALUES ($1, $2) ON CONFLICT (name) DO NOTHING",
      [MILESTONE, given ?? new Date().toISOString().slice(0, 10)],
    );
    const { rows } = await sql.query<{ hash: string }>(
      "SELECT hash FROM platform.milestone WHERE name = $1",
      [MILESTONE],
    );
    return rows[0]?.hash ?? "";
  });
}
