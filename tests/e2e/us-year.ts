import { greenButtonFeed } from "#tests/metering/green-button.ts";

/** The zone of the demo's American utility; its clocks change on 11 March and 4 November 2018. */
const ZONE = "America/Los_Angeles";
const CLOCK = new Intl.DateTimeFormat("en-US", {
  timeZone: ZONE,
  weekday: "short",
  month: "numeric",
  hour: "numeric",
  hourCycle: "h23",
});
const HOUR_MS = 3_600_000;
const HOURS = 8760;

export const startOf = (year: number): number => Date.parse(`${year}-01-01T00:00:00-08:00`);

/** Watt-hours of the n-th hour of the year: whole kilowatt-hours, so that no amount needs rounding. */
const wattHours = (hour: number): number => 1000 * (1 + (hour % 3));

/** A Green Button file of 8,760 hourly values over a common year of the American west coast. */
export function usYear(year: number): string {
  const values = Array.from({ length: HOURS }, (_, hour) => wattHours(hour));
  return greenButtonFeed({ startSeconds: startOf(year) / 1000, values });
}

export interface MonthOfUse {
  readonly hours: number;
  readonly kwh: number;
  /** At the prices of tenants/alder-bay/tariff/residential-tou-sample.yaml. */
  readonly cents: number;
}

/** The values of a feed, in its order, in watt-hours: no parser but a pattern, so that the product's is not trusted here. */
export function hoursOfFeed(feed: string): number[] {
  const readings = feed.matchAll(
    /<IntervalReading>[\s\S]*?<start>(\d+)<[\s\S]*?<value>(\d+)<[\s\S]*?<\/IntervalReading>/g,
  );
  return [...readings].sort((a, b) => Number(a[1]) - Number(b[1])).map(([, , value]) => Number(value));
}

export const naiveMonth = (year: number, month: number): MonthOfUse =>
  naiveBill(
    Array.from({ length: HOURS }, (_, hour) => wattHours(hour)),
    year,
    month,
  );

/** What a month costs, hour by hour on the wall clock: the slow way round that the bill must agree with. */
export function naiveBill(values: readonly number[], year: number, month: number): MonthOfUse {
  let [hours, wh] = [0, 0];
  const ofPrice = new Map<number, number>();
  for (const [hour, value] of values.entries()) {
    const parts = CLOCK.formatToParts(new Date(startOf(year) + hour * HOUR_MS));
    const part = (type: string): string => parts.find((each) => each.type === type)?.value ?? "";
    if (Number(part("month")) !== month) continue;
    hours += 1;
    wh += value;
    const price = centsPerKwh(month, part("weekday"), Number(part("hour")));
    ofPrice.set(price, (ofPrice.get(price) ?? 0) + value);
  }
  // A line a price, each rounded to the cent.
  const cents = [...ofPrice].reduce((sum, [price, used]) => sum + Math.round((used * price) / 1000), 0);
  return { hours, kwh: wh / 1000, cents };
}

function centsPerKwh(month: number, weekday: string, hour: number): number {
  const [warm, weekend] = [month >= 5 && month <= 10, weekday === "Sat" || weekday === "Sun"];
  const evening = hour >= 15 && hour < 20;
  if (weekend) return 10;
  if (warm) return evening ? 25 : 10;
  if (evening) return 20;
  return hour >= 10 && hour < 15 ? 5 : 10;
}
