import type { TenantSql } from "#app/platform/database.ts";

/** Puts a password's hash in the place of the one before, or gives somebody who had none their first. */
export async function setPassword(sql: TenantSql, personId: string, secret: string): Promise<void> {
  await sql.query(
    `INSERT INTO identity.credential (person_id, kind, secret, changed_at) VALUES ($1, 'password', $2, now())
     ON CONFLICT (person_id, kind) DO UPDATE SET secret = excluded.secret, changed_at = excluded.changed_at`,
    [personId, secret],
  );
}
