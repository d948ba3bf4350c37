import { stepCommand } from "#app/services/device/send-command.ts";
import type { JobRun } from "./job.ts";

/** One step of a command to a device; the next one is a job of its own. */
export async function sendDeviceCommand(data: { readonly commandId: string }, run: JobRun): Promise<void> {
  await stepCommand(run.scope, data.commandId);
}
