import { withIdentity } from "#app/platform/database.ts";
import type { Session } from "#app/platform/session.ts";
import type { Words } from "#engines/kernel/errors.ts";

export interface OwnMembership {
  readonly slug: string;
  readonly name: Words;
  readonly roles: readonly string[];
}

/** At which utilities a member of staff works, and as what. Each asks for a sign-in of its own. */
export async function listMemberships(session: Session): Promise<OwnMembership[]> {
  if (session.kind !== "staff") return [];
  const { rows } = await withIdentity((sql) =>
    sql.query<{ slug: string; name: Words; roles: string[] }>(
      `SELECT t.slug, t.name, m.roles FROM identity.membership m JOIN platform.tenant t ON t.id = m.tenant_id
       WHERE m.person_id = $1 ORDER BY t.slug`,
      [session.userId],
    ),
  );
  return rows;
}
