import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { instantsOf, zoneOf } from "#engines/kernel/zone.ts";
import { instantOf, wallClockOf } from "./instant.ts";

const ZONES = ["Asia/Shanghai", "America/Los_Angeles", "UTC", "Asia/Kathmandu"];

describe("date and time fields", () => {
  it("give an instant with the offset of the utility's clock", () => {
    expect(instantOf("2026-11-25T10:00", "Asia/Shanghai")).toBe("2026-11-25T10:00:00+08:00");
    expect(instantOf("2026-07-01T10:00", "America/Los_Angeles")).toBe("2026-07-01T10:00:00-07:00");
    expect(wallClockOf("2026-11-25T02:00:00Z", "Asia/Shanghai")).toBe("2026-11-25T10:00");
    expect(instantOf("yesterday", "UTC")).toBeUndefined();
    expect(wallClockOf("yesterday", "UTC")).toBe("");
  });

  it("agree with the kernel's tables of zones, the earlier instant of a repeated hour", () => {
    const minute = fc.integer({ min: Date.UTC(2024, 0, 1) / 60_000, max: Date.UTC(2027, 0, 1) / 60_000 });
    fc.assert(
      fc.property(fc.constantFrom(...ZONES), minute, (zone, at) => {
        const wallClock = new Date(at * 60_000).toISOString().slice(0, 16);
        const [first] = instantsOf(zoneOf(zone), at * 60_000);
        const instant = instantOf(wallClock, zone);
        if (first !== undefined) {
          expect(Date.parse(instant ?? "")).toBe(first);
          expect(wallClockOf(instant ?? "", zone)).toBe(wallClock);
        }
      }),
      { numRuns: 500 },
    );
  });
});
