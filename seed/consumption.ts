import { DAY_MS, isoDay, type LocalDay, localMsOf, type Zone } from "#engines/kernel/zone.ts";
import { Random } from "./random.ts";
import { firstDay, type Month, monthOfYear } from "./window.ts";

/** How much one customer uses and when. */
export interface Habits {
  /** Name of the stream of chance that is this customer's own. */
  readonly seed: string;
  readonly perYear: number;
  readonly season: readonly number[];
  readonly decimals: number;
}

/** Use of a month in units of the last digit that the meter shows: season, habit and a little chance. */
export function monthUnits(habits: Habits, month: Month): number {
  const random = new Random(`${habits.seed}/${month}`);
  const total = habits.season.reduce((sum, weight) => sum + weight, 0);
  const share = (habits.season[monthOfYear(month)] ?? 0) / total;
  const use = habits.perYear * share * Math.max(0.25, 1 + 0.13 * random.bell());
  return Math.round(use * 10 ** habits.decimals);
}

/** Weight of each hour of the day of a home, midnight first: up in the morning, most in the evening. */
const HOURS = [
  0.55, 0.48, 0.44, 0.42, 0.43, 0.5, 0.75, 0.98, 0.9, 0.8, 0.78, 0.84, 0.9, 0.82, 0.78, 0.8, 0.92, 1.25, 1.62,
  1.78, 1.7, 1.5, 1.15, 0.8,
];

/**
 * The hourly values of a month in Wh, by local day, that add up to exactly `totalWh`. Days have as many values as the zone
 * gives them: 23 or 25 where the clock changes.
 */
export function hourlyWh(
  habits: Habits,
  zone: Zone,
  month: Month,
  totalWh: number,
  slots: (day: LocalDay) => readonly number[],
): Map<LocalDay, number[]> {
  const weights: { day: LocalDay; weight: number }[] = [];
  for (let day = firstDay(month); day < firstDay(month + 1); day++) {
    const random = new Random(`${habits.seed}/${isoDay(day)}`);
    const weekend = [0, 6].includes(new Date(day * DAY_MS).getUTCDay());
    const dayWeight = Math.max(0.4, 1 + 0.16 * random.bell()) * (weekend ? 1.12 : 1);
    for (const startMs of slots(day)) {
      const hour = Math.floor((((localMsOf(zone, startMs) % DAY_MS) + DAY_MS) % DAY_MS) / 3_600_000);
      const weight =
        dayWeight *
        (HOURS[hour] ?? 1) *
        (weekend && hour > 8 && hour < 16 ? 1.3 : 1) *
        Math.max(0.15, 1 + 0.28 * random.bell());
      weights.push({ day, weight });
    }
  }
  const sum = weights.reduce((total, { weight }) => total + weight, 0);
  const days = new Map<LocalDay, number[]>();
  let [weighed, given] = [0, 0];
  for (const { day, weight } of weights) {
    weighed += weight;
    // Rounded on the running sum, so that nothing is lost or added over the month.
    const upTo = Math.round((weighed / sum) * totalWh);
    const values = days.get(day) ?? [];
    values.push(upTo - given);
    days.set(day, values);
    given = upTo;
  }
  return days;
}
