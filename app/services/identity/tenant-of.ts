import { commonError } from "#app/platform/common-errors.ts";
import { withIdentity } from "#app/platform/database.ts";

/** The id of the utility `slug`, before anybody has a session of it. @throws UTILITY_UNKNOWN */
export async function tenantOf(slug: string): Promise<string> {
  const { rows } = await withIdentity((sql) =>
    sql.query<{ id: string }>("SELECT id FROM platform.tenant WHERE slug = $1", [slug]),
  );
  if (rows[0] === undefined) throw commonError("UTILITY_UNKNOWN");
  return rows[0].id;
}
