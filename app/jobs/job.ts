import type { z } from "zod";
import type { Scope } from "#app/platform/tenancy.ts";

/**
 * Which workers take a job. Each lane has workers of its own, so that an alarm never waits behind a bill run:
 * `urgent` a person or a valve waits; `normal` within seconds; `bulk` runs over many agreements or files.
 */
export const LANES = ["urgent", "normal", "bulk"] as const;
export type Lane = (typeof LANES)[number];

export interface JobRun {
  readonly scope: Scope;
  /** Fires when the process is told to stop: long jobs end at the next safe point and are taken up again. */
  readonly signal: AbortSignal;
  /** 1 at the first try. */
  readonly attempt: number;
}

/** One kind of background work: a row of the catalogue. */
export interface Job<Payload extends z.ZodType = z.ZodType> {
  /** Ids only: the job reads the data anew. */
  readonly payload: Payload;
  readonly lane: Lane;
  /** Jobs of one tenant in the same queue run one after another. */
  readonly queue?: string;
  /** Within its lane, smaller runs first; default 0. */
  readonly priority?: number;
  /** How often it is tried, with growing pauses; default 25 (about three days). */
  readonly attempts?: number;
  /** Does the work, idempotently: killed anywhere and run again it ends in the same state. Loaded when it first runs. */
  readonly run: (data: z.output<Payload>, run: JobRun) => Promise<void>;
}

/** A job of whatever payload. */
export type AnyJob = Omit<Job, "run"> & { readonly run: (data: never, run: JobRun) => Promise<void> };

export function defineJob<Payload extends z.ZodType>(job: Job<Payload>): Job<Payload> {
  return job;
}
