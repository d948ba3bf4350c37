import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { CHINA, isWorkingDay, type OfficeHours } from "#engines/kernel/calendar.ts";
import { isoInstant, localDayOf, localMsOf, zoneOf } from "#engines/kernel/zone.ts";
import { deadlineOf, type Hold, workingTimeBetween } from "./clock.ts";

const zone = zoneOf("Asia/Shanghai");
const H = 3_600_000;
const DAY = 24 * H;
const hours: OfficeHours = [
  [8.5 * H, 12 * H],
  [13.5 * H, 17.5 * H],
];
const clock = { zone, calendar: CHINA, hours };
const none = { clockMs: undefined, workingMs: undefined, workingDays: undefined };
const at = (text: string) => Date.parse(`${text}+08:00`);
const due = (limit: Partial<typeof none> | object, from: string, holds: Hold[] = []) =>
  isoInstant(zone, deadlineOf({ ...none, ...limit }, at(from), holds, clock));
const hold = (from: string, to: string): Hold => ({ fromMs: at(from), toMs: at(to) });

describe("deadlines", () => {
  it("D1 clock time runs on at night and on holidays", () => {
    expect(due({ clockMs: 24 * H }, "2026-02-16T20:00:00")).toBe("2026-02-17T20:00:00+08:00");
  });

  it("D2 working time counts office hours of working days only", () => {
    // Friday 16:30, one hour left of the day; the next working day is Monday.
    expect(due({ workingMs: 2 * H }, "2026-03-06T16:30:00")).toBe("2026-03-09T09:30:00+08:00");
    expect(due({ workingMs: H }, "2026-03-07T10:00:00")).toBe("2026-03-09T09:30:00+08:00");
    // 14 February 2026 is a Saturday on which people work (调休 of the Spring Festival).
    expect(due({ workingMs: H }, "2026-02-13T17:00:00")).toBe("2026-02-14T09:00:00+08:00");
  });

  it("D3 five working days end when the office closes on the fifth, past the Spring Festival and its swapped day", () => {
    expect(due({ workingDays: 5 }, "2026-03-02T09:00:00")).toBe("2026-03-09T17:30:00+08:00");
    // 13 Feb (Fri) + 1 = Sat 14 Feb worked; rest 15 to 23; then 24, 25, 26, 27.
    expect(due({ workingDays: 5 }, "2026-02-13T09:00:00")).toBe("2026-02-27T17:30:00+08:00");
  });

  it("D5 a hold moves clock time and working time by what of them was held, and working days by whole ones", () => {
    const lunch = hold("2026-03-02T11:00:00", "2026-03-02T14:30:00");
    expect(due({ clockMs: 4 * H }, "2026-03-02T09:00:00", [lunch])).toBe("2026-03-02T16:30:00+08:00");
    // 09:00 to 11:00 are two hours; held until 14:30; one more.
    expect(due({ workingMs: 3 * H }, "2026-03-02T09:00:00", [lunch])).toBe("2026-03-02T15:30:00+08:00");
    const week = hold("2026-03-03T09:00:00", "2026-03-10T09:00:00");
    expect(due({ workingDays: 5 }, "2026-03-02T09:00:00", [week])).toBe("2026-03-16T17:30:00+08:00");
    const before = hold("2026-03-01T09:00:00", "2026-03-01T10:00:00");
    expect(due({ clockMs: H }, "2026-03-02T09:00:00", [before])).toBe("2026-03-02T10:00:00+08:00");
  });

  /** Counts minute by minute, as a person with a calendar would. */
  function naive(limitMinutes: number, working: boolean, fromMs: number, holds: readonly Hold[]): number {
    const counts = (ms: number) => {
      if (holds.some((each) => ms >= each.fromMs && ms < each.toMs)) return false;
      if (!working) return true;
      const day = localDayOf(zone, ms);
      const inDay = localMsOf(zone, ms) - day * DAY;
      return isWorkingDay(CHINA, day) && hours.some(([opens, closes]) => inDay >= opens && inDay < closes);
    };
    let [nowMs, left] = [fromMs, limitMinutes];
    while (left > 0) {
      if (counts(nowMs)) left -= 1;
      nowMs += 60_000;
    }
    return nowMs;
  }

  it("D1 D2 D5 agree with counting minute by minute, with any holds", () => {
    const minutes = fc.integer({ min: 0, max: 4 * 24 * 60 });
    const gaps = fc.array(fc.tuple(fc.integer({ min: 1, max: 900 }), fc.integer({ min: 1, max: 2_000 })), {
      maxLength: 3,
    });
    fc.assert(
      fc.property(
        minutes,
        fc.integer({ min: 1, max: 1_500 }),
        fc.boolean(),
        gaps,
        (start, length, working, pairs) => {
          const fromMs = at("2026-02-12T00:00:00") + start * 60_000;
          const holds: Hold[] = [];
          let cursor = fromMs;
          for (const [gap, span] of pairs) {
            const from = cursor + gap * 60_000;
            cursor = from + span * 60_000;
            holds.push({ fromMs: from, toMs: cursor });
          }
          const limit = working ? { workingMs: length * 60_000 } : { clockMs: length * 60_000 };
          expect(deadlineOf({ ...none, ...limit }, fromMs, holds, clock)).toBe(
            naive(length, working, fromMs, holds),
          );
        },
      ),
      { numRuns: 60 },
    );
  });

  it("working time between two instants is what a deadline of that length takes", () => {
    const from = at("2026-03-06T10:00:00");
    expect(workingTimeBetween(clock, from, at("2026-03-09T09:30:00"))).toBe(7 * H);
  });
});
