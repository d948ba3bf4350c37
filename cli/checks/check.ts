import type { Outcome } from "../launch/run.ts";

export interface Counts {
  readonly passed: number;
  readonly failed: number;
  readonly skipped: number;
}

/** One part of `npm test`: what it counted, and what it wrote, shown when something failed. */
export interface CheckResult {
  readonly counts: Counts;
  readonly output: string;
}

export interface Check {
  readonly name: string;
  run(): Promise<CheckResult>;
}

export const add = (a: Counts, b: Counts): Counts => ({
  passed: a.passed + b.passed,
  failed: a.failed + b.failed,
  skipped: a.skipped + b.skipped,
});

export const NOTHING: Counts = { passed: 0, failed: 0, skipped: 0 };

/** A program that either agrees with the whole project or does not: counts as one. */
export function verdictOf({ code, output }: Outcome): CheckResult {
  return { counts: code === 0 ? { ...NOTHING, passed: 1 } : { ...NOTHING, failed: 1 }, output };
}

/** `12 passed, 0 failed` or `12 passed, 0 failed, 1 skipped`. */
export function wordsOf({ passed, failed, skipped }: Counts): string {
  const words = `${passed} passed, ${failed} failed`;
  return skipped === 0 ? words : `${words}, ${skipped} skipped`;
}
