import engine from "@bellawatt/electric-rate-engine";
import {
  compileTariff,
  type IntervalUsage,
  importUrdb,
  parseTariff,
  rate,
  rateSpan,
} from "#engines/billing/index.ts";
import { assert } from "#engines/kernel/assert.ts";
import { Decimal } from "#engines/kernel/decimal.ts";
import { parseDay, zoneOf } from "#engines/kernel/zone.ts";
import { type Report, ratePerSecond } from "./harness.ts";

// Rating speed. Every contender must come to the same total first, or the figure would say nothing.
// Warm are the compiled tariff with its schedule's periods by kind of day (ours) and the unrolled calendar (the loop's).
// Each call pays: all 8,760 values, twelve bills with their lines, chained by what each leaves to the next.

/** Period of an hour in the tariff of the bench: 1 … 4 as in cases of NREL/ssc. */
function periodAt(month: number, weekend: boolean, hour: number): number {
  if (weekend) return 0;
  if (month >= 4 && month <= 9) return hour >= 15 && hour < 20 ? 3 : 0;
  if (hour >= 10 && hour < 15) return 1;
  return hour >= 15 && hour < 20 ? 2 : 0;
}

const PRICES = ["0.10", "0.05", "0.20", "0.25"];
/** Monthly tiers on the total: 400 and 700 kWh, +0.03 and +0.08. */
const LIMITS = [400, 700];
const SURCHARGES = ["0", "0.03", "0.08"];
const FIRST_DAY = parseDay("2018-01-01") ?? 0;

const grid = (weekend: boolean) =>
  Array.from({ length: 12 }, (_, month) =>
    Array.from({ length: 24 }, (_, hour) => periodAt(month, weekend, hour)),
  );

/** A year of hours in Wh, made up but not regular: a house with evening peaks. */
function yearOfHours(): number[] {
  let state = 12345;
  return Array.from({ length: 8760 }, (_, hour) => {
    state = (Math.imul(state, 1103515245) + 12345) >>> 0;
    const evening = hour % 24 >= 17 && hour % 24 <= 21 ? 900 : 0;
    return 250 + evening + (state >>> 22);
  });
}

export default async function rating(report: Report): Promise<void> {
  const hours = yearOfHours();
  const urdb = {
    energyratestructure: PRICES.map((price) =>
      SURCHARGES.map((extra, tier) => ({ max: LIMITS[tier], rate: Number(price), adj: Number(extra) })),
    ),
    energyweekdayschedule: grid(false),
    energyweekendschedule: grid(true),
  };
  const program = compileTariff(importUrdb(urdb));
  const days = Array.from({ length: 365 }, (_, at) => ({
    day: FIRST_DAY + at,
    values: hours.slice(at * 24, at * 24 + 24),
  }));
  const rows: IntervalUsage = {
    quantity: "energy",
    zone: zoneOf("UTC"),
    intervalMinutes: 60,
    exponent: 3,
    kind: "amount",
    days,
  };
  const input = { from: FIRST_DAY, to: FIRST_DAY + 365, usage: { intervals: [rows] } };
  const ours = () => rateSpan(program, input).total;

  const byHand = handWritten(hours);
  const loop = byHand();
  const theirs = theirYear(hours, true);
  const theirsFromHours = theirYear(hours, false);
  const total = ours().toApproximateNumber();
  assert(Math.abs(total - loop) < 1e-6, `the hand-written loop gives ${loop}, we give ${total}`);
  assert(Math.abs(total - theirs()) < 1e-6, `the rate engine gives ${theirs()}, we give ${total}`);

  const [oursRate, loopRate, theirRate] = [
    ratePerSecond(ours),
    ratePerSecond(byHand),
    ratePerSecond(theirs, 0.5),
  ];
  const theirRateFromHours = ratePerSecond(theirsFromHours, 0.5);
  report({
    name: "year of hours, time of use with tiers, 12 bills",
    value: oursRate,
    unit: "years/s",
    baseline: "@bellawatt/electric-rate-engine, no validation",
    ratio: oursRate / theirRateFromHours,
    goal: "≥ 1,000",
  });
  engine.RateCalculator.shouldValidate = true;
  const theirRateValidated = ratePerSecond(theirsFromHours, 0.5);
  engine.RateCalculator.shouldValidate = false;
  report({
    name: "the same, its validation left on as in its README",
    value: oursRate,
    unit: "years/s",
    baseline: "@bellawatt/electric-rate-engine as documented",
    ratio: oursRate / theirRateValidated,
    goal: "≥ 1,000",
  });
  report({
    name: "the same, its load profile expanded beforehand",
    value: oursRate,
    unit: "years/s",
    baseline: "@bellawatt/electric-rate-engine prepared",
    ratio: oursRate / theirRate,
    goal: "as high as it goes",
  });
  report({
    name: "the same against a loop written for this tariff",
    value: 1e6 / oursRate,
    unit: "µs/year",
    baseline: "its time",
    ratio: loopRate / oursRate,
    goal: "≤ 3",
  });
  householdBills(report);
}

