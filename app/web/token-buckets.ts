/** So many at once, and so many a second for ever. */
export interface Budget {
  readonly burst: number;
  readonly perSecond: number;
}

interface Bucket {
  tokens: number;
  atMs: number;
}

/** Of sums of fractions. */
const ROUNDING = 1e-6;
/** Above so many keys the full ones are forgotten: a full bucket is as good as none. */
const KEYS_MAX = 20_000;

/**
 * Token buckets by key. Time is passed in. In memory of one process on purpose: it costs no round trip, and what must be
 * exact over all processes (guesses of passwords and codes) is counted in the database.
 */
export class TokenBuckets {
  readonly #budget: Budget;
  readonly #buckets = new Map<string, Bucket>();

  constructor(budget: Budget) {
    this.#budget = budget;
  }

  /** Takes one token of the key. Returns 0, or after how many ms there will be one. */
  take(key: string, nowMs: number): number {
    const bucket = this.#filled(key, nowMs);
    if (bucket.tokens < 1 - ROUNDING)
      return Math.ceil(((1 - bucket.tokens) / this.#budget.perSecond) * 1000 - ROUNDING);
    bucket.tokens -= 1;
    return 0;
  }

  get size(): number {
    return this.#buckets.size;
  }

  #filled(key: string, nowMs: number): Bucket {
    const { burst, perSecond } = this.#budget;
    const known = this.#buckets.get(key);
    if (known === undefined) {
      if (this.#buckets.size >= KEYS_MAX) this.#forgetFull(nowMs);
      const made = { tokens: burst, atMs: nowMs };
      this.#buckets.set(key, made);
      return made;
    }
    // A clock that was set back gives nothing and takes nothing.
    const passedMs = Math.max(0, nowMs - known.atMs);
    known.tokens = Math.min(burst, known.tokens + (passedMs / 1000) * perSecond);
    known.atMs = nowMs;
    return known;
  }

  #forgetFull(nowMs: number): void {
    const { burst, perSecond } = this.#budget;
    for (const [key, { tokens, atMs }] of this.#buckets)
      if (tokens + ((nowMs - atMs) / 1000) * perSecond >= burst) this.#buckets.delete(key);
    // Somebody sends under ever new names: then all begin anew, and the address still holds them.
    if (this.#buckets.size >= KEYS_MAX) this.#buckets.clear();
  }
}
