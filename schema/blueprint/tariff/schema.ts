import { z } from "zod";
import { isCurrency } from "#engines/kernel/money.ts";
import { isZone } from "#engines/kernel/zone.ts";
import {
  datedSchema,
  daySchema,
  decimalSchema,
  keySchema,
  numberNameSchema,
  positiveDecimalSchema,
  urlSchema,
  wordsSchema,
} from "../common.ts";
import { type Charge, chargeSchema, type Price, roundingStepSchema } from "./charges.ts";
import { exampleSchema } from "./examples.ts";
import { holidaysSchema, scheduleSchema, seasonSchema } from "./schedule.ts";

export const UTILITIES = ["power", "gas", "water", "heat"] as const;
export type Utility = (typeof UTILITIES)[number];

/** The quantity that a charge means where it names none, and its unit. */
export const MAIN_QUANTITY: Readonly<Record<Utility, { quantity: string; unit: string }>> = {
  power: { quantity: "energy", unit: "kWh" },
  gas: { quantity: "volume", unit: "m³" },
  water: { quantity: "volume", unit: "m³" },
  heat: { quantity: "heat", unit: "GJ" },
};

/** A quantity made from another: sewage from water, energy from gas volume, net from import and export. */
const derivedQuantitySchema = z.strictObject({
  of: keySchema,
  unit: z.string().min(1).max(12),
  /** Taken off, for example export from import. */
  minus: keySchema.optional(),
  /** `minus` is taken off interval by interval of so many minutes (each cut at zero), not over the whole bill. */
  nettingMinutes: z.int().min(1).max(1440).optional(),
  /** Below zero: stays (net billing credit), is cut to zero, or is banked for later bills (net metering). */
  negative: z.enum(["keep", "zero", "bank"]).default("keep"),
  /** Months after which banked credit expires; left out: never. */
  bankMonths: z.int().min(1).max(120).optional(),
  /**
   * Constant factors, and dated factors of the agreement (calorific value). `plus` is added to the number first (°C to
   * kelvin, gauge to absolute pressure), `divides` divides by it: temperature and pressure correction of gas.
   */
  times: z
    .array(
      z.union([
        decimalSchema,
        z.strictObject({
          factor: numberNameSchema,
          plus: decimalSchema.default("0"),
          divides: z.boolean().default(false),
        }),
      ]),
    )
    .default([]),
  dividedBy: positiveDecimalSchema.optional(),
  rounding: roundingStepSchema.default("none"),
});

const lateFeeSchema = z.strictObject({
  /** Per mille a day in the year in which the debt fell due … */
  perMille: decimalSchema,
  /** … and for the days in later years, where that differs. */
  perMilleLaterYears: decimalSchema.optional(),
  /** A fee below this is charged as this (one yuan, where the tariff says so). */
  minimum: decimalSchema.optional(),
  /** Whether the due day itself counts; in China the fee runs from the day after it. */
  countsDueDay: z.boolean().default(false),
  /** Whether the day of payment counts. */
  countsPaymentDay: z.boolean().default(true),
});

const sourceSchema = z.strictObject({
  title: z.string().min(1),
  url: urlSchema.optional(),
  /** Paragraph or table of the source. */
  paragraph: z.string().min(1).optional(),
  date: daySchema.optional(),
});

