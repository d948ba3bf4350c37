import type { TenantSql, TenantTx } from "#app/platform/database.ts";
import { newId } from "#app/platform/ids.ts";
import { adoptAlarmRules } from "#app/services/alarm/alarm-rules.ts";
import { markReadsDue } from "#app/services/alarm/mark-due.ts";
import { RETURNED_STATES } from "#engines/alarms/index.ts";
import type { EventName, Events } from "#engines/kernel/events.ts";
import { addJob } from "./add-job.ts";

type Tx = TenantTx | TenantSql;

/** Who listens to an event: adds the job that reacts, in the transaction in which the event happened. */
export type Subscription<Name extends EventName = EventName> = (
  tx: Tx,
  payload: Events[Name],
) => Promise<void>;

/**
 * Event → what follows from it. Engines do not know who listens. A listener is one row.
 */
export const subscriptions: { readonly [Name in EventName]?: readonly Subscription<Name>[] } = {
  "bill.posted": [(tx, { billIds }) => addJob(tx, "message.tell-bills", { billIds: [...billIds] })],
  "payment.received": [
    (tx, { paymentId }) => addJob(tx, "message.tell-payment", { paymentId }),
    (tx, { paymentId }) => addJob(tx, "case.hear", { paymentId }),
  ],
  "alarm.changed": [
    async (tx, { alarmId, to }) => {
      if (RETURNED_STATES.some((state) => state === to))
        await addJob(tx, "case.hear", { alarmId }, { key: alarmId });
    },
  ],
  // Other rules for reads make other final values; the job looks whether they are others.
  // What rules of alarms make of interval values.
  "reads.changed": [
    async (tx, payload) => {
      if ((await markReadsDue(tx, payload)) > 0) await addJob(tx, "alarm.evaluate", {});
    },
  ],
  "release.published": [
    // Which rules judge from this instant on is noted with the release itself; what they say of stored data follows.
    async (tx) => {
      if ((await adoptAlarmRules(tx)) > 0) await addJob(tx, "alarm.adopt-rules", {}, { key: "rules" });
    },
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
