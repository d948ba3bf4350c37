import { makeWorkerUtils, type WorkerUtils } from "graphile-worker";
import { logger } from "#app/platform/logger.ts";
import { listWorkers } from "#app/services/system/sign-of-life.ts";
import { queueName, queueUrl } from "./lanes.ts";

const INTERVAL_MS = 3_000;
/** A lock this young may be of a process that has not yet said which workers run in it. */
const GRACE = "3 seconds";

/**
 * Gives back, every three seconds, what a process had locked that is no more: a worker that was killed. The queue itself
 * would wait four hours. A process is no more when the server holds no connection of it, which is so within moments of a
 * kill; one that is only slow keeps its connections and its jobs.
 */
export async function keepDeadLocksReleased(process: string): Promise<{ end(): Promise<void> }> {
  const queue = await makeWorkerUtils({ connectionString: queueUrl(process), maxPoolSize: 1 });
  const release = () =>
    releaseDeadLocks(queue).catch((error: unknown) =>
      logger.warn({ err: error }, "dead locks could not be released"),
    );
  await release();
  const timer = setInterval(() => void release(), INTERVAL_MS);
  timer.unref();
  return {
    end: async () => {
      clearInterval(timer);
      await queue.release();
    },
  };
}

async function releaseDeadLocks(queue: WorkerUtils): Promise<void> {
  const { rows: locks } = await queue.withPgClient((client) => client.query<{ worker: string }>(LOCKS));
  if (locks.length === 0) return;
  const workers = await listWorkers();
  // A role sees the connections of its own; all workers are of the jobs role.
  const { rows: connections } = await queue.withPgClient((client) =>
    client.query<{ name: string }>(
      "SELECT DISTINCT application_name AS name FROM pg_stat_activity WHERE usename = current_user",
    ),
  );
  const connected = new Set(connections.map(({ name }) => name));
  const living = new Set(
    [...workers].filter(([process]) => connected.has(queueName(process))).flatMap(([, names]) => names),
  );
  const dead = locks.map(({ worker }) => worker).filter((worker) => !living.has(worker));
  if (dead.length === 0) return;
  await queue.forceUnlockWorkers(dead);
  logger.info({ workers: dead.length }, "jobs of dead workers were given back");
}

const LOCKS = `
  SELECT DISTINCT locked_by AS worker FROM graphile_worker._private_jobs
  WHERE locked_by IS NOT NULL AND locked_at < now() - interval '${GRACE}'
  UNION SELECT locked_by FROM graphile_worker._private_job_queues
  WHERE locked_by IS NOT NULL AND locked_at < now() - interval '${GRACE}'`;
