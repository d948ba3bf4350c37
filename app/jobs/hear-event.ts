import { hearEvent as hear, type Told } from "#app/services/case/hear-event.ts";
import type { JobRun } from "./job.ts";

/** Lets cases go on that wait for something that has come to pass. */
export async function hearEvent(told: Told, { scope }: JobRun): Promise<void> {
  await hear(scope, told, new Date());
}
