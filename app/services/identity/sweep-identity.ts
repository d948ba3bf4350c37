import { withIdentity } from "#app/platform/database.ts";

/** Removes what has run out: expired sessions, counters of old failures, processes that gave no sign for a day. */
export async function sweepIdentity(): Promise<void> {
  await withIdentity(async (sql) => {
    await sql.query("DELETE FROM identity.session WHERE expires_at < now()");
    await sql.query("DELETE FROM identity.pending_sign_in WHERE expires_at < now()");
    await sql.query("DELETE FROM identity.sign_on_attempt WHERE expires_at < now()");
    await sql.query("DELETE FROM identity.one_time_code WHERE expires_at < now()");
    await sql.query("DELETE FROM identity.password_reset WHERE expires_at < now()");
    await sql.query("DELETE FROM identity.device WHERE last_seen_at < now() - interval '400 days'");
    await sql.query("DELETE FROM identity.attempt WHERE since < now() - interval '1 day'");
    await sql.query("DELETE FROM identity.process WHERE seen_at < now() - interval '1 day'");
  });
}
