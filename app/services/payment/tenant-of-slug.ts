import { commonError } from "#app/platform/common-errors.ts";
import { withIdentity } from "#app/platform/database.ts";

/** The id of a utility by its slug, for callers without a session. @throws UTILITY_UNKNOWN */
export async function readTenantIdentity(slug: string): Promise<string> {
  const { rows } = await withIdentity((sql) =>
    sql.query<{ id: string }>("SELECT id FROM platform.tenant WHERE slug = $1", [slug]),
  );
  const tenant = rows[0];
  if (tenant === undefined) throw commonError("UTILITY_UNKNOWN");
  return tenant.id;
}
