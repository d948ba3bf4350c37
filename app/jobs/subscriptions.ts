import type { TenantSql, TenantTx } from "#app/platform/database.ts";
import { newId } from "#app/platform/ids.ts";
import type { EventName, Events } from "#engines/kernel/events.ts";
import { addJob } from "./add-job.ts";

type Tx = TenantTx | TenantSql;

/** Who listens to an event: adds the job that reacts, in the transaction in which the event happened. */
export type Subscription<Name extends EventName = EventName> = (
  tx: Tx,
  payload: Events[Name],
) => Promise<void>;

/**
 * Event → what follows from it. Engines do not know who listens. A listener is one row:
 *
 *   "reads.changed": [(tx, { channelIds, from, to }) => addJob(tx, "alarm.evaluate", { channelIds, from, to })],
 */
export const subscriptions: { readonly [Name in EventName]?: readonly Subscription<Name>[] } = {
  // Other rules for reads make other final values; the job looks whether they are others.
  "release.published": [
    (tx) =>
      addJob(tx, "read.revalidate", { causeId: newId(), since: new Date().toISOString() }, { key: "rules" }),
  ],
};

/** Tells everybody who listens. If the transaction is rolled back, nothing was said. */
export async function publish<Name extends EventName>(
  tx: Tx,
  name: Name,
  payload: Events[Name],
  listeners: { readonly [N in EventName]?: readonly Subscription<N>[] } = subscriptions,
): Promise<void> {
  for (const listen of listeners[name] ?? []) await listen(tx, payload);
}
