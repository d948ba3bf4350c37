/**
 * A stream of chance that is the same in every run: the seed is a text, so that each part of the demo has a stream of its
 * own and one part's growth does not change another. (sfc32 by Chris Doty-Humphrey, started by xmur3.)
 */
export class Random {
  #a: number;
  #b: number;
  #c: number;
  #d: number;

  constructor(seed: string) {
    let hash = 1_779_033_703 ^ seed.length;
    const next = (): number => {
      hash = Math.imul(hash ^ (hash >>> 16), 2_246_822_507);
      hash = Math.imul(hash ^ (hash >>> 13), 3_266_489_909);
      hash ^= hash >>> 16;
      return hash >>> 0;
    };
    for (let at = 0; at < seed.length; at++) {
      hash = Math.imul(hash ^ seed.charCodeAt(at), 3_432_918_353);
      hash = (hash << 13) | (hash >>> 19);
    }
    [this.#a, this.#b, this.#c, this.#d] = [next(), next(), next(), next()];
    for (let turn = 0; turn < 12; turn++) this.bits();
  }

  /** 32 random bits as an unsigned integer. */
  bits(): number {
    const sum = (((this.#a + this.#b) | 0) + this.#d) | 0;
    this.#d = (this.#d + 1) | 0;
    this.#a = this.#b ^ (this.#b >>> 9);
    this.#b = (this.#c + (this.#c << 3)) | 0;
    this.#c = (this.#c << 21) | (this.#c >>> 11);
    this.#c = (this.#c + sum) | 0;
    return sum >>> 0;
  }

  /** From 0 up to, and without, 1. */
  fraction(): number {
    return this.bits() / 4_294_967_296;
  }

  /** From `low` up to, and without, `high`. */
  between(low: number, high: number): number {
    return low + (high - low) * this.fraction();
  }

  /** An integer from `low` to `high`, both included. */
  integer(low: number, high: number): number {
    return low + Math.floor(this.fraction() * (high - low + 1));
  }

  chance(probability: number): boolean {
    return this.fraction() < probability;
  }

  pick<Value>(list: readonly Value[]): Value {
    const value = list[Math.floor(this.fraction() * list.length)];
    if (value === undefined) throw new RangeError("nothing to pick from");
    return value;
  }

  /** Picks by weight: `pickWeighted([["rare", 1], ["common", 9]])`. */
  pickWeighted<Value>(list: readonly (readonly [Value, number])[]): Value {
    let left = this.fraction() * list.reduce((sum, [, weight]) => sum + weight, 0);
    for (const [value, weight] of list) {
      left -= weight;
      if (left < 0) return value;
    }
    return (list.at(-1) as readonly [Value, number])[0];
  }

  /** A bell around 0 with standard deviation 1 (Irwin–Hall of 12: no tails beyond 6). */
  bell(): number {
    let sum = -6;
    for (let turn = 0; turn < 12; turn++) sum += this.fraction();
    return sum;
  }

  /** A uuid of version 7 (RFC 9562) as of an instant, the same in every run: the demo's rows keep their ids. */
  uuid(atMs: number): string {
    const hex = (value: number, digits: number): string => value.toString(16).padStart(digits, "0");
    const time = hex(atMs, 12);
    const [a, b, c] = [this.bits(), this.bits(), this.bits()];
    const variant = "89ab"[a >>> 30];
    return `${time.slice(0, 8)}-${time.slice(8)}-7${hex(a & 0xfff, 3)}-${variant}${hex((a >>> 12) & 0xfff, 3)}-${hex(b, 8)}${hex(c & 0xffff, 4)}`;
  }
}
