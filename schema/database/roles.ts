import { createHmac } from "node:crypto";
import type pg from "pg";

/**
 * The database roles beside the owner. None owns a table of the product or may bypass row-level security.
 * - `app`: staff, admins, jobs inside a tenant; `portal`: customers, with a second floor per customer;
 * - `identity`: people and sessions, which precede tenancy; `jobs`: owns the queue of background jobs, nothing else.
 */
export const ROLES = ["app", "portal", "identity", "jobs"] as const;
export type Role = (typeof ROLES)[number];

/** The longest a statement of a role may run, so that no request holds a connection for ever. */
const STATEMENT_TIMEOUT_MS: Record<Role, number> = {
  app: 120_000,
  portal: 15_000,
  identity: 15_000,
  jobs: 0,
};

export interface RoleSettings {
  /** Prefix of the role names, for several installations on one server. */
  readonly prefix: string;
  /** The secret from which the passwords of the roles are derived. */
  readonly secret: string;
}

export const roleName = (settings: RoleSettings, role: Role): string => `${settings.prefix}_${role}`;

export const rolePassword = (settings: RoleSettings, role: Role): string =>
  createHmac("sha256", settings.secret)
    .update(`database role ${settings.prefix}_${role}`)
    .digest("base64url");

/** The address of the same database for one of the roles. */
export function roleUrl(ownerUrl: string, settings: RoleSettings, role: Role): string {
  const url = new URL(ownerUrl);
  url.username = roleName(settings, role);
  url.password = rolePassword(settings, role);
  return url.toString();
}

/** Makes the roles or sets their passwords and limits anew. Roles belong to the server, not to one database. */
export async function ensureRoles(owner: pg.ClientBase, settings: RoleSettings): Promise<void> {
  for (const role of ROLES) {
    const name = owner.escapeIdentifier(roleName(settings, role));
    const password = owner.escapeLiteral(rolePassword(settings, role));
    const { rowCount } = await owner.query("SELECT 1 FROM pg_roles WHERE rolname = $1", [
      roleName(settings, role),
    ]);
    const verb = rowCount === 0 ? "CREATE" : "ALTER";
    await owner.query(
      `${verb} ROLE ${name} LOGIN NOINHERIT NOCREATEDB NOCREATEROLE CONNECTION LIMIT -1 PASSWORD ${password}`,
    );
    await owner.query(`ALTER ROLE ${name} SET statement_timeout = ${STATEMENT_TIMEOUT_MS[role]}`);
    await owner.query(`ALTER ROLE ${name} SET idle_in_transaction_session_timeout = 60000`);
  }
  const jobs = owner.escapeIdentifier(roleName(settings, "jobs"));
  const { rows } = await owner.query<{ superuser: boolean; database: string }>(
    "SELECT rolsuper AS superuser, current_database() AS database FROM pg_roles WHERE rolname = current_user",
  );
  const row = rows[0];
  if (row === undefined) throw new Error("the owner's own role was not found");
  // To hand the queue's function to the jobs role, an owner who is no superuser must be a member of it.
  if (!row.superuser) await owner.query(`GRANT ${jobs} TO CURRENT_USER`);
  await owner.query(`GRANT CREATE, CONNECT ON DATABASE ${owner.escapeIdentifier(row.database)} TO ${jobs}`);
  for (const role of ROLES) {
    await owner.query(
      `GRANT CONNECT ON DATABASE ${owner.escapeIdentifier(row.database)} TO ${owner.escapeIdentifier(roleName(settings, role))}`,
    );
  }
}
