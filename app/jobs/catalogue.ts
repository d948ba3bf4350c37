import { z } from "zod";
import { type AnyJob, defineJob } from "./job.ts";

/**
 * Every kind of background work of the product, by name (`<noun>.<verb>`). A new one is one row here:
 *
 *   "bill-run.continue": defineJob({
 *     payload: z.object({ billRunId: z.uuid() }),
 *     lane: "bulk",
 *     run: async (data, run) => (await import("./continue-bill-run.ts")).continueBillRun(data, run),
 *   }),
 */
export const jobs = {
  "alarm.adopt-rules": defineJob({
    payload: z.object({}),
    lane: "normal",
    run: async (_, run) => (await import("./evaluate-alarms.ts")).adoptRules(run),
  }),
  "alarm.evaluate": defineJob({
    payload: z.object({}),
    lane: "urgent",
    run: async (_, run) => (await import("./evaluate-alarms.ts")).evaluateAlarms(run),
  }),
  "alarm.settle": defineJob({
    payload: z.object({}),
    lane: "urgent",
    run: async (_, run) => (await import("./evaluate-alarms.ts")).settleAlarms(run),
  }),
  "bill-run.continue": defineJob({
    payload: z.object({ billRunId: z.uuid() }),
    lane: "bulk",
    run: async (data, run) => (await import("./continue-bill-run.ts")).continueBillRun(data, run),
  }),
  "case.hear": defineJob({
    payload: z.union([
      z.strictObject({ caseId: z.uuid() }),
      z.strictObject({ paymentId: z.uuid() }),
      z.strictObject({ alarmId: z.uuid() }),
    ]),
    lane: "normal",
    run: async (data, run) => (await import("./hear-event.ts")).hearEvent(data, run),
  }),
  "case.tick": defineJob({
    payload: z.object({ caseId: z.uuid() }),
    lane: "normal",
    run: async (data, run) => (await import("./tick-case.ts")).tickCase(data, run),
  }),
  "message.deliver": defineJob({
    payload: z.object({ messageIds: z.array(z.uuid()).min(1).max(50) }),
    lane: "normal",
    run: async (data, run) => (await import("./deliver-messages.ts")).deliverMessages(data, run),
  }),
  "message.tell-bills": defineJob({
    payload: z.object({ billIds: z.array(z.uuid()).min(1).max(1_000) }),
    lane: "bulk",
    run: async (data, run) => (await import("./tell-of-money.ts")).tellOfBills(data, run),
  }),
  "message.tell-overdue": defineJob({
    payload: z.object({ billIds: z.array(z.uuid()).min(1).max(1_000) }),
    lane: "bulk",
    run: async (data, run) => (await import("./tell-of-money.ts")).tellOfOverdue(data, run),
  }),
  "message.tell-payment": defineJob({
    payload: z.object({ paymentId: z.uuid() }),
    lane: "normal",
    run: async (data, run) => (await import("./tell-of-money.ts")).tellOfPayment(data, run),
  }),
  "message.deliver-urgent": defineJob({
    payload: z.object({ messageIds: z.array(z.uuid()).min(1).max(50) }),
    lane: "urgent",
    run: async (data, run) => (await import("./deliver-messages.ts")).deliverMessages(data, run),
  }),
  "device-command.send": defineJob({
    payload: z.object({ commandId: z.uuid() }),
    lane: "urgent",
    run: async (data, run) => (await import("./send-device-command.ts")).sendDeviceCommand(data, run),
  }),
  "privacy.erase": defineJob({
    payload: z.object({ erasureId: z.uuid() }),
    lane: "normal",
    run: async ({ erasureId }, run) =>
      (await import("#app/services/privacy/erase-customer.ts")).eraseCustomer(
        run.scope,
        erasureId,
        new Date(),
      ),
  }),
  "read.revalidate": defineJob({
    payload: z.object({ causeId: z.uuid(), since: z.iso.datetime() }),
    lane: "bulk",
    queue: "read.revalidate",
    run: async (data, run) => (await import("./revalidate-reads.ts")).revalidateReads(data, run),
  }),
  "shadow-run.continue": defineJob({
    payload: z.object({ shadowRunId: z.uuid() }),
    lane: "bulk",
    // Bills come first.
    priority: 10,
    run: async (data, run) => (await import("./continue-shadow-run.ts")).continueShadowRun(data, run),
  }),
} satisfies Record<string, AnyJob>;

export type Jobs = typeof jobs;
export type JobName = keyof Jobs & string;