/** The one tariff model: any utility, without code. `docs/tariffs.md` explains it by example. */
export const tariffSchema = z
  .strictObject({
    label: wordsSchema,
    description: wordsSchema.optional(),
    utility: z.enum(UTILITIES),
    /** Classes of customers who may choose it ("household", "business"); left out: it is assigned, not chosen. */
    classes: z.array(keySchema).min(1).optional(),
    currency: z.string().refine(isCurrency, "expected an ISO 4217 currency code such as CNY"),
    /** IANA zone in which days, seasons and periods are meant; left out: the tenant's. */
    timezone: z.string().refine(isZone, "expected an IANA time zone such as Asia/Shanghai").optional(),
    sources: z.array(sourceSchema).default([]),
    rounding: z
      .strictObject({
        line: roundingStepSchema.default({ place: 2, mode: "half-up" }),
        bill: roundingStepSchema.default("none"),
      })
      .prefault({}),
    /** A bill whose length differs from whole months by at most so many days counts as whole months. */
    periodToleranceDays: z.int().min(0).max(15).default(5),
    holidays: holidaysSchema.prefault({}),
    seasons: z.record(keySchema, datedSchema(seasonSchema)).default({}),
    schedules: z.record(keySchema, datedSchema(scheduleSchema)).default({}),
    quantities: z.record(keySchema, derivedQuantitySchema).default({}),
    charges: z.array(chargeSchema).min(1),
    lateFee: datedSchema(lateFeeSchema).optional(),
    /**
     * When a bill waits for a person before it is posted: its daily use is `riseTimes` that of the year before (else of the
     * bill before) and above it by `riseFloor` in the period; nothing was used where there was some. A negative one always waits.
     */
    holds: z
      .strictObject({
        riseTimes: positiveDecimalSchema.default("3"),
        riseFloor: decimalSchema.default("200"),
        zero: z.boolean().default(true),
      })
      .prefault({}),
    /** Bills that are known to be right; the tariff is not published while one of them comes out otherwise. */
    examples: z.array(exampleSchema).max(200).default([]),
    /** For import and export of the rate database: fields kept as they came, never used for a price. */
    urdb: z.record(z.string(), z.unknown()).optional(),
  })
  .superRefine((tariff, context) => {
    const issue = (path: PropertyKey[], message: string) =>
      context.addIssue({ code: "custom", path, message });
    const codes = new Set<string>();
    tariff.charges.forEach((charge, at) => {
      if (codes.has(charge.code)) issue(["charges", at, "code"], `code “${charge.code}” is used twice`);
      codes.add(charge.code);
      charge.seasons?.forEach((season, which) => {
        if (!Object.hasOwn(tariff.seasons, season)) {
          issue(["charges", at, "seasons", which], missing("season", season, tariff.seasons));
        }
      });
      checkSchedule(tariff.schedules, charge, at, issue);
      for (const { of, path } of basesOf(charge)) {
        of.forEach((base, which) => {
          const known = tariff.charges
            .slice(0, at)
            .some(({ code }) => base === "*" || matchesCode(code, base));
          if (!known) issue(["charges", at, ...path, which], `no earlier charge has the code “${base}”`);
        });
      }
    });
    for (const [name, value] of Object.entries(tariff.schedules)) {
      for (const { schedule, path } of versions(value)) {
        schedule.rules?.forEach((rule, at) => {
          rule.seasons?.forEach((season, which) => {
            if (!Object.hasOwn(tariff.seasons, season)) {
              issue(
                ["schedules", name, ...path, "rules", at, "seasons", which],
                missing("season", season, tariff.seasons),
              );
            }
          });
        });
      }
    }
  });

export type Tariff = z.output<typeof tariffSchema>;
/** A tariff as it is written, before defaults are filled in. */
export type TariffInput = z.input<typeof tariffSchema>;
export type DerivedQuantity = z.output<typeof derivedQuantitySchema>;
export type LateFeeRule = z.output<typeof lateFeeSchema>;

/** Whether a line code is meant by a base: itself, or a dotted part below it ("energy" means "energy.peak" too). */
export function matchesCode(code: string, base: string): boolean {
  return base === "*" || code === base || code.startsWith(`${base}.`);
}

/** The lists of earlier codes on which a charge stands. */
function basesOf(charge: Charge): { readonly of: readonly string[]; readonly path: PropertyKey[] }[] {
  if ("of" in charge) return [{ of: charge.of, path: ["of"] }];
  if (charge.type !== "points") return [];
  const redeemed = { of: charge.redeem.of, path: ["redeem", "of"] };
  return "of" in charge.earn ? [{ of: charge.earn.of, path: ["earn", "of"] }, redeemed] : [redeemed];
}

type Schedules = Readonly<Record<string, z.output<ReturnType<typeof datedSchema<typeof scheduleSchema>>>>>;
type Issue = (path: PropertyKey[], message: string) => void;

