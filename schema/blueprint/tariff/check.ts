import { dayOfDate } from "#engines/kernel/civil.ts";
import { Decimal } from "#engines/kernel/decimal.ts";
import type { Words } from "#engines/kernel/errors.ts";
import { isoDay, type LocalDay, parseDay } from "#engines/kernel/zone.ts";
import type { Finding } from "../kind.ts";
import { sentence } from "../words.ts";
import type { Charge, Step } from "./charges.ts";
import type { Schedule } from "./schedule.ts";
import type { Tariff } from "./schema.ts";

/**
 * What a tariff's schema lets pass and a bill would suffer from: times without a price, times with two, step limits that
 * cross, rules that are never reached. A gap inside a schedule is found when it is compiled.
 */
export function checkTariff(tariff: Tariff): Finding[] {
  return [
    ...tariff.charges.flatMap((charge, at) => [...spanOf(charge, at), ...stepsOf(charge, at)]),
    ...gapsBetweenCharges(tariff.charges),
    ...seasonsOf(tariff),
    ...rulesOf(tariff),
  ];
}

/** A charge that ends before it begins, or whose price begins after the charge. */
function spanOf(charge: Charge, at: number): Finding[] {
  const { from, until, code } = charge;
  if (from !== undefined && until !== undefined && until <= from) {
    return [
      error(
        `/charges/${at}/until`,
        sentence(
          "收费项“{0}”在 {1} 失效，早于生效日 {2}",
          "the charge “{0}” ends on {1}, before it begins on {2}",
          [code, until, from],
        ),
        { "zh-CN": "把失效日改到生效日之后", en: "let it end after the day on which it begins" },
      ),
    ];
  }
  const findings: Finding[] = [];
  for (const { path, dates } of datedPrices(charge)) {
    const first = dates[0];
    if (from === undefined || first === undefined || first <= from) continue;
    findings.push(
      error(
        `/charges/${at}${path}`,
        sentence(
          "收费项“{0}”自 {1} 起收，但价格自 {2} 才开始，中间没有价格",
          "the charge “{0}” applies from {1}, but its price begins on {2}: there is none between",
          [code, from, first],
        ),
        {
          "zh-CN": `让价格自 ${from} 开始，或把收费项的生效日改为 ${first}`,
          en: `let the price begin on ${from}, or the charge on ${first}`,
        },
      ),
    );
  }
  return findings;
}

/** Prices with dates, each with the first day on which there is one. */
function datedPrices(charge: Charge): { path: string; dates: readonly string[] }[] {
  const prices: { path: string; dates: readonly string[] }[] = [];
  const visit = (value: unknown, path: string): void => {
    if (Array.isArray(value)) prices.push({ path, dates: value.map(({ from }: { from: string }) => from) });
    else if (typeof value === "object" && value !== null && !("series" in value)) {
      for (const [name, price] of Object.entries(value)) visit(price, `${path}/${name}`);
    }
  };
  if ("price" in charge) visit(charge.price, "/price");
  if (charge.type === "percentage") visit(charge.percent, "/percent");
  if (charge.type === "limit") visit(charge.amount, "/amount");
  for (const { steps, path } of stepLists(charge)) {
    for (const [which, step] of steps.entries()) visit(step.price, `${path}/${which}/price`);
  }
  return prices;
}

/** Limits with dates that do not rise on some day. The schema has compared those without dates. */
function stepsOf(charge: Charge, at: number): Finding[] {
  return stepLists(charge).flatMap(({ steps, path }) => {
    const days = [
      ...new Set(steps.flatMap(({ upTo }) => (Array.isArray(upTo) ? upTo.map(({ from }) => from) : []))),
    ];
    return days.sort().flatMap((day) =>
      steps.flatMap((step, which) => {
        const before = steps[which - 1];
        if (before === undefined || before.per !== step.per) return [];
        const [low, high] = [limitOn(before, day), limitOn(step, day)];
        if (low === undefined || high === undefined || high.compare(low) > 0) return [];
        return [
          error(
            `/charges/${at}${path}/${which}/upTo`,
            sentence(
              "收费项“{0}”第 {1} 档的上限自 {2} 起为 {3}，不高于前一档的 {4}",
              "from {2} on, step {1} of the charge “{0}” ends at {3}, not above the {4} of the step before",
              [charge.code, String(which + 1), day, high.toString(), low.toString()],
            ),
            { "zh-CN": "让各档上限逐级升高", en: "let the limits rise from step to step" },
          ),
        ];
      }),
    );
  });
}

