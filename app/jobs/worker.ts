import { addAllLocales } from "#app/locales/all.ts";
import { closeDatabase } from "#app/platform/database.ts";
import { EnvironmentError } from "#app/platform/env.ts";
import { logger } from "#app/platform/logger.ts";
import { serveMetrics } from "#app/platform/metrics.ts";
import { stopInOrder } from "#app/platform/stop-in-order.ts";
import { startTracing } from "#app/platform/tracing.ts";
import { keepBackups } from "#app/services/backup/keep-backups.ts";
import { resumeInterruptedRuns } from "#app/services/bill-run/resume-interrupted.ts";
import { sweepIdentity } from "#app/services/identity/sweep-identity.ts";
import { publishFirstParty } from "#app/services/plugin/registry.ts";
import { keepSealing } from "#app/services/seal/keep-sealing.ts";
import { keepSignOfLife } from "#app/services/system/sign-of-life.ts";
import { jobs } from "./catalogue.ts";
import { LANES, type Lane } from "./job.ts";
import { startLanes } from "./lanes.ts";
import { keepDeadLocksReleased } from "./release-dead-locks.ts";

const SWEEP_INTERVAL_MS = 3_600_000;

/**
 * A worker process: `node app/jobs/worker.ts [lane …]`, by default all lanes. Where a bill run keeps a processor busy,
 * give the bulk lane a process of its own: `worker.ts urgent normal` and `worker.ts bulk`.
 *
 * SIGTERM, SIGINT or the death of the parent: no new jobs; running ones are told by their signal and get 10 s to reach a
 * safe point, and the process ends with 0. What was still running then is given back by the next process.
 */
async function main(): Promise<void> {
  const lanes = process.argv.slice(2);
  const unknown = lanes.find((lane) => !LANES.some((known) => known === lane));
  if (unknown !== undefined) throw new Error(`There is no lane ${unknown}. Lanes: ${LANES.join(", ")}`);
  const chosen = lanes.length === 0 ? LANES : (lanes as Lane[]);
  addAllLocales();
  const tracing = await startTracing("worker");
  const sign = await keepSignOfLife(`worker ${chosen.join(" ")}`);
  await publishFirstParty(new Date());
  const running = await startLanes(jobs, chosen, sign.id);
  await sign.name(running.workers);
  const release = await keepDeadLocksReleased(sign.id);
  // Runs whose worker was killed go on at once, not when the queue gives up on the dead worker's lock.
  if (chosen.includes("bulk")) await resumeInterruptedRuns();
  const sealing = chosen.includes("normal") ? keepSealing() : undefined;
  const backups = chosen.includes("normal") ? keepBackups() : undefined;
  serveMetrics()?.unref();
  setInterval(() => void sweep(), SWEEP_INTERVAL_MS).unref();
  stopInOrder("worker", async () => {
    await running.stop();
    await sealing?.end();
    await backups?.end();
    await release.end();
    await sign.end();
    await closeDatabase();
    await tracing.end();
  });
  // A lane that ends by itself has lost the database for good: end, and be started again.
  running.failed.catch((error: unknown) => {
    logger.fatal({ err: error }, "worker lost its queue");
    process.exit(1);
  });
  logger.info({ lanes: chosen }, "worker works");
  process.send?.({ ready: true });
}

/** Several workers may do it at once: it deletes what has run out, and nothing waits for it. */
async function sweep(): Promise<void> {
  try {
    await sweepIdentity();
  } catch (error) {
    logger.warn({ err: error }, "what has run out could not be removed");
  }
}

main().catch((error: unknown) => {
  process.stderr.write(`${error instanceof EnvironmentError ? error.message : String(error)}\n`);
  process.exit(1);
});
