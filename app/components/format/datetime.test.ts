import { describe, expect, it } from "vitest";
import {
  formatDate,
  formatDateTime,
  formatDay,
  formatDays,
  formatDuration,
  formatMonth,
  formatTime,
  formatWeekday,
} from "./datetime.ts";

// 2026-03-04T16:30:05Z is already 5 March in Shanghai and still 4 March in Los Angeles.
const MOMENT = "2026-03-04T16:30:05Z";

describe("moments in the zone of the utility", () => {
  it("falls on the local day", () => {
    expect(formatDate(MOMENT, "Asia/Shanghai", "zh-CN")).toBe("2026-03-05");
    expect(formatDate(MOMENT, "Asia/Shanghai", "en")).toBe("5 Mar 2026");
    expect(formatDate(MOMENT, "America/Los_Angeles", "en")).toBe("4 Mar 2026");
  });

  it("counts 24 hours, midnight is 00", () => {
    expect(formatDateTime(MOMENT, "Asia/Shanghai", "zh-CN")).toBe("2026-03-05 00:30");
    expect(formatDateTime(MOMENT, "Asia/Shanghai", "en", "seconds")).toBe("5 Mar 2026, 00:30:05");
    expect(formatTime(MOMENT, "America/Los_Angeles")).toBe("08:30");
  });

  it("shows both hours of a clock change by their own offset", () => {
    expect(formatTime("2026-11-01T08:30:00Z", "America/Los_Angeles")).toBe("01:30");
    expect(formatTime("2026-11-01T09:30:00Z", "America/Los_Angeles")).toBe("01:30");
    expect(formatTime("2026-03-08T10:00:00Z", "America/Los_Angeles")).toBe("03:00");
  });

  it("refuses what is no moment", () => {
    expect(() => formatDate("yesterday", "Asia/Shanghai", "en")).toThrow(RangeError);
  });
});

describe("calendar dates, months, durations", () => {
  it("have no zone", () => {
    expect(formatDay("2026-03-05", "zh-CN")).toBe("2026-03-05");
    expect(formatDay("2026-03-05", "en")).toBe("5 Mar 2026");
    expect(formatDays("2026-02-01", "2026-02-28", "zh-CN")).toBe("2026-02-01 至 2026-02-28");
    expect(formatWeekday("2026-03-05", "zh-CN")).toBe("周四");
    expect(formatWeekday("2026-03-05", "en")).toBe("Thu");
  });

  it("names months", () => {
    expect(formatMonth("2026-03", "zh-CN")).toBe("2026年3月");
    expect(formatMonth("2026-03", "en")).toBe("Mar 2026");
    expect(formatMonth("2026-11", "zh-CN", "short")).toBe("11月");
  });

  it("shows the two largest parts of a duration", () => {
    expect(formatDuration(200, "zh-CN")).toBe("3 分 20 秒");
    expect(formatDuration(200, "en")).toBe("3 min 20 s");
    expect(formatDuration(7200, "en")).toBe("2 h");
    expect(formatDuration(90_061, "en")).toBe("1 d 1 h");
    expect(formatDuration(0.2, "en")).toBe("0 s");
  });

  it("refuses a moment where a date is meant", () => {
    expect(() => formatDay(MOMENT, "en")).toThrow(RangeError);
  });
});
