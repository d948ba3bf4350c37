import process from "node:process";

/** One figure of a bench, beside the baseline that ran next to it. */
export interface Row {
  readonly name: string;
  readonly value: number;
  readonly unit: string;
  /** What it is compared with. */
  readonly baseline: string;
  /** How many times the baseline; the goal says which side of it is good. */
  readonly ratio: number;
  readonly goal: string;
}

export type Report = (row: Row) => void;
/** `bench/<name>.ts` exports this as its default. */
export type Bench = (report: Report) => Promise<void>;

/**
 * Calls of `work` a second of processor time on one core, the best of five rounds after a warm-up. Processor time of
 * this thread, not the wall's: another process on the machine slows the wall clock, not the code.
 */
export function ratePerSecond(work: () => void, seconds = 0.3): number {
  const start = cpuSeconds();
  let calls = 0;
  while (cpuSeconds() - start < 0.3 || calls < 3) {
    work();
    calls++;
  }
  const batch = Math.max(1, Math.round((calls / (cpuSeconds() - start)) * seconds));
  let best = 0;
  for (let round = 0; round < 5; round++) {
    const from = cpuSeconds();
    for (let call = 0; call < batch; call++) work();
    best = Math.max(best, batch / (cpuSeconds() - from));
  }
  return best;
}

function cpuSeconds(): number {
  const { user, system } = process.threadCpuUsage();
  return (user + system) / 1e6;
}
