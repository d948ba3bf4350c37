import { z } from "zod";
import { ROUNDING_MODES } from "#engines/kernel/decimal.ts";
import {
  datedSchema,
  daySchema,
  decimalSchema,
  keySchema,
  monthDaySchema,
  numberNameSchema,
  positiveDecimalSchema,
  wordsSchema,
} from "../common.ts";

export const roundingStepSchema = z.union([
  z.literal("none"),
  z.strictObject({
    /** Digits after the point: 2 is the cent, 1 a tenth, -1 tens. */
    place: z.int().min(-6).max(12),
    mode: z.enum(ROUNDING_MODES).default("half-up"),
  }),
]);

/** A price that follows a market series given with the usage: price = series × `times` + `plus`. */
const seriesPriceSchema = z.strictObject({
  series: keySchema,
  times: decimalSchema.default("1"),
  plus: decimalSchema.default("0"),
});

const moneySchema = datedSchema(decimalSchema);
/** One price, or one for each period of the charge's schedule. */
const priceSchema = z.union([moneySchema, z.record(keySchema, moneySchema)]);

/** What every charge may say. A charge makes one or more lines of the bill. */
const common = {
  /** Prefix of the codes of its lines. Unique in the tariff. */
  code: keySchema,
  label: wordsSchema,
  /** CEL over `agreement`, `use` and `monthlyUse`: the charge applies only where it holds. */
  when: z.string().min(1).optional(),
  /** In force from this day … */
  from: daySchema.optional(),
  /** … until the day before this one. */
  until: daySchema.optional(),
  /** Applies on the days of these seasons only. */
  seasons: z.array(keySchema).min(1).optional(),
  /** Instead of the tariff's rounding of a line. */
  rounding: roundingStepSchema.optional(),
  /** Left out of the bill, instead of refused, where its usage or its number of the agreement is not given. */
  optional: z.boolean().default(false),
  /** For page and invoice: lines of one group stand together. */
  group: keySchema.optional(),
};

/** What a step's limit is counted in; it is multiplied by that many before use. */
export const STEP_UNITS = ["window", "day", "kW", "kW-day", "kVA", "person"] as const;

const stepSchema = z.strictObject({
  /** Upper limit of the step; the last step has none. */
  upTo: datedSchema(positiveDecimalSchema).optional(),
  per: z.enum(STEP_UNITS).default("window"),
  /** The limit is never above this one (steps inside a block of hours of use). Then `upTo` may be left out. */
  cap: z.strictObject({ upTo: datedSchema(positiveDecimalSchema), per: z.enum(STEP_UNITS) }).optional(),
  price: priceSchema,
});

/** Steps from low to high. Each limit lies above the one before; only the last is open. */
const stepsSchema = z
  .array(stepSchema)
  .min(1)
  .superRefine((steps, context) => {
    steps.forEach((step, at) => {
      const last = at === steps.length - 1;
      if (last && (step.upTo !== undefined || step.cap !== undefined)) {
        context.addIssue({
          code: "custom",
          path: [at, "upTo"],
          message: "the last step must have no upTo, or use above it would have no price",
        });
      }
      if (!last && step.upTo === undefined && step.cap === undefined) {
        context.addIssue({
          code: "custom",
          path: [at],
          message: "expected upTo: only the last step is open",
        });
      }
      const previous = steps[at - 1];
      if (
        typeof step.upTo === "string" &&
        typeof previous?.upTo === "string" &&
        step.per === previous.per &&
        Number(step.upTo) <= Number(previous.upTo)
      ) {
        context.addIssue({
          code: "custom",
          path: [at, "upTo"],
          message: `must be above the limit of the step before (${previous.upTo})`,
        });
      }
    });
  });

/** Larger steps for large households. Each person above `above` widens step i by `each[i]`; or from `from` persons on by `add[i]` at once. */
const householdSchema = z.union([
  z.strictObject({ above: z.int().min(0), each: z.array(decimalSchema).min(1) }),
  z.strictObject({ from: z.int().min(1), add: z.array(decimalSchema).min(1) }),
]);

