import { workShadowRun } from "#app/services/shadow-run/work-shadow-run.ts";
import type { JobRun } from "./job.ts";

/** Takes chunks of a shadow run until none waits. Several such jobs may be at work on one run. */
export async function continueShadowRun(
  { shadowRunId }: { shadowRunId: string },
  { scope, signal }: JobRun,
): Promise<void> {
  await workShadowRun(scope, shadowRunId, { signal, now: () => new Date() });
}
