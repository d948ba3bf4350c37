import { setTimeout as sleep } from "node:timers/promises";

/** Longer than the work for somebody who is known takes, so that the time of an answer does not tell who is. */
const ANSWER_AFTER_MS = 400;

/** Does the work and answers after the same time, whatever it found. */
export async function inSameTime<Result>(work: () => Promise<Result>): Promise<Result> {
  const [result] = await Promise.all([work(), sleep(ANSWER_AFTER_MS)]);
  return result;
}