export const tiersSchema = z
  .strictObject({
    /**
     * Over what use is counted: `bill` (limits as they stand), `month` (limits × months of the bill: a two-month read
     * doubles them), `year` (use adds up by agreement from `yearStart`), `calendar-month` (use adds up from bill to
     * bill within the month: daily settlement of prepaid meters, 费控).
     */
    window: z.enum(["bill", "month", "year", "calendar-month"]),
    yearStart: monthDaySchema.default("01-01"),
    /** Limits of the first year of an agreement: by months of use, or whole. */
    firstYear: z.enum(["months", "whole"]).default("whole"),
    /** Whether use of all periods fills the steps together, or each period its own. */
    by: z.enum(["total", "period"]).default("total"),
    /**
     * How the steps of one bill fall on its parts (price changes): `share` by each part's use, as the System Advisor
     * Model does; `chronological` in order of time.
     */
    order: z.enum(["share", "chronological"]).default("share"),
    /** The same limits for all periods … */
    steps: stepsSchema.optional(),
    /** … or steps of their own for each period; total use fills each of them. */
    stepsByPeriod: z.record(keySchema, stepsSchema).optional(),
    household: householdSchema.optional(),
  })
  .refine((tiers) => (tiers.steps === undefined) !== (tiers.stepsByPeriod === undefined), {
    message: "expected either steps or stepsByPeriod",
  })
  .superRefine((tiers, context) => {
    if (tiers.household === undefined) return;
    const count = (tiers.steps ?? Object.values(tiers.stepsByPeriod ?? {})[0] ?? []).length;
    const { household } = tiers;
    const sizes = "each" in household ? household.each.length : household.add.length;
    if (sizes > count - 1) {
      context.addIssue({
        code: "custom",
        path: ["household"],
        message: "more values than steps with a limit",
      });
    }
  });
/** Quantity × price: energy, gas, water, funds and surcharges by quantity, feed-in (negative price). */
const energyCharge = z
  .strictObject({
    ...common,
    type: z.literal("energy"),
    /** A measured or derived quantity; left out: the main one of the utility. */
    quantity: keySchema.optional(),
    schedule: keySchema.optional(),
    price: z.union([priceSchema, seriesPriceSchema]).optional(),
    tiers: tiersSchema.optional(),
  })
  .refine((charge) => (charge.price === undefined) !== (charge.tiers === undefined), {
    message: "expected either price or tiers",
  });

/**
 * A bill's demand from what was measured: contract demand (both rules of China), ratchet and look-back.
 * Shares are decimals: "0.95" is 95 %.
 */
const contractSchema = z.strictObject({
  /** Below this share of the contract value, that share is billed; "1": never less than the contract value. */
  floorShare: decimalSchema,
  /** Between floor and ceiling: what was measured (older rule), or the contract value (since 2016). */
  within: z.enum(["measured", "contract"]),
  /** Above this share of the contract value the excess counts `excessTimes`. */
  ceilingShare: decimalSchema,
  /** From where the excess counts: the contract value itself (older), or the ceiling (since 2016). */
  excessFrom: z.enum(["contract", "ceiling"]),
  excessTimes: decimalSchema.default("2"),
});

const ratchetSchema = z.strictObject({
  /** Share of the earlier peak that is billed at least; one value, or one a month. */
  share: z.union([decimalSchema, z.array(decimalSchema).length(12)]),
  /** How many months before the bill's month are looked at; 11 with its own month is a year. */
  months: z.int().min(1).max(36).default(11),
  /** Only peaks of these calendar months count (1 … 12). */
  peaksOf: z.array(z.int().min(1).max(12)).min(1).optional(),
});

const demandCharge = z
  .strictObject({
    ...common,
    type: z.literal("demand"),
    quantity: keySchema.default("demand"),
    schedule: keySchema.optional(),
    /** Length of the averaging interval where demand is made from intervals. */
    windowMinutes: z.int().min(1).max(1440).optional(),
    price: priceSchema.optional(),
    tiers: z
      .strictObject({
        steps: stepsSchema.optional(),
        stepsByPeriod: z.record(keySchema, stepsSchema).optional(),
      })
      .refine((tiers) => (tiers.steps === undefined) !== (tiers.stepsByPeriod === undefined), {
        message: "expected either steps or stepsByPeriod",
      })
      .optional(),
    contract: datedSchema(contractSchema).optional(),
    ratchet: ratchetSchema.optional(),
    /** At least this much is billed. */
    minimum: datedSchema(decimalSchema).optional(),
    /**
     * The demand at the moments of the system's own peaks, a list that is given with the usage by this name:
     * the mean of those moments that lie in the bill, or the highest.
     */
    coincident: z
      .strictObject({ peaks: keySchema, take: z.enum(["mean", "highest"]).default("mean") })
      .optional(),
    /** `month`: the bill's highest demand, by days where the month is not whole. `day`: each day's own highest demand. */
    per: z.enum(["month", "day"]).default("month"),
    monthDays: z.enum(["actual", "30"]).default("actual"),
    /** 260 kWh/kVA rule: from this use per kVA and month the price is multiplied by `times`. */
    loadDiscount: datedSchema(z.strictObject({ kwhPerKva: decimalSchema, times: decimalSchema })).optional(),
  })
  .refine((charge) => (charge.price === undefined) !== (charge.tiers === undefined), {
    message: "expected either price or tiers",
  });

