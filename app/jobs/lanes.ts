import { Logger, type LogLevel, type Runner, run } from "graphile-worker";
import { databaseUrls } from "#app/platform/env.ts";
import { logger } from "#app/platform/logger.ts";
import type { AnyJob, Lane } from "./job.ts";
import { tasksOf } from "./run-job.ts";

/** How many jobs of a lane one process works on at a time. */
const CONCURRENCY: Record<Lane, number> = { urgent: 4, normal: 4, bulk: 2 };
/** The longest that a job waits when the database's own notice of it was lost. */
const POLL_INTERVAL_MS = 1_000;
const STOP_TIMEOUT_MS = 10_000;

export interface RunningLanes {
  /** No new jobs; resolves when the running ones have ended or were given back to the queue. */
  stop(): Promise<void>;
  /** Rejects when a lane ends by itself. */
  readonly failed: Promise<never>;
}

/** Starts a runner for each lane, on the queue of the database, as the jobs role. */
export async function startLanes(
  catalogue: Readonly<Record<string, AnyJob>>,
  lanes: readonly Lane[],
): Promise<RunningLanes> {
  const runners = await Promise.all(lanes.map((lane) => startLane(catalogue, lane)));
  return {
    stop: async () => {
      await Promise.all(runners.map((runner) => runner.stop()));
    },
    failed: Promise.race(
      runners.map(async (runner) => {
        await runner.promise;
        // Only `stop` ends a runner in order, and then the process is on its way out.
        return new Promise<never>(() => {});
      }),
    ),
  };
}

async function startLane(catalogue: Readonly<Record<string, AnyJob>>, lane: Lane): Promise<Runner> {
  const concurrency = CONCURRENCY[lane];
  return run({
    connectionString: databaseUrls().jobs,
    taskList: tasksOf(catalogue, lane),
    concurrency,
    maxPoolSize: concurrency + 2,
    pollInterval: POLL_INTERVAL_MS,
    gracefulShutdownAbortTimeout: STOP_TIMEOUT_MS,
    noHandleSignals: true,
    crontab: "",
    logger: queueLogger(lane),
  });
}

/** The queue's own words go to our log, where run-job.ts has not written the same. */
function queueLogger(lane: Lane): Logger {
  return new Logger(() => (level: LogLevel | `${LogLevel}`, message: string) => {
    const isFault = (level === "error" || level === "warning") && !message.startsWith("Failed task");
    if (isFault) logger.warn({ lane }, message);
    else logger.debug({ lane }, message);
  });
}