/** The obvious loop for this one tariff, in floating point, with its calendar unrolled before. */
function handWritten(hours: readonly number[]): () => number {
  const periods = new Uint8Array(8760);
  const monthOf = new Uint8Array(8760);
  for (let hour = 0; hour < 8760; hour++) {
    const date = new Date(Date.UTC(2018, 0, 1, hour));
    monthOf[hour] = date.getUTCMonth();
    periods[hour] = periodAt(date.getUTCMonth(), date.getUTCDay() % 6 === 0, date.getUTCHours());
  }
  const prices = PRICES.map(Number);
  return () => {
    const sums = new Float64Array(48);
    for (let hour = 0; hour < 8760; hour++) {
      const cell = (monthOf[hour] as number) * 4 + (periods[hour] as number);
      sums[cell] = (sums[cell] as number) + (hours[hour] as number);
    }
    let cost = 0;
    for (let month = 0; month < 12; month++) {
      let use = 0;
      for (let period = 0; period < 4; period++) {
        const kwh = (sums[month * 4 + period] as number) / 1000;
        use += kwh;
        cost += kwh * (prices[period] as number);
      }
      cost += Math.max(0, Math.min(use, 700) - 400) * 0.03 + Math.max(0, use - 700) * 0.08;
    }
    return cost;
  };
}

/** The same tariff in the words of the other engine, its validation switched off. */
function theirYear(hours: readonly number[], prepared: boolean): () => number {
  const { LoadProfile, RateCalculator } = engine;
  RateCalculator.shouldValidate = false;
  const weekdays = [1, 2, 3, 4, 5];
  const winter = [0, 1, 2, 3, 10, 11];
  const summer = [4, 5, 6, 7, 8, 9];
  const range = (from: number, to: number) => Array.from({ length: to - from }, (_, at) => from + at);
  const component = (charge: string, months: number[], hourStarts: number[], daysOfWeek = weekdays) => ({
    charge: Number(charge),
    months,
    daysOfWeek,
    hourStarts,
    name: `${charge} ${months[0]} ${daysOfWeek[0]}`,
  });
  const [base, mid, high, peak] = PRICES as [string, string, string, string];
  const monthly = (limit: number) => new Array<number>(12).fill(limit);
  const rateElements = [
    {
      rateElementType: "EnergyTimeOfUse",
      name: "energy",
      rateComponents: [
        component(base, [...winter, ...summer], range(0, 24), [0, 6]),
        component(base, winter, [...range(0, 10), ...range(20, 24)]),
        component(mid, winter, range(10, 15)),
        component(high, winter, range(15, 20)),
        component(base, summer, [...range(0, 15), ...range(20, 24)]),
        component(peak, summer, range(15, 20)),
      ],
    },
    {
      rateElementType: "BlockedTiersInMonths",
      name: "tiers",
      rateComponents: [
        { charge: 0, min: monthly(0), max: monthly(400), name: "first" },
        { charge: 0.03, min: monthly(400), max: monthly(700), name: "second" },
        { charge: 0.08, min: monthly(700), max: monthly(Number.POSITIVE_INFINITY), name: "third" },
      ],
    },
  ];
  const kilowattHours = hours.map((wattHours) => wattHours / 1000);
  const expand = () => new LoadProfile(kilowattHours, { year: 2018 });
  const expanded = expand();
  type Data = ConstructorParameters<typeof RateCalculator>[0];
  return () => {
    const loadProfile = prepared ? expanded : expand();
    const data = { name: "bench", title: "bench", rateElements, loadProfile };
    return new RateCalculator(data as unknown as Data).annualCost();
  };
}

/** A Jiangsu household: two period registers, yearly tiers as a surcharge, rounding to 0.1. */
function householdBills(report: Report): void {
  const words = { "zh-CN": "居民", en: "household" };
  const program = compileTariff(
    parseTariff({
      label: words,
      utility: "power",
      currency: "CNY",
      rounding: { bill: { place: 1 } },
      schedules: {
        tou: {
          periods: { peak: words, valley: words },
          rules: [{ period: "peak", times: ["08:00-21:00"] }, { period: "valley" }],
        },
      },
      charges: [
        {
          type: "energy",
          code: "energy",
          label: words,
          schedule: "tou",
          price: { peak: "0.5583", valley: "0.3583" },
        },
        {
          type: "energy",
          code: "surcharge",
          label: words,
          tiers: {
            window: "year",
            steps: [{ upTo: "2760", price: "0" }, { upTo: "4800", price: "0.05" }, { price: "0.30" }],
          },
        },
      ],
    }),
  );
  const from = parseDay("2026-07-01") ?? 0;
  const to = parseDay("2026-09-01") ?? 0;
  let reading = 0;
  const bill = () => {
    // Another household each time: indices are read as text, as they come from a table.
    reading = (reading + 7) % 9000;
    const register = (period: string, start: number, used: number) => ({
      quantity: "energy",
      period,
      reads: [
        { day: from, index: Decimal.parse(String(start)) },
        { day: to, index: Decimal.parse(`${start + used}.50`) },
      ],
    });
    return rate(program, {
      from,
      to,
      usage: { registers: [register("peak", reading, 500), register("valley", reading * 2, 740)] },
      opening: { use: { energy: { window: "2026", quantity: Decimal.of(2500) } } },
    }).total;
  };
  // 500.5 × 0.5583 + 740.5 × 0.3583 + 981 × 0.05, lines to the cent, the bill to 0.1.
  assert(bill().toString() === "593.80", `a bill of the bench is ${bill().toString()}`);
  const bills = ratePerSecond(bill);
  report({
    name: "household bill from indices, one core",
    value: bills,
    unit: "bills/s",
    baseline: "100,000 bills/s",
    ratio: bills / 100_000,
    goal: "≥ 1",
  });
}
