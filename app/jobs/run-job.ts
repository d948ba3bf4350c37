import type { Task, TaskList } from "graphile-worker";
import { z } from "zod";
import { logger } from "#app/platform/logger.ts";
import { metrics } from "#app/platform/metrics.ts";
import { systemScope } from "#app/platform/tenancy.ts";
import { spanned } from "#app/platform/tracing.ts";
import type { AnyJob, JobRun, Lane } from "./job.ts";

/** What `app.add_job` stored: the tenant is stamped by the database, the data is the caller's. */
const stored = z.object({ tenantId: z.uuid(), data: z.unknown(), traceparent: z.string().optional() });

/**
 * The tasks of one lane, as the queue's runner takes them. Each job enters its tenant anew, as the system, and nothing
 * else; its payload is parsed again, since what waits may have been written by an older version.
 */
export function tasksOf(
  catalogue: Readonly<Record<string, AnyJob>>,
  lane: Lane,
  stopping: AbortSignal,
): TaskList {
  return Object.fromEntries(
    Object.entries(catalogue)
      .filter(([, job]) => job.lane === lane)
      .map(([name, job]) => [name, taskOf(name, job, stopping)]),
  );
}

const tracedAs = (id: string, tenantId: string, attempt: number) => ({
  "manifold.job.id": id,
  "manifold.tenant.id": tenantId,
  "manifold.job.attempt": attempt,
});

function taskOf(name: string, job: AnyJob, stopping: AbortSignal): Task {
  const run = job.run as (data: unknown, run: JobRun) => Promise<void>;
  return async (payload, helpers) => {
    const { tenantId, data, traceparent: parent } = stored.parse(payload);
    const { id, attempts, max_attempts: attemptsMax } = helpers.job;
    const line = { job: name, jobId: id, tenantId, attempt: attempts };
    const started = performance.now();
    const observe = (outcome: "done" | "failed"): void =>
      metrics().jobs.observe({ job: name, outcome }, (performance.now() - started) / 1_000);
    try {
      await spanned(
        `job ${name}`,
        { kind: "CONSUMER", parent, attributes: tracedAs(id, tenantId, attempts) },
        () =>
          run(job.payload.parse(data), {
            scope: systemScope(tenantId, name, `job ${id}`),
            signal: helpers.abortSignal ? AbortSignal.any([stopping, helpers.abortSignal]) : stopping,
            attempt: attempts,
          }),
      );
      observe("done");
      logger.info({ ...line, durationMs: Math.round(performance.now() - started) }, "job done");
    } catch (error) {
      observe("failed");
      logger.error({ ...line, attemptsMax, err: error }, "job failed");
      throw error;
    }
  };
}