function versions(value: Schedules[string]) {
  return Array.isArray(value)
    ? value.map(({ value: schedule }, at) => ({ schedule, path: [at, "value"] as PropertyKey[] }))
    : [{ schedule: value, path: [] as PropertyKey[] }];
}

function missing(what: string, name: string, among: Readonly<Record<string, unknown>>): string {
  const known = Object.keys(among);
  return `${what} “${name}” is not declared; ${known.length === 0 ? "none is" : `declared are ${known.join(", ")}`}`;
}

/** A price by period needs a schedule, and a price for each of its periods. */
function checkSchedule(schedules: Schedules, charge: Charge, at: number, issue: Issue): void {
  if (charge.type === "points") {
    checkPeriodOfPoints(schedules, charge, at, issue);
    return;
  }
  if (charge.type === "limit" && charge.carry !== undefined && charge.bound !== "minimum") {
    issue(["charges", at, "carry"], "only a minimum can carry credit to later bills");
  }
  if (charge.type !== "energy" && charge.type !== "demand") return;
  const prices: { price: Price; path: PropertyKey[] }[] = [];
  if (charge.price !== undefined && !isSeries(charge.price))
    prices.push({ price: charge.price, path: ["price"] });
  charge.tiers?.steps?.forEach((step, which) => {
    prices.push({ price: step.price, path: ["tiers", "steps", which, "price"] });
  });
  const byPeriod = charge.tiers?.stepsByPeriod;
  if (byPeriod !== undefined) {
    // The steps themselves are what differs by period, so they are checked like a price by period.
    const stand: Price = Object.fromEntries(Object.keys(byPeriod).map((period) => [period, "0"]));
    prices.push({ price: stand, path: ["tiers", "stepsByPeriod"] });
    for (const [period, steps] of Object.entries(byPeriod)) {
      steps.forEach((step, which) => {
        if (typeof step.price !== "string" && !Array.isArray(step.price)) {
          issue(
            ["charges", at, "tiers", "stepsByPeriod", period, which, "price"],
            "expected one price: the steps are already by period",
          );
        }
      });
    }
  }
  const schedule =
    charge.schedule === undefined || !Object.hasOwn(schedules, charge.schedule)
      ? undefined
      : schedules[charge.schedule];
  if (charge.schedule !== undefined && schedule === undefined) {
    issue(["charges", at, "schedule"], missing("schedule", charge.schedule, schedules));
    return;
  }
  const periods = new Set(
    schedule === undefined ? [] : versions(schedule).flatMap((v) => Object.keys(v.schedule.periods)),
  );
  for (const { price, path } of prices) {
    if (typeof price === "string" || Array.isArray(price)) continue;
    const named = Object.keys(price);
    if (schedule === undefined) {
      issue(["charges", at, ...path], "prices by period need a schedule");
      continue;
    }
    for (const period of named) {
      if (!periods.has(period))
        issue(["charges", at, ...path, period], `the schedule has no period “${period}”`);
    }
    for (const period of periods) {
      if (!named.includes(period)) issue(["charges", at, ...path], `period “${period}” has no price`);
    }
  }
}

function checkPeriodOfPoints(
  schedules: Schedules,
  { earn }: Extract<Charge, { type: "points" }>,
  at: number,
  issue: Issue,
): void {
  if ("of" in earn || (earn.schedule === undefined && earn.period === undefined)) return;
  const path = ["charges", at, "earn"] as const;
  const schedule = earn.schedule === undefined ? undefined : schedules[earn.schedule];
  if (schedule === undefined) {
    const problem =
      earn.schedule === undefined
        ? "a period needs its schedule"
        : missing("schedule", earn.schedule, schedules);
    issue([...path, "schedule"], problem);
    return;
  }
  const known = new Set(versions(schedule).flatMap((version) => Object.keys(version.schedule.periods)));
  if (earn.period !== undefined && !known.has(earn.period)) {
    issue([...path, "period"], `the schedule has no period “${earn.period}”`);
  }
}

export function isSeries(price: unknown): price is { series: string; times: string; plus: string } {
  return typeof price === "object" && price !== null && "series" in price && typeof price.series === "string";
}
