import { deliverMessages as deliver } from "#app/services/message/deliver-messages.ts";
import { configuredGateways } from "#app/services/message/gateways.ts";
import type { JobRun } from "./job.ts";

/** Hands messages of the outbox to their gateways. */
export async function deliverMessages(
  { messageIds }: { messageIds: readonly string[] },
  { scope, signal }: JobRun,
): Promise<void> {
  // The request id of a job names the job, not the process: a run after a kill goes by the same name.
  const claimant = scope.requestId ?? "job";
  await deliver(scope, messageIds, { now: () => new Date(), signal, claimant, gateways: configuredGateways });
}
