import { hostname } from "node:os";
import { withIdentity } from "#app/platform/database.ts";
import { newId } from "#app/platform/ids.ts";
import { logger } from "#app/platform/logger.ts";

const SIGN_INTERVAL_MS = 10_000;

/**
 * Writes every 10 s that this process lives, for the page of the system. It is the only thing that a process keeps in the
 * database about itself: one that was killed shows by its silence.
 */
export async function keepSignOfLife(role: string): Promise<{ end(): Promise<void> }> {
  const id = newId();
  const give = () =>
    withIdentity((sql) =>
      sql.query(
        `INSERT INTO identity.process (id, role, host, pid, started_at, seen_at) VALUES ($1, $2, $3, $4, now(), now())
         ON CONFLICT (id) DO UPDATE SET seen_at = excluded.seen_at`,
        [id, role, hostname(), process.pid],
      ),
    );
  await give();
  const timer = setInterval(() => {
    give().catch((error: unknown) => logger.warn({ err: error }, "no sign of life could be written"));
  }, SIGN_INTERVAL_MS);
  timer.unref();
  return {
    end: async () => {
      clearInterval(timer);
      await withIdentity((sql) => sql.query("DELETE FROM identity.process WHERE id = $1", [id]));
    },
  };
}
