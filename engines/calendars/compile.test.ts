import { describe, expect, it } from "vitest";
import { addWorkingDays, addWorkingTime, isWorkingDay } from "#engines/kernel/calendar.ts";
import { type LocalDay, parseDay, zoneOf } from "#engines/kernel/zone.ts";
import { calendarSchema } from "#schema/blueprint/calendar/schema.ts";
import { compileCalendar } from "./compile.ts";

const day = (text: string): LocalDay => parseDay(text) as LocalDay;
const words = (text: string) => ({ "zh-CN": text, en: text });
const office = {
  label: words("Office"),
  base: "china",
  hours: [
    { from: "08:30", to: "12:00" },
    { from: "13:30", to: "17:30" },
  ],
  days: [
    { day: "2026-03-04", working: false, label: words("Typhoon") },
    { day: "2026-03-07", working: true, label: words("Made up for") },
    { day: "2026-10-01", working: true, label: words("Emergency") },
  ],
};

describe("a working calendar", () => {
  const { calendar, hours } = compileCalendar(calendarSchema.parse(office));

  it("lays the utility's own days over the published ones", () => {
    expect(isWorkingDay(calendar, day("2026-03-03"))).toBe(true);
    expect(isWorkingDay(calendar, day("2026-03-04"))).toBe(false);
    expect(isWorkingDay(calendar, day("2026-03-07"))).toBe(true);
    expect(isWorkingDay(calendar, day("2026-03-08"))).toBe(false);
    expect(isWorkingDay(calendar, day("2026-10-01"))).toBe(true);
    expect(isWorkingDay(calendar, day("2026-10-02"))).toBe(false);
    expect(addWorkingDays(calendar, day("2026-03-03"), 2)).toBe(day("2026-03-06"));
  });

  it("counts working time within its office hours", () => {
    const zone = zoneOf("Asia/Shanghai");
    const at = (text: string): number => Date.parse(`${text}+08:00`);
    // Tuesday 17:00 and two hours: Wednesday rests, Thursday 08:30 + 1 h 30.
    expect(addWorkingTime(calendar, zone, hours, at("2026-03-03T17:00:00"), 2 * 3_600_000)).toBe(
      at("2026-03-05T10:00:00"),
    );
  });

  it.each([
    [{ hours: [] }, "hours"],
    [{ hours: [{ from: "12:00", to: "09:00" }] }, "must be later than 12:00"],
    [
      {
        hours: [
          { from: "08:00", to: "12:00" },
          { from: "11:00", to: "13:00" },
        ],
      },
      "overlaps",
    ],
    [{ days: [office.days[0], office.days[0]] }, "listed twice"],
    [{ hours: [{ from: "8:30", to: "12:00" }] }, "expected a time"],
  ])("refuses %j", (change, why) => {
    const parsed = calendarSchema.safeParse({ ...office, ...change });
    expect(parsed.success).toBe(false);
    expect(JSON.stringify(parsed.error?.issues)).toContain(why);
  });
});
