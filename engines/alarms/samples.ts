import type { AlarmProgram, WindowProgram } from "./program.ts";

interface Sample {
  readonly timeMs: number;
  readonly value: number;
}

/** What one source has told of a rule's metrics: the last value of each and the samples its windows still need. */
export class Samples {
  readonly #program: AlarmProgram;
  readonly #last = new Map<string, Sample>();
  readonly #kept = new Map<string, Sample[]>();

  constructor(program: AlarmProgram) {
    this.#program = program;
    for (const window of program.windows) this.#kept.set(window.metric, []);
  }

  add(metric: string, sample: Sample): void {
    this.#last.set(metric, sample);
    this.#kept.get(metric)?.push(sample);
  }

  /** Last time and value of each metric, as a state keeps them. */
  lastOfEach(): Record<string, readonly [timeMs: number, value: number]> {
    const last: Record<string, readonly [number, number]> = {};
    for (const metric of [...this.#last.keys()].sort()) {
      const { timeMs, value } = this.#last.get(metric) as Sample;
      last[metric] = [timeMs, value];
    }
    return last;
  }

  resume(last: Readonly<Record<string, readonly [timeMs: number, value: number]>>): void {
    for (const [metric, [timeMs, value]] of Object.entries(last)) this.#last.set(metric, { timeMs, value });
  }

  lastTimeOf(metric: string): number | undefined {
    return this.#last.get(metric)?.timeMs;
  }

  lastValuesOf(metrics: Iterable<string>): Record<string, number> {
    const values: Record<string, number> = {};
    for (const metric of metrics) {
      const sample = this.#last.get(metric);
      if (sample) values[metric] = sample.value;
    }
    return values;
  }

  /**
   * The values that conditions see at an instant, or `undefined` when a metric is unknown or too old: then nothing is
   * known, and nothing changes (A6).
   */
  valuesAt(nowMs: number): Record<string, number> | undefined {
    const values: Record<string, number> = {};
    for (const [metric, { maxAgeMs }] of this.#program.metrics) {
      const sample = this.#last.get(metric);
      if (sample === undefined || nowMs - sample.timeMs > maxAgeMs) return undefined;
      values[metric] = sample.value;
    }
    for (const window of this.#program.windows) values[window.name] = this.#over(window, nowMs);
    return values;
  }

  /** Samples in (now − over, now]. The caller has made sure that the metric has a value at all. */
  #over(window: WindowProgram, nowMs: number): number {
    const all = this.#kept.get(window.metric) ?? [];
    const longest = Math.max(
      ...this.#program.windows.filter(({ metric }) => metric === window.metric).map(({ overMs }) => overMs),
    );
    let old = 0;
    while (old < all.length && (all[old] as Sample).timeMs <= nowMs - longest) old++;
    if (old > 0) all.splice(0, old);
    const inside = all.filter((sample) => sample.timeMs > nowMs - window.overMs);
    const values = inside.map((sample) => sample.value);
    const sum = values.reduce((total, value) => total + value, 0);
    switch (window.take) {
      case "count":
        return values.length;
      case "sum":
        return sum;
      case "span":
        return values.length === 0 ? 0 : (nowMs - (inside[0] as Sample).timeMs) / 1000;
      case "mean":
        return values.length === 0 ? 0 : sum / values.length;
      case "min":
        return values.length === 0 ? 0 : Math.min(...values);
      case "max":
        return values.length === 0 ? 0 : Math.max(...values);
    }
  }
}
