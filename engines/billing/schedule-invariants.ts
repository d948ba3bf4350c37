import type { Schedule } from "#schema/blueprint/tariff/schedule.ts";
import type { Tariff } from "#schema/blueprint/tariff/schema.ts";
import { ManifoldError } from "../kernel/errors.ts";
import { DAY_MS, type LocalDay, parseDay } from "../kernel/zone.ts";
import type { TariffFinding } from "./check-tariff.ts";
import { compileSeasons, holidaysOf } from "./compile-calendar.ts";
import { always, valueOn } from "./dated.ts";
import { compileSchedule, inSeason } from "./schedule.ts";

/**
 * Rules that never apply since earlier ones cover all of their time: mostly a mistake. Found by giving each rule a period
 * of its own and looking which ones are met in a year.
 */
export function shadowedRules(tariff: Tariff): TariffFinding[] {
  const findings: TariffFinding[] = [];
  const seasons = compileSeasons(tariff);
  for (const [name, raw] of Object.entries(tariff.schedules)) {
    const versions = Array.isArray(raw) ? raw.map(({ value }) => value) : [raw];
    versions.forEach((schedule, version) => {
      const { rules } = schedule;
      if (rules === undefined) return;
      const path = `/schedules/${name}${Array.isArray(raw) ? `/${version}/value` : ""}/rules`;
      const own: Schedule = {
        periods: Object.fromEntries(rules.map((_, at) => [`r${at}`, { "zh-CN": "-", en: "-" }])),
        rules: rules.map((rule, at) => ({ ...rule, period: `r${at}` })),
      };
      const compiled = compileSchedule(name, always(own), seasons, holidaysOf(tariff));
      const met = new Set<number>();
      for (const day of daysToLookAt(tariff)) {
        try {
          for (const at of compiled.planOf(day).minutes) met.add(at);
        } catch (error) {
          if (!(error instanceof ManifoldError)) throw error;
        }
      }
      rules.forEach((_, at) => {
        if (met.has(at)) return;
        findings.push({
          path: `${path}/${at}`,
          message: {
            "zh-CN": `时段表“${name}”的第 ${at + 1} 条规则从不生效:前面的规则已经覆盖它`,
            en: `rule ${at + 1} of the schedule “${name}” never applies: earlier rules cover all of its time`,
          },
          remedy: { "zh-CN": "上移或删除这条规则", en: "move the rule up or remove it" },
          severity: "warning",
        });
      });
    });
  }
  return findings;
}

/** Where a tariff names several seasons, each day of the year should lie in exactly one. */
export function seasonFindings(tariff: Tariff): TariffFinding[] {
  const seasons = Object.entries(compileSeasons(tariff));
  if (seasons.length < 2) return [];
  const findings: TariffFinding[] = [];
  let said = { none: false, two: false };
  const first = parseDay("2096-01-01") as LocalDay;
  for (let day = first; day < first + 366; day++) {
    const names = seasons.flatMap(([name, dated]) => {
      const season = valueOn(dated, day);
      return season !== undefined && inSeason(season, day) ? [name] : [];
    });
    const date = new Date(day * DAY_MS).toISOString().slice(5, 10);
    if (names.length === 0 && !said.none) {
      said = { ...said, none: true };
      findings.push(seasonFinding(`${date} 不属于任何季节`, `${date} lies in no season`));
    }
    if (names.length > 1 && !said.two) {
      said = { ...said, two: true };
      const list = names.join(", ");
      findings.push(seasonFinding(`${date} 同时属于 ${list}`, `${date} lies in ${list} at once`));
    }
  }
  return findings;
}

function seasonFinding(zh: string, en: string): TariffFinding {
  return {
    path: "/seasons",
    message: { "zh-CN": `季节:${zh}`, en: `seasons: ${en}` },
    remedy: {
      "zh-CN": "若非有意,请调整季节的起止日期",
      en: "unless this is meant, change the days on which the seasons begin and end",
    },
    severity: "warning",
  };
}

/** A leap year and a common one, and every holiday that the tariff knows. */
function* daysToLookAt(tariff: Tariff): Generator<LocalDay> {
  for (const start of ["2096-01-01", "2099-01-01", "2026-01-01"]) {
    const first = parseDay(start) as LocalDay;
    for (let day = first; day < first + 365; day++) yield day;
  }
  for (const date of tariff.holidays.dates) yield parseDay(date) as LocalDay;
}
