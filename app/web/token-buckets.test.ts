import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { TokenBuckets } from "./token-buckets.ts";

describe("token buckets", () => {
  it("give the burst at once, then one for each that time has filled in, and say how long to wait", () => {
    const buckets = new TokenBuckets({ burst: 3, perSecond: 2 });
    expect([1, 2, 3, 4].map(() => buckets.take("li", 1000))).toEqual([0, 0, 0, 500]);
    expect(buckets.take("li", 1499)).toBe(1);
    expect(buckets.take("li", 1500)).toBe(0);
    expect(buckets.take("wang", 1500)).toBe(0);
  });

  it("fill no further than the burst, and gain nothing by a clock that is set back", () => {
    const buckets = new TokenBuckets({ burst: 2, perSecond: 1 });
    buckets.take("li", 0);
    expect([1, 2, 3].map(() => buckets.take("li", 1_000_000))).toEqual([0, 0, 1000]);
    expect(buckets.take("li", 0)).toBe(1000);
  });

  it("never give more in any stretch of time than the burst and what it fills in", () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 20 }),
        fc.integer({ min: 1, max: 50 }),
        fc.array(fc.integer({ min: 0, max: 400 }), { minLength: 1, maxLength: 200 }),
        (burst, perSecond, gapsMs) => {
          const buckets = new TokenBuckets({ burst, perSecond });
          const givenMs: number[] = [];
          let nowMs = 0;
          for (const gapMs of gapsMs) {
            nowMs += gapMs;
            if (buckets.take("li", nowMs) === 0) givenMs.push(nowMs);
          }
          for (const [from, startMs] of givenMs.entries())
            for (const [to, endMs] of givenMs.entries())
              if (to >= from)
                expect(to - from + 1).toBeLessThanOrEqual(
                  burst + ((endMs - startMs) / 1000) * perSecond + 1e-6,
                );
        },
      ),
      { numRuns: 100 },
    );
  });

  it("keep their memory bounded, whoever makes up names", () => {
    const buckets = new TokenBuckets({ burst: 5, perSecond: 1 });
    for (let n = 0; n < 60_000; n++) buckets.take(`made up ${n}`, n / 100);
    expect(buckets.size).toBeLessThanOrEqual(20_000);
  });
});
