import { expect, it } from "vitest";
import { parseDay } from "../kernel/zone.ts";
import { periods } from "./cases/helpers.ts";
import { compileTariff, paintedSchedules, parseTariff } from "./index.ts";

const words = (text: string) => ({ "zh-CN": text, en: text });
const tariff = (schedule: object, rest: object = {}) =>
  parseTariff({
    label: words("t"),
    utility: "power",
    currency: "CNY",
    schedules: { day: schedule },
    charges: [
      {
        type: "energy",
        code: "energy",
        label: words("e"),
        schedule: "day",
        price: { peak: "1", flat: "0.6", valley: "0.3" },
      },
    ],
    ...rest,
  });

const rules = {
  periods: periods("peak", "flat", "valley"),
  rules: [
    { period: "valley", days: ["holiday"] },
    { period: "flat", days: ["weekend"], times: ["08:00-22:30"] },
    { period: "peak", months: [7, 8], times: ["10:00-12:00", "18:30-22:00"] },
    { period: "valley", times: ["22:00-06:00"] },
    { period: "flat" },
  ],
};

it("B4 a schedule of rules as a calendar says the same of each minute of the year", () => {
  const before = tariff(rules, { holidays: { calendar: "CN" } });
  const matrix = paintedSchedules(before)["/schedules/day"];
  expect(matrix?.weekday[0]).toHaveLength(48);
  expect(matrix?.holiday).toBeDefined();
  const after = tariff({ periods: rules.periods, matrix }, { holidays: { calendar: "CN" } });
  const planOf = (of: ReturnType<typeof tariff>) => {
    const [charge] = compileTariff(of).charges;
    return charge?.type === "energy" ? charge.schedule : undefined;
  };
  const [one, two] = [planOf(before), planOf(after)];
  const first = parseDay("2026-01-01") ?? 0;
  for (let day = first; day < first + 365; day++) {
    expect(two?.planOf(day).minutes).toEqual(one?.planOf(day).minutes);
  }
});

it("B4 what a calendar cannot say is not painted: a season inside a month, a weekday of its own, odd minutes", () => {
  const seasons = { seasons: { summer: [{ from: "06-16", to: "09-15" }] } };
  const withRule = (rule: object) => ({ ...rules, rules: [{ period: "peak", ...rule }, { period: "flat" }] });
  expect(paintedSchedules(tariff(withRule({ seasons: ["summer"] }), seasons))["/schedules/day"]).toBeNull();
  expect(paintedSchedules(tariff(withRule({ days: ["monday"] })))["/schedules/day"]).toBeNull();
  expect(paintedSchedules(tariff(withRule({ times: ["08:10-09:00"] })))["/schedules/day"]).toBeNull();
});
