import { withIdentity } from "#app/platform/database.ts";
import type { Session } from "#app/platform/session.ts";
import type { Scope } from "#app/platform/tenancy.ts";

export interface OwnSession {
  readonly id: string;
  readonly current: boolean;
  readonly createdAt: string;
  readonly seenAt: string;
  readonly ip: string | null;
  readonly agent: string;
}

/** Where the person is signed in at this utility, the latest used first. */
export async function listSessions(scope: Scope, session: Session): Promise<OwnSession[]> {
  const { rows } = await withIdentity((sql) =>
    sql.query<{ id: string; created_at: Date; seen_at: Date; ip: string | null; agent: string }>(
      `SELECT id, created_at, seen_at, host(ip) AS ip, agent FROM identity.session
       WHERE person_id = $1 AND tenant_id = $2 AND expires_at > now() ORDER BY seen_at DESC, id LIMIT 50`,
      [session.userId, scope.tenantId],
    ),
  );
  return rows.map((row) => ({
    id: row.id,
    current: row.id === session.id,
    createdAt: row.created_at.toISOString(),
    seenAt: row.seen_at.toISOString(),
    ip: row.ip,
    agent: row.agent,
  }));
}
