import { CLASSES } from "./classes.ts";
import type { UtilityPlan } from "./plans.ts";
import { type Subscriber, subscriberOf } from "./subscriber.ts";
import type { Window } from "./window.ts";

/** Where a person who tries the product takes in a file of hourly values: a service point without any. */
export interface SamplePoint {
  readonly at: number;
  /** The service point is named `S<number>`, its channel `S<number>/energy`. */
  readonly number: string;
  readonly name: string;
  readonly startOn: string;
  readonly endOn: string;
}

/**
 * Two empty homes in Alder Bay under the sample tariff: one for Green Button files of 2011 (the public samples), one for a
 * year of one-column values that begins on Monday, 1 January 2018. The README's tour takes files in here and bills them.
 */
export const SAMPLE_POINTS: readonly SamplePoint[] = [
  {
    at: 990_010,
    number: "7000990011",
    name: "Green Button Home",
    startOn: "2011-01-01",
    endOn: "2012-01-01",
  },
  {
    at: 990_017,
    number: "7000990018",
    name: "Load Profile Home",
    startOn: "2018-01-01",
    endOn: "2019-01-01",
  },
];

export function sampleSubscribers(plan: UtilityPlan, window: Window): Subscriber[] {
  if (plan.slug !== "alder-bay") return [];
  return SAMPLE_POINTS.map(({ at, number, name, startOn, endOn }) => ({
    ...subscriberOf(plan, at, window),
    class: { ...CLASSES.coastHome, tariff: "residential-tou-sample" },
    number,
    name,
    startOn,
    endOn,
    createdAtMs: Date.parse(`${startOn}T00:00:00Z`),
    terms: {},
    hasChannel: true,
    oddity: "none",
  }));
}
