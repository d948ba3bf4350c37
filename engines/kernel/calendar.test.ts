import { describe, expect, test } from "vitest";
import {
  addWorkingDays,
  addWorkingTime,
  CHINA,
  holidayOf,
  isoWeekday,
  isPublished,
  isWorkingDay,
  type OfficeHours,
  WEEKENDS_ONLY,
  workingDayFrom,
  workingDaysBetween,
} from "./calendar.ts";
import { HOUR_MS, isoDay, isoInstant, parseDay, zoneOf } from "./zone.ts";

const day = (text: string) => parseDay(text)!;
const shanghai = zoneOf("Asia/Shanghai");
const office: OfficeHours = [
  [8.5 * HOUR_MS, 12 * HOUR_MS],
  [13.5 * HOUR_MS, 17.5 * HOUR_MS],
];

describe("calendar", () => {
  test("weekdays by ISO 8601, before 1970 too", () => {
    expect(isoWeekday(day("2026-11-22"))).toBe(7);
    expect(isoWeekday(day("1970-01-01"))).toBe(4);
    expect(isoWeekday(day("1969-12-28"))).toBe(7);
  });

  // 国办发明电〔2024〕12号: 2025-01-26 (Sunday) and 2025-02-08 (Saturday) are worked, 28 January to 4 February rest.
  test("swapped days of Spring Festival 2025", () => {
    expect(isWorkingDay(CHINA, day("2025-01-26"))).toBe(true);
    expect(isWorkingDay(CHINA, day("2025-02-08"))).toBe(true);
    expect(isWorkingDay(CHINA, day("2025-01-28"))).toBe(false);
    expect(isWorkingDay(CHINA, day("2025-02-04"))).toBe(false);
    expect(isWorkingDay(CHINA, day("2025-02-05"))).toBe(true);
    expect(holidayOf(CHINA, day("2025-01-29"))?.["zh-CN"]).toBe("春节");
    expect(isWorkingDay(WEEKENDS_ONLY, day("2025-01-28"))).toBe(true);
  });

  test("working days step over feasts and count swapped days", () => {
    expect(isoDay(addWorkingDays(CHINA, day("2025-01-24"), 1))).toBe("2025-01-26");
    expect(isoDay(addWorkingDays(CHINA, day("2025-01-27"), 1))).toBe("2025-02-05");
    expect(isoDay(addWorkingDays(CHINA, day("2025-02-05"), -1))).toBe("2025-01-27");
    expect(isoDay(workingDayFrom(CHINA, day("2025-10-01")))).toBe("2025-10-09");
    expect(workingDaysBetween(CHINA, day("2025-01-20"), day("2025-02-10"))).toBe(11);
  });

  test("working hours wait for the office to open", () => {
    const at = (text: string) => Date.parse(`${text}+08:00`);
    const add = (start: string, hours: number) =>
      isoInstant(shanghai, addWorkingTime(CHINA, shanghai, office, at(start), hours * HOUR_MS)).slice(0, 16);
    expect(add("2025-01-27T11:00:00", 2)).toBe("2025-01-27T14:30");
    expect(add("2025-01-27T16:30:00", 2)).toBe("2025-02-05T09:30");
    expect(add("2025-01-27T16:30:00", 1)).toBe("2025-01-27T17:30");
    expect(add("2025-01-29T03:00:00", 0)).toBe("2025-02-05T08:30");
  });

  test("says for which years the feasts are known", () => {
    expect(isPublished(CHINA, day("2026-10-01"))).toBe(true);
    expect(isPublished(CHINA, day("2031-10-01"))).toBe(false);
  });
});
