/**
 * What engines tell each other: event name → payload. Payloads hold ids and days only; who listens reads the data anew, so
 * an event that comes twice or late does no harm. A new event is one row here; who listens to it stands in
 * app/jobs/subscriptions.ts.
 */
export interface Events {
  /** Values of these channels changed in this span of local days (`YYYY-MM-DD`, both included). */
  "reads.changed": { readonly channelIds: readonly string[]; readonly from: string; readonly to: string };
  /** Indices of these registers changed, from this instant on. */
  "indices.changed": { readonly registerIds: readonly string[]; readonly from: string };
  /** Many at once: a run posts hundreds in one transaction. */
  "bill.posted": { readonly billIds: readonly string[] };
  "bill.cancelled": { readonly billId: string };
  "payment.received": { readonly paymentId: string };
  /** A case of a service passed from one state to another: open, held, completed, cancelled. */
  "case.changed": { readonly caseId: string; readonly from: string; readonly to: string };
  /** The state of an alarm changed, with its names of ISA-18.2 (engines/alarms, ALARM_STATES). */
  "alarm.changed": { readonly alarmId: string; readonly from: string; readonly to: string };
  /** A gateway has taken it, or it lies in the portal's inbox. */
  "message.sent": { readonly messageId: string };
  "release.published": { readonly number: number };
}

export type EventName = keyof Events;

/** One event of a catalogue; `Event<"bill.posted">` or, without a name, any of them. */
export type Event<Name extends EventName = EventName> = {
  readonly [N in Name]: { readonly name: N; readonly payload: Events[N] };
}[Name];