function stepLists(charge: Charge): { steps: readonly Step[]; path: string }[] {
  if (!("tiers" in charge) || charge.tiers === undefined) return [];
  const { steps, stepsByPeriod } = charge.tiers;
  return [
    ...(steps === undefined ? [] : [{ steps, path: "/tiers/steps" }]),
    ...Object.entries(stepsByPeriod ?? {}).map(([period, own]) => ({
      steps: own,
      path: `/tiers/stepsByPeriod/${period}`,
    })),
  ];
}

function limitOn({ upTo }: Step, day: string): Decimal | undefined {
  const text = Array.isArray(upTo) ? upTo.findLast(({ from }) => from <= day)?.value : upTo;
  return text === undefined ? undefined : Decimal.parse(text);
}

/** Days between two charges of one quantity on which neither holds: a price that ends before the next begins. */
function gapsBetweenCharges(charges: readonly Charge[]): Finding[] {
  const groups = new Map<string, { charge: Charge; at: number }[]>();
  charges.forEach((charge, at) => {
    if (charge.type !== "energy" && charge.type !== "demand" && charge.type !== "standing") return;
    const of =
      charge.type === "standing"
        ? `standing/${charge.basis ?? ""}/${charge.per}`
        : `${charge.type}/${charge.quantity ?? ""}`;
    groups.set(of, [...(groups.get(of) ?? []), { charge, at }]);
  });
  return [...groups.values()].flatMap((group) => {
    if (!group.every(({ charge }) => charge.when === undefined && charge.seasons === undefined)) return [];
    const sorted = [...group].sort((a, b) => ((a.charge.from ?? "") < (b.charge.from ?? "") ? -1 : 1));
    let end: string | undefined = sorted[0]?.charge.until;
    return sorted.slice(1).flatMap(({ charge, at }) => {
      const gap =
        end !== undefined && charge.from !== undefined && charge.from > end ? [end, charge.from] : [];
      end =
        end === undefined || charge.until === undefined ? undefined : charge.until > end ? charge.until : end;
      if (gap.length === 0) return [];
      return [
        warning(
          `/charges/${at}/from`,
          sentence(
            "自 {0} 到 {1} 没有收费项：“{2}”在其后才开始",
            "from {0} until {1} there is no charge: “{2}” begins only then",
            [gap[0] as string, gap[1] as string, charge.code],
          ),
          {
            "zh-CN": `如非有意，让“${charge.code}”自 ${gap[0]} 开始`,
            en: `unless that is meant, let “${charge.code}” begin on ${gap[0]}`,
          },
        ),
      ];
    });
  });
}

