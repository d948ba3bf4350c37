import { EventEmitter } from "node:events";
import { setTimeout as sleep } from "node:timers/promises";
import { Logger, type LogLevel, type Runner, run, type WorkerEvents } from "graphile-worker";
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
  /** The names by which the queue's workers lock jobs. */
  readonly workers: readonly string[];
  /** No new jobs; running ones are told by their signal. Resolves when they have ended, at the latest after 10 s. */
  stop(): Promise<void>;
  /** Rejects when a lane ends by itself. */
  readonly failed: Promise<never>;
}

/**
 * Starts a runner for each lane, on the queue of the database, as the jobs role.
 * @param process under which its connections are known to the database (release-dead-locks.ts).
 */
export async function startLanes(
  catalogue: Readonly<Record<string, AnyJob>>,
  lanes: readonly Lane[],
  process = "",
): Promise<RunningLanes> {
  const stopping = new AbortController();
  const workers: string[] = [];
  const events: WorkerEvents = new EventEmitter();
  events.on("worker:create", ({ worker }) => workers.push(worker.workerId));
  const startLane = (lane: Lane): Promise<Runner> =>
    run({
      connectionString: queueUrl(process),
      taskList: tasksOf(catalogue, lane, stopping.signal),
      concurrency: CONCURRENCY[lane],
      maxPoolSize: CONCURRENCY[lane] + 2,
      pollInterval: POLL_INTERVAL_MS,
      noHandleSignals: true,
      crontab: "",
      events,
      logger: queueLogger(lane),
    });
  const runners = await Promise.all(lanes.map(startLane));
  return {
    workers,
    stop: async () => {
      stopping.abort();
      const ended = Promise.all(runners.map((runner) => runner.stop()));
      // What does not end is left locked; the next process gives it back when this one is gone.
      await Promise.race([ended, sleep(STOP_TIMEOUT_MS, undefined, { ref: false })]);
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

/** The address of the queue for a process, which the database then shows as `manifold worker <process>`. */
export function queueUrl(process: string): string {
  const url = new URL(databaseUrls().jobs);
  url.searchParams.set("application_name", queueName(process));
  return url.toString();
}

export const queueName = (process: string): string => `manifold worker ${process}`;

/** The queue's own words go to our log, where run-job.ts has not written the same. */
function queueLogger(lane: Lane): Logger {
  return new Logger(() => (level: LogLevel | `${LogLevel}`, message: string) => {
    const isFault = (level === "error" || level === "warning") && !message.startsWith("Failed task");
    if (isFault) logger.warn({ lane }, message);
    else logger.debug({ lane }, message);
  });
}
