import type { ClassName } from "./classes.ts";
import { ALDER_BAY, LINZHOU } from "./map/cities.ts";
import type { City } from "./map/city.ts";

/** One utility of the demo that has customers of its own. */
export interface UtilityPlan {
  readonly slug: string;
  /** Keeps numbers and telephone numbers of the utilities apart. */
  readonly index: number;
  readonly city: City;
  readonly cityName: string;
  readonly language: "zh-CN" | "en";
  /** The first year in which somebody became a customer. */
  readonly since: number;
  /** Customers at scale 1. */
  readonly customers: number;
  readonly mix: readonly (readonly [ClassName, number])[];
  /** First digits of its customers' numbers. */
  readonly prefix: string;
  /** Households whose hourly values are kept beside the monthly indices. */
  readonly hourlyHomes: number;
  /** Offices below the head office; each district's station answers for its cells. */
  readonly offices: readonly { readonly code: string; readonly name: string }[];
  readonly stationName: (district: string) => string;
}

export const PLANS: readonly UtilityPlan[] = [
  {
    slug: "linzhou",
    index: 1,
    city: LINZHOU,
    cityName: "临州",
    language: "zh-CN",
    since: 2009,
    customers: 1600,
    mix: [
      ["homeTou", 52],
      ["home", 34],
      ["homeSeasonal", 6],
      ["shop", 7],
      ["factory", 1],
    ],
    prefix: "3201",
    hourlyHomes: 8,
    offices: [
      { code: "metering", name: "计量中心" },
      { code: "billing", name: "电费核算中心" },
      { code: "service", name: "客户服务中心" },
    ],
    stationName: (district) => `${district}供电所`,
  },
  {
    slug: "linzhou-gas",
    index: 2,
    city: LINZHOU,
    cityName: "临州",
    language: "zh-CN",
    since: 2009,
    customers: 900,
    mix: [
      ["gasHome", 84],
      ["gasBoiler", 16],
    ],
    prefix: "5101",
    hourlyHomes: 0,
    offices: [
      { code: "metering", name: "计量抄表部" },
      { code: "billing", name: "营业结算部" },
      { code: "service", name: "客户服务部" },
      { code: "safety", name: "安全巡检部" },
    ],
    stationName: (district) => `${district}燃气服务站`,
  },
  {
    slug: "alder-bay",
    index: 3,
    city: ALDER_BAY,
    cityName: "Alder Bay",
    language: "en",
    // After the years of the sample files, so that a run of those years bills nobody else.
    since: 2019,
    customers: 60,
    mix: [["coastHome", 1]],
    prefix: "7000",
    hourlyHomes: Number.POSITIVE_INFINITY,
    offices: [
      { code: "metering", name: "Metering" },
      { code: "billing", name: "Utility Billing" },
      { code: "service", name: "Customer Service" },
    ],
    stationName: (district) => `${district} Crew`,
  },
];
