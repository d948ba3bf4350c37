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
  "bill-run.continue": defineJob({
    payload: z.object({ billRunId: z.uuid() }),
    lane: "bulk",
    run: async (data, run) => (await import("./continue-bill-run.ts")).continueBillRun(data, run),
  }),
  "case.tick": defineJob({
    payload: z.object({ caseId: z.uuid() }),
    lane: "normal",
    run: async (data, run) => (await import("./tick-case.ts")).tickCase(data, run),
  }),
  "read.revalidate": defineJob({
    payload: z.object({ causeId: z.uuid(), since: z.iso.datetime() }),
    lane: "bulk",
    queue: "read.revalidate",
    run: async (data, run) => (await import("./revalidate-reads.ts")).revalidateReads(data, run),
  }),
} satisfies Record<string, AnyJob>;

export type Jobs = typeof jobs;
export type JobName = keyof Jobs & string;
