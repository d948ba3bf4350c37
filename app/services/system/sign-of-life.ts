import { hostname } from "node:os";
import { withIdentity } from "#app/platform/database.ts";
import { newId } from "#app/platform/ids.ts";
import { logger } from "#app/platform/logger.ts";

const SIGN_INTERVAL_MS = 10_000;

export interface SignOfLife {
  /** Of this process, in the table of processes. */
  readonly id: string;
  /** Names the queue's workers that run in this process, at once. */
  name(workers: readonly string[]): Promise<void>;
  end(): Promise<void>;
}

/**
 * Writes every 10 s that this process lives, for the page of the system. It is the only thing that a process keeps in the
 * database about itself: one that was killed shows by its silence.
 * @param address where other processes reach it, if they do
 */
export async function keepSignOfLife(role: string, address?: string): Promise<SignOfLife> {
  const id = newId();
  let workers: readonly string[] = [];
  const give = () =>
    withIdentity((sql) =>
      sql.query(
        `INSERT INTO identity.process (id, role, host, pid, started_at, seen_at, workers, address)
         VALUES ($1, $2, $3, $4, now(), now(), $5, $6)
         ON CONFLICT (id) DO UPDATE SET seen_at = excluded.seen_at, workers = excluded.workers`,
        [id, role, hostname(), process.pid, workers, address ?? null],
      ),
    );
  await give();
  const timer = setInterval(() => {
    give().catch((error: unknown) => logger.warn({ err: error }, "no sign of life could be written"));
  }, SIGN_INTERVAL_MS);
  timer.unref();
  return {
    id,
    name: async (named) => {
      workers = named;
      await give();
    },
    end: async () => {
      clearInterval(timer);
      await withIdentity((sql) => sql.query("DELETE FROM identity.process WHERE id = $1", [id]));
    },
  };
}

/** Where the living processes of a role are reached, the one with the latest sign first. */
export async function addressesOf(role: string): Promise<readonly string[]> {
  const { rows } = await withIdentity((sql) =>
    sql.query<{ address: string }>(
      `SELECT address FROM identity.process
        WHERE role = $1 AND address IS NOT NULL AND seen_at > now() - interval '30 seconds' ORDER BY seen_at DESC`,
      [role],
    ),
  );
  return rows.map(({ address }) => address);
}

/** The queue's workers by the process that they run in. */
export async function listWorkers(): Promise<ReadonlyMap<string, readonly string[]>> {
  const { rows } = await withIdentity((sql) =>
    sql.query<{ id: string; workers: string[] }>("SELECT id, workers FROM identity.process"),
  );
  return new Map(rows.map((row) => [row.id, row.workers]));
}
