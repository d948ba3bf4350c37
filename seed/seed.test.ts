import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { contentHash } from "#engines/kernel/hash.ts";
import { parseDay, zoneOf } from "#engines/kernel/zone.ts";
import { slotStartMs, slotsOf } from "#engines/metering/index.ts";
import { CLASSES } from "./classes.ts";
import { hourlyWh, monthUnits } from "./consumption.ts";
import { PLANS } from "./plans.ts";
import { Random } from "./random.ts";
import { indicesOf, subscriberOf } from "./subscriber.ts";
import { firstDay, monthText, windowOf } from "./window.ts";

const window = windowOf(parseDay("2026-11-01") as number);

describe("the stream of chance", () => {
  it("is the same for the same name and another for another", () => {
    const take = (name: string) =>
      Array.from(
        { length: 5 },
        (
          (random) => () =>
            random.bits()
        )(new Random(name)),
      );
    expect(take("a")).toEqual(take("a"));
    expect(take("a")).not.toEqual(take("b"));
  });

  it("gives fractions below 1 that spread evenly", () => {
    const random = new Random("even");
    const tenths = new Array<number>(10).fill(0);
    for (let turn = 0; turn < 20_000; turn++) {
      const at = Math.floor(random.fraction() * 10);
      tenths[at] = (tenths[at] ?? 0) + 1;
    }
    for (const count of tenths) expect(Math.abs(count - 2_000)).toBeLessThan(250);
  });

  it("makes ids of version 7 with their instant in front", () => {
    fc.assert(
      fc.property(fc.string(), fc.integer({ min: 0, max: 2 ** 41 }), (name, atMs) => {
        const id = new Random(name).uuid(atMs);
        expect(id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
        expect(Number.parseInt(id.slice(0, 8) + id.slice(9, 13), 16)).toBe(atMs);
      }),
    );
  });
});

describe("the months of the demo", () => {
  it("begin as two-month periods do, and leave the last whole month to bill by hand", () => {
    fc.assert(
      fc.property(fc.integer({ min: 10_000, max: 25_000 }), (today) => {
        const { first, billed, current } = windowOf(today);
        expect(first % 2).toBe(0);
        expect(billed % 2).toBe(0);
        expect(current - first).toBeGreaterThanOrEqual(12);
        expect(current - first).toBeLessThanOrEqual(13);
        expect(billed).toBeGreaterThanOrEqual(first);
        expect(firstDay(current)).toBeLessThanOrEqual(today);
        expect(firstDay(current + 1)).toBeGreaterThan(today);
      }),
    );
    expect(monthText(window.current)).toBe("2026-11");
  });
});

describe("customers", () => {
  it("have ids and numbers of their own", () => {
    for (const plan of PLANS) {
      const some = Array.from({ length: 200 }, (_, at) => subscriberOf(plan, at, window));
      const ids = some.flatMap((each) => [...Object.values(each.ids), ...each.registers.map(({ id }) => id)]);
      expect(new Set(ids).size).toBe(ids.length);
      expect(new Set(some.map(({ number }) => number)).size).toBe(some.length);
      expect(new Set(some.map(({ serial }) => serial)).size).toBe(some.length);
    }
  });

  it("are the same people with the same reads in every run, on every machine", () => {
    const hash = contentHash(
      PLANS.flatMap((plan) =>
        Array.from({ length: 40 }, (_, at) => {
          const { habits, registers, place, terms, ...subscriber } = subscriberOf(plan, at, window);
          const reads = indicesOf(subscriberOf(plan, at, window), window);
          return JSON.parse(
            JSON.stringify({
              ...subscriber,
              place: [place.longitude, place.latitude],
              terms,
              registers,
              reads,
            }),
          );
        }),
      ),
    );
    // A change of the seed changes this on purpose: write the new value here, and expect every demo to be another one.
    expect(hash).toBe("7d9abd737e6fa9eb10aaa14cb668d9ad8d9d5b39f3f9167d1a9317f8e1987466");
  });

  it("have telephone numbers that nobody can be given", () => {
    for (const plan of PLANS) {
      for (let at = 0; at < 50; at++) {
        const { phone } = subscriberOf(plan, at, window);
        expect(phone).toMatch(plan.language === "en" ? /^\(541\) 555-01\d\d$/ : /^129\d{8}$/);
      }
    }
  });

  it("have meters whose main register counts what its parts count", () => {
    for (const plan of PLANS) {
      for (let at = 10; at < 120; at++) {
        const subscriber = subscriberOf(plan, at, window);
        if (subscriber.oddity !== "none" || subscriber.class.parts.length === 0) continue;
        const parts = subscriber.registers.flatMap(({ code }, place) =>
          CODES.includes(code) ? [place] : [],
        );
        const rows = indicesOf(subscriber, window);
        rows.slice(1).forEach(({ units }, turn) => {
          const before = rows[turn]?.units ?? [];
          const advance = (place: number) => (units[place] ?? 0) - (before[place] ?? 0);
          expect(parts.reduce((sum, place) => sum + advance(place), 0)).toBe(advance(0));
          expect(advance(0)).toBeGreaterThanOrEqual(0);
        });
      }
    }
  });
});

const CODES = ["critical", "peak", "flat", "valley"];

describe("hourly values", () => {
  it("add up to the month's use, with 23 and 25 hours where the clock changes", () => {
    const zone = zoneOf("America/Los_Angeles");
    const shape = { zone, intervalSeconds: 3600, exponent: 0 } as const;
    const habits = { seed: "test", perYear: 7800, season: CLASSES.coastHome.season, decimals: 0 };
    const slots = (day: number) =>
      Array.from({ length: slotsOf(shape, day) }, (_, slot) => slotStartMs(shape, day, slot));
    const lengths = new Map<string, number>();
    for (const text of ["2026-03", "2026-07", "2026-11"]) {
      const [year = 0, month = 1] = text.split("-").map(Number);
      const total = monthUnits(habits, year * 12 + month - 1) * 1000;
      const days = hourlyWh(habits, zone, year * 12 + month - 1, total, slots);
      expect([...days.values()].flat().reduce((sum, value) => sum + value, 0)).toBe(total);
      for (const [day, values] of days)
        lengths.set(new Date(day * 86_400_000).toISOString().slice(0, 10), values.length);
    }
    expect(lengths.get("2026-03-08")).toBe(23);
    expect(lengths.get("2026-11-01")).toBe(25);
    expect(lengths.get("2026-07-04")).toBe(24);
  });
});