/** An amount by time: fixed, or for each unit of something the agreement states (kVA, m², contract kW, meters). */
const standingCharge = z.strictObject({
  ...common,
  type: z.literal("standing"),
  /** A dated number of the agreement; left out: 1. */
  basis: numberNameSchema.optional(),
  price: moneySchema,
  per: z.enum(["month", "day", "bill", "year"]),
  /** Months that are not whole: by days, or the whole month's amount. */
  prorate: z.enum(["day", "none"]).default("day"),
  /** A day's share of a month: 1/30 (供电营业规则), or 1/(days of the month). */
  monthDays: z.enum(["actual", "30"]).default("actual"),
  /** Same as for demand. */
  loadDiscount: datedSchema(z.strictObject({ kwhPerKva: decimalSchema, times: decimalSchema })).optional(),
});

/** Codes or prefixes of codes of earlier charges; "*" is all of them. */
const baseSchema = z.array(z.union([keySchema, z.literal("*")])).min(1);

/** Power-factor adjustment by table (功率因数调整电费办法): percent by standard and factor. */
const powerFactorCharge = z.strictObject({
  ...common,
  type: z.literal("power-factor"),
  of: baseSchema,
  /** "0.90", "0.85", "0.80"; or the agreement's own where `agreement` stands. */
  standard: z.union([decimalSchema, z.literal("agreement")]),
  table: z.literal("CN-1983").or(
    z
      .array(z.strictObject({ from: decimalSchema, percent: decimalSchema }))
      .min(1)
      .describe("rows from high to low: at or above `from` this percent (negative reduces)"),
  ),
  active: keySchema.default("energy"),
  reactive: keySchema.default("reactive"),
});

/** A percentage of earlier lines: tax, levy, discount (negative). Later ones may stand on earlier ones (tax on tax). */
const percentageCharge = z.strictObject({
  ...common,
  type: z.literal("percentage"),
  of: baseSchema,
  percent: datedSchema(decimalSchema),
  /** The tax is already in the prices: the line shows it and adds nothing. */
  included: z.boolean().default(false),
});

/** The sum of earlier lines is lifted to, or held at, an amount; the line is the difference. */
const limitCharge = z.strictObject({
  ...common,
  type: z.literal("limit"),
  of: baseSchema,
  bound: z.enum(["minimum", "maximum"]),
  amount: datedSchema(decimalSchema),
  basis: numberNameSchema.optional(),
  per: z.enum(["bill", "month", "day", "year"]),
  /**
   * A minimum only: what lies below it is kept as credit in money and taken off later bills (net metering with credit
   * in money), for so many months where that is said.
   */
  carry: z.strictObject({ months: z.int().min(1).max(120).optional() }).optional(),
});

/**
 * Points of a loyalty or green-power scheme. Earned by use or by money, whole points only; usable from the next bill on,
 * oldest first, in steps, up to a share of the lines that `redeem.of` names.
 */
const pointsCharge = z.strictObject({
  ...common,
  type: z.literal("points"),
  earn: z.union([
    z.strictObject({
      quantity: keySchema.optional(),
      schedule: keySchema.optional(),
      /** Only use in this period of the schedule. */
      period: keySchema.optional(),
      /** Points a kWh or m³. */
      perUnit: positiveDecimalSchema,
    }),
    z.strictObject({
      of: baseSchema,
      /** Points a unit of the currency. */
      perMoney: positiveDecimalSchema,
    }),
  ]),
  redeem: z.strictObject({
    of: baseSchema,
    /** Money of one point. */
    value: positiveDecimalSchema,
    step: z.int().min(1).default(1),
    maxShare: positiveDecimalSchema.default("1"),
  }),
  expireMonths: z.int().min(1).max(120).optional(),
});

export const chargeSchema = z.discriminatedUnion("type", [
  energyCharge,
  demandCharge,
  standingCharge,
  powerFactorCharge,
  percentageCharge,
  limitCharge,
  pointsCharge,
]);

export type Charge = z.infer<typeof chargeSchema>;
export type ChargeOf<Type extends Charge["type"]> = Extract<Charge, { type: Type }>;
export type Tiers = z.infer<typeof tiersSchema>;
export type Step = z.infer<typeof stepSchema>;
export type Price = z.infer<typeof priceSchema>;
export type SeriesPrice = z.infer<typeof seriesPriceSchema>;
export type Household = z.infer<typeof householdSchema>;
export type ContractRule = z.infer<typeof contractSchema>;
export type Ratchet = z.infer<typeof ratchetSchema>;
export type RoundingStep = z.infer<typeof roundingStepSchema>;