/** Days of the year that two seasons claim, or that no season does although every charge of a quantity is seasonal. */
function seasonsOf(tariff: Tariff): Finding[] {
  const byDay = new Map<number, string[]>();
  for (const [name, value] of Object.entries(tariff.seasons)) {
    // Seasons with dates may take turns; only those that always hold are compared.
    if (value.some((entry) => "value" in entry)) continue;
    for (const span of value as { from: string; to: string }[]) {
      for (const day of daysOf(span.from, span.to)) byDay.set(day, [...(byDay.get(day) ?? []), name]);
    }
  }
  const used = new Set(tariff.charges.flatMap(({ seasons }) => seasons ?? []));
  const findings: Finding[] = [];
  const told = new Set<string>();
  for (const [day, names] of [...byDay].sort(([a], [b]) => a - b)) {
    const claimed = [...new Set(names)].filter((name) => used.has(name)).sort();
    const pair = claimed.join("”、“");
    if (claimed.length < 2 || told.has(pair)) continue;
    told.add(pair);
    findings.push(
      warning(
        `/seasons/${claimed[1]}`,
        sentence(
          "{0} 同时属于季节“{1}”：两季的收费项都会收取",
          "{0} lies in the seasons “{2}”: charges of both apply",
          [monthDay(day), pair, claimed.join("” and “")],
        ),
        {
          "zh-CN": "如非有意，让两个季节首尾相接",
          en: "unless that is meant, let one season end where the other begins",
        },
      ),
    );
  }
  if (
    byDay.size === 0 ||
    Object.values(tariff.seasons).some((value) => value.some((entry) => "value" in entry))
  ) {
    return findings;
  }
  const energy = tariff.charges.filter(({ type }) => type === "energy");
  if (energy.length === 0 || !energy.every(({ seasons }) => seasons !== undefined)) return findings;
  const hole = daysOf("01-01", "12-31").find(
    (day) => !(byDay.get(day) ?? []).some((name) => energy.some(({ seasons }) => seasons?.includes(name))),
  );
  if (hole !== undefined) {
    findings.push(
      error(
        "/seasons",
        sentence("{0} 不属于任何季节，用量没有价格", "{0} lies in no season: use on that day has no price", [
          monthDay(hole),
        ]),
        {
          "zh-CN": "让季节覆盖全年，或增加一个不分季节的收费项",
          en: "let the seasons cover the year, or add a charge without season",
        },
      ),
    );
  }
  return findings;
}

/** Rules of a schedule that stand behind one without conditions. */
function rulesOf(tariff: Tariff): Finding[] {
  return Object.entries(tariff.schedules).flatMap(([name, value]) => {
    const versions: { schedule: Schedule; path: string }[] = Array.isArray(value)
      ? value.map(({ value: schedule }, at) => ({ schedule, path: `/schedules/${name}/${at}/value` }))
      : [{ schedule: value, path: `/schedules/${name}` }];
    return versions.flatMap(({ schedule, path }) => {
      const rules = schedule.rules ?? [];
      const open = rules.findIndex(
        ({ seasons, months, days, times }) => !seasons && !months && !days && !times,
      );
      if (open === -1 || open === rules.length - 1) return [];
      return [
        warning(
          `${path}/rules/${open + 1}`,
          sentence(
            "时段表“{0}”第 {1} 条规则没有条件，其后的规则永远用不到",
            "rule {1} of the schedule “{0}” has no conditions: the rules after it are never reached",
            [name, String(open + 1)],
          ),
          { "zh-CN": "把没有条件的规则移到最后", en: "move the rule without conditions to the end" },
        ),
      ];
    });
  });
}

/** Days of a leap year, so that 29 February is among them; a span may run over the new year. */
const LEAP_YEAR = 2096;

function daysOf(from: string, to: string): LocalDay[] {
  const [first, last] = [from, to].map((text) => parseDay(`${LEAP_YEAR}-${text}`) as LocalDay) as [
    LocalDay,
    LocalDay,
  ];
  const [start, end] = [dayOfDate(LEAP_YEAR, 1, 1), dayOfDate(LEAP_YEAR, 12, 31)];
  const days = (a: LocalDay, b: LocalDay) =>
    Array.from({ length: Math.max(0, b - a + 1) }, (_, step) => a + step);
  // What is written as 28 February takes the 29th with it.
  const lastDay = to === "02-28" ? last + 1 : last;
  return first <= lastDay ? days(first, lastDay) : [...days(start, lastDay), ...days(first, end)];
}

const monthDay = (day: LocalDay): string => isoDay(day).slice(5);

function error(path: string, message: Words, remedy: Words): Finding {
  return { path, message, remedy, severity: "error" };
}

function warning(path: string, message: Words, remedy: Words): Finding {
  return { path, message, remedy, severity: "warning" };
}
