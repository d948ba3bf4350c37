import { revalidateChannels } from "#app/services/read/validate-channel.ts";
import type { JobRun } from "./job.ts";

/** Checks and estimates every channel of the tenant again, after its rules have changed. */
export async function revalidateReads(
  data: { readonly causeId: string; readonly since: string },
  run: JobRun,
): Promise<void> {
  await revalidateChannels(run.scope, {
    causeId: data.causeId,
    at: new Date(data.since),
    signal: run.signal,
  });
}
