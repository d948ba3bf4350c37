import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { estimationSchema, STANDARD_RULES } from "#schema/blueprint/estimation/schema.ts";
import { Decimal } from "../../kernel/decimal.ts";
import { parseDay, zoneOf } from "../../kernel/zone.ts";
import { alignExponents, type DayShape, type DayValues, valueAt } from "../days/day-row.ts";
import { QUALITY } from "../quality.ts";
import { finalDay } from "./final.ts";
import { compileEstimation } from "./program.ts";

const hourly: DayShape = { zone: zoneOf("Asia/Shanghai"), intervalSeconds: 3600, exponent: -2 };
const day = parseDay("2026-03-10")!;
const standard = compileEstimation(STANDARD_RULES);
const rules = (text: object) =>
  compileEstimation(estimationSchema.parse({ label: { "zh-CN": "试", en: "trial" }, ...text }));

/** A day of 24 hours; "-" is missing. */
function row(text: string): DayValues {
  const cells = text.trim().split(/\s+/);
  const values = Array.from({ length: 24 }, (_, slot) => {
    const cell = cells[slot] ?? cells[cells.length - 1]!;
    return cell === "-" ? null : Decimal.parse(cell);
  });
  const quality = values.map((value) => (value === null ? QUALITY.missing : QUALITY.measured));
  return { ...alignExponents(values, hourly.exponent), quality };
}
const show = (made: DayValues) => made.values.map((_, slot) => valueAt(made, slot)?.toString() ?? "-");

describe("final days", () => {
  test("M14, M17 a gap of two hours is interpolated, with its method and inputs kept", () => {
    const { row: made, findings } = finalDay(hourly, standard, day, { day: row("1 - - 4 4") });
    expect(show(made).slice(0, 5)).toEqual(["1.00", "2.00", "3.00", "4.00", "4.00"]);
    expect(made.quality.slice(0, 4)).toEqual([1, 6, 6, 1]);
    expect(findings[0]).toEqual({
      check: "gap",
      severity: "warning",
      fromSlot: 1,
      toSlot: 3,
      action: "estimated",
      detail: {
        method: "linear",
        fromTime: "2026-03-09T16:00:00.000Z",
        fromValue: "1",
        toTime: "2026-03-09T19:00:00.000Z",
        toValue: "4",
      },
    });
  });

  test("M17 rounds half up at the row's exponent", () => {
    const { row: made } = finalDay(hourly, standard, day, { day: row("0.01 - 0.02 1") });
    expect(show(made)[1]).toBe("0.02");
  });

  test("M14 a longer gap stays open and is found", () => {
    const { row: made, findings } = finalDay(hourly, standard, day, { day: row("1 - - - 4 4") });
    expect(show(made).slice(1, 4)).toEqual(["-", "-", "-"]);
    expect(findings).toMatchObject([{ check: "gap", action: "left", fromSlot: 1, toSlot: 4 }]);
  });

  test("M14 what lies after the last value is no gap yet", () => {
    const { row: made, findings } = finalDay(hourly, standard, day, { day: row("1 1 1 -") });
    expect(findings).toEqual([]);
    expect(show(made)[23]).toBe("-");
  });

  test("M13 a gap over midnight: each day is made final from the neighbours as resolved", () => {
    const evening = row("2 2 2 2 2 2 2 2 2 2 2 2 2 2 2 2 2 2 2 2 2 2 2 -");
    const morning = row("- 5 5");
    const first = finalDay(hourly, standard, day, { day: evening, after: morning });
    const second = finalDay(hourly, standard, day + 1, { before: evening, day: morning });
    expect(show(first.row)[23]).toBe("3.00");
    expect(show(second.row)[0]).toBe("4.00");
    expect(show(finalDay(hourly, standard, day, { day: evening }).row)[23]).toBe("-");
  });

  test("M15, M18 a negative value is replaced, or stands marked where no estimate can be made", () => {
    const { row: made, findings } = finalDay(hourly, standard, day, { day: row("1 -7 3 2") });
    expect(show(made)[1]).toBe("2.00");
    expect(findings).toMatchObject([{ check: "negative", action: "estimated", detail: { value: "-7.00" } }]);
    const atEnd = finalDay(hourly, standard, day, { day: row("-7 3 2") });
    expect([show(atEnd.row)[0], atEnd.row.quality[0]]).toEqual(["-7.00", QUALITY.suspect]);
    expect(atEnd.findings).toMatchObject([{ check: "negative", action: "flagged" }]);
  });

  test("M16 a value over 2.8 times the third highest is a spike; exactly 2.8 times is none", () => {
    expect(finalDay(hourly, standard, day, { day: row("1 2.8 1") }).findings).toEqual([]);
    const { row: made, findings } = finalDay(hourly, standard, day, { day: row("1 2.81 1") });
    expect(findings).toMatchObject([{ check: "spike", action: "flagged", detail: { limit: "2.8" } }]);
    expect(made.quality[1]).toBe(QUALITY.suspect);
    const withFloor = rules({ checks: { spike: { floor: "3" } } });
    expect(finalDay(hourly, withFloor, day, { day: row("1 2.81 1") }).findings).toEqual([]);
    const replacing = rules({ checks: { spike: { action: "estimate" } } });
    expect(show(finalDay(hourly, replacing, day, { day: row("1 90 1") }).row)[1]).toBe("1.00");
  });

  test("M14 values that staff set are not checked", () => {
    const edited = row("1 -7 3 2");
    const quality = edited.quality.map((mark, slot) => (slot === 1 ? QUALITY.edited : mark));
    expect(finalDay(hourly, standard, day, { day: { ...edited, quality } }).findings).toEqual([]);
  });

  test("M13 an estimate lies between its neighbours, and measured values stay as they are", () => {
    const cell = fc.oneof(
      fc.constant("-"),
      fc.integer({ min: 0, max: 9999 }).map((n) => (n / 100).toFixed(2)),
    );
    const aDay = fc.array(cell, { minLength: 24, maxLength: 24 }).map((cells) => row(cells.join(" ")));
    fc.assert(
      fc.property(aDay, aDay, aDay, (before, middle, after) => {
        const made = finalDay(hourly, rules({ checks: {} }), day, { before, day: middle, after }).row;
        const line = [before, middle, after].flatMap((one) => one.values);
        made.values.forEach((value, slot) => {
          const stated = middle.values[slot];
          if (stated !== null) expect(value).toBe(stated);
          if (made.quality[slot] !== QUALITY.estimated) return;
          const left = line.slice(0, 24 + slot).findLast((one) => one !== null)!;
          const right = line.slice(24 + slot).find((one) => one !== null)!;
          expect(value! >= (left < right ? left : right) && value! <= (left > right ? left : right)).toBe(
            true,
          );
        });
      }),
    );
  });
});
