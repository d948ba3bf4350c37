import type { Charge, ChargeOf, Household, Price, Step, Tiers } from "#schema/blueprint/tariff/charges.ts";
import { whenVariables } from "#schema/blueprint/tariff/kind.ts";
import type { Season } from "#schema/blueprint/tariff/schedule.ts";
import { isSeries, MAIN_QUANTITY, type Tariff } from "#schema/blueprint/tariff/schema.ts";
import { Decimal } from "../kernel/decimal.ts";
import type { Words } from "../kernel/errors.ts";
import { type Expression, type ExpressionEnvironment, expressionEnvironment } from "../kernel/expression.ts";
import { type LocalDay, parseDay } from "../kernel/zone.ts";
import { compileSeasons, holidaysOf } from "./compile-calendar.ts";
import { always, changesOf, type Dated, datedOf } from "./dated.ts";
import { parseMonthDay } from "./months.ts";
import type {
  CompiledCharge,
  CompiledCommon,
  CompiledPrice,
  CompiledQuantity,
  CompiledStep,
  CompiledTiers,
  LoadDiscount,
  TariffProgram,
} from "./program.ts";
import { type CompiledSchedule, compileSchedule } from "./schedule.ts";

/**
 * Compiles a tariff into a program: done once per release. The program is pure and may be shared by all bills.
 * Throws TARIFF_SCHEDULE_GAP, EXPRESSION_… with the path of the fault.
 */
export function compileTariff(tariff: Tariff): TariffProgram {
  const changes = new Set<LocalDay>();
  const edges = new Map<string, { month: number; day: number }>();
  const note = <Value>(dated: Dated<Value>): Dated<Value> => {
    for (const day of changesOf(dated)) changes.add(day);
    return dated;
  };
  const decimals = (raw: Parameters<typeof datedOf<string, Decimal>>[0]) => note(datedOf(raw, Decimal.parse));
  const holidays = holidaysOf(tariff);
  const seasons = compileSeasons(tariff);
  for (const dated of Object.values(seasons)) {
    for (const season of note(dated).values) {
      for (const span of season) {
        addEdge(edges, parseMonthDay(span.from));
        addEdge(edges, dayAfter(parseMonthDay(span.to)));
      }
    }
  }
  const schedules: Record<string, CompiledSchedule> = {};
  for (const [key, raw] of Object.entries(tariff.schedules)) {
    schedules[key] = compileSchedule(
      key,
      datedOf(raw, (schedule) => schedule),
      seasons,
      holidays,
    );
    checkCoverage(schedules[key]);
  }
  const conditions = expressionEnvironment({ variables: whenVariables(tariff) });
  const context: Context = { tariff, schedules, seasons, decimals, note, changes, edges, conditions };
  const charges = tariff.charges.map((charge, at) => compileCharge(charge, `charges[${at}]`, context));
  return {
    tariff,
    currency: tariff.currency,
    charges,
    quantities: new Map(
      Object.entries(tariff.quantities).map(([name, quantity]): [string, CompiledQuantity] => [
        name,
        {
          name,
          of: quantity.of,
          unit: quantity.unit,
          minus: quantity.minus,
          nettingMinutes: quantity.nettingMinutes,
          negative: quantity.negative,
          bankMonths: quantity.bankMonths,
          times: quantity.times.map((factor) =>
            typeof factor === "string"
              ? Decimal.parse(factor)
              : { ...factor, plus: Decimal.parse(factor.plus) },
          ),
          dividedBy: quantity.dividedBy === undefined ? undefined : Decimal.parse(quantity.dividedBy),
          rounding: quantity.rounding,
        },
      ]),
    ),
    lineRounding: tariff.rounding.line,
    billRounding: tariff.rounding.bill,
    periodToleranceDays: tariff.periodToleranceDays,
    changeDays: [...changes].sort((a, b) => a - b),
    yearlyEdges: [...edges.values()],
    looksBack: charges.some((charge) => charge.type === "demand" && charge.ratchet !== undefined),
  };
}

interface Context {
  readonly tariff: Tariff;
  readonly schedules: Readonly<Record<string, CompiledSchedule>>;
  readonly seasons: Readonly<Record<string, Dated<Season>>>;
  readonly decimals: (raw: Parameters<typeof datedOf<string, Decimal>>[0]) => Dated<Decimal>;
  readonly note: <Value>(dated: Dated<Value>) => Dated<Value>;
  readonly changes: Set<LocalDay>;
  readonly edges: Map<string, { month: number; day: number }>;
  readonly conditions: ExpressionEnvironment;
}

function compileCharge(charge: Charge, path: string, context: Context): CompiledCharge {
  const common = compileCommon(charge, path, context);
  switch (charge.type) {
    case "energy":
      return { ...common, ...compileEnergy(charge, context) };
    case "demand": {
      const schedule = charge.schedule === undefined ? undefined : context.schedules[charge.schedule];
      const periods = schedule?.periods ?? [""];
      return {
        ...common,
        type: "demand",
        quantity: charge.quantity,
        unit: "kW",
        schedule,
        windowMinutes: charge.windowMinutes,
        steps: periods.map((period) =>
          charge.tiers === undefined
            ? [openStep(charge.price ?? "0", period, context)]
            : stepsFor(charge.tiers, period, context),
        ),
        contract:
          charge.contract === undefined
            ? undefined
            : context.note(
                datedOf(charge.contract, (rule) => ({
                  floor: Decimal.parse(rule.floorShare),
                  ceiling: Decimal.parse(rule.ceilingShare),
                  times: Decimal.parse(rule.excessTimes),
                  within: rule.within,
                  excessFrom: rule.excessFrom,
                })),
              ),
        ratchet:
          charge.ratchet === undefined
            ? undefined
            : {
                shares: Array.from({ length: 12 }, (_, month) => {
                  const { share } = charge.ratchet as NonNullable<typeof charge.ratchet>;
                  return Decimal.parse(typeof share === "string" ? share : (share[month] as string));
                }),
                months: charge.ratchet.months,
                peaksOf: charge.ratchet.peaksOf,
              },
        minimum: charge.minimum === undefined ? undefined : context.decimals(charge.minimum),
        coincident: charge.coincident,
        per: charge.per,
        monthDays: charge.monthDays,
        loadDiscount: discountOf(charge.loadDiscount, context),
      };
    }
    case "standing":
      return {
        ...common,
        type: "standing",
        basis: charge.basis,
        unit: STANDING_UNITS[charge.basis ?? ""] ?? "",
        price: context.decimals(charge.price),
        per: charge.per,
        prorate: charge.prorate,
        monthDays: charge.monthDays,
        loadDiscount: discountOf(charge.loadDiscount, context),
      };
    case "power-factor":
      return {
        ...common,
        type: "power-factor",
        of: charge.of,
        standard: charge.standard === "agreement" ? "agreement" : Decimal.parse(charge.standard),
        table:
          charge.table === "CN-1983"
            ? "CN-1983"
            : charge.table.map(({ from, percent }) => ({
                from: Decimal.parse(from),
                percent: Decimal.parse(percent),
              })),
        active: charge.active,
        reactive: charge.reactive,
      };
    case "percentage":
      return {
        ...common,
        type: "percentage",
        of: charge.of,
        percent: context.decimals(charge.percent),
        included: charge.included,
      };
    case "limit":
      if (charge.per === "year") addEdge(context.edges, { month: 1, day: 1 });
      return {
        ...common,
        type: "limit",
        of: charge.of,
        bound: charge.bound,
        amount: context.decimals(charge.amount),
        basis: charge.basis,
        per: charge.per,
        carry: charge.carry === undefined ? undefined : { months: charge.carry.months },
      };
    case "points":
      return { ...common, ...compilePoints(charge, context) };
  }
}

function compilePoints({ earn, redeem, expireMonths }: ChargeOf<"points">, context: Context) {
  const main = MAIN_QUANTITY[context.tariff.utility];
  return {
    type: "points" as const,
    earn:
      "of" in earn
        ? { kind: "money" as const, of: earn.of, perMoney: Decimal.parse(earn.perMoney) }
        : {
            kind: "use" as const,
            quantity: earn.quantity ?? main.quantity,
            schedule: earn.schedule === undefined ? undefined : context.schedules[earn.schedule],
            period: earn.period,
            perUnit: Decimal.parse(earn.perUnit),
          },
    redeem: { ...redeem, value: Decimal.parse(redeem.value), maxShare: Decimal.parse(redeem.maxShare) },
    expireMonths,
  };
}

const STANDING_UNITS: Readonly<Record<string, string>> = {
  capacity: "kVA",
  contractDemand: "kW",
  area: "m²",
};

function compileCommon(charge: Charge, path: string, context: Context): CompiledCommon {
  const { tariff, seasons, changes, conditions } = context;
  const from = charge.from === undefined ? Number.NEGATIVE_INFINITY : (parseDay(charge.from) as LocalDay);
  const until = charge.until === undefined ? Number.POSITIVE_INFINITY : (parseDay(charge.until) as LocalDay);
  if (charge.from !== undefined) changes.add(from);
  if (charge.until !== undefined) changes.add(until);
  const when =
    charge.when === undefined
      ? undefined
      : conditions.compile(charge.when, { expects: "bool", where: { path: `${path}.when` } });
  return {
    code: charge.code,
    label: charge.label,
    group: charge.group,
    when,
    uses: when === undefined ? [] : usesOf(when),
    from,
    until,
    seasons: charge.seasons?.map((season) => seasons[season] as Dated<Season>),
    rounding: charge.rounding ?? tariff.rounding.line,
    optional: charge.optional,
    alwaysActive:
      charge.from === undefined &&
      charge.until === undefined &&
      charge.when === undefined &&
      charge.seasons === undefined,
  };
}

/** The quantities whose use a condition asks for. */
function usesOf({ names }: Expression): string[] {
  const asked = [...names].flatMap((name) => /^(?:use|monthlyUse)\.(.+)$/.exec(name)?.[1] ?? []);
  return [...new Set(asked)];
}

const stepsOf = (charge: ChargeOf<"energy">, period: string) =>
  charge.tiers?.steps ?? charge.tiers?.stepsByPeriod?.[period] ?? [];

/** "Energy (peak, step 2)": lines of one charge must be told apart by who reads the bill. */
function labelWith(label: Words, period: Words | undefined, step?: number): Words {
  const zh = [period?.["zh-CN"], step === undefined ? undefined : `第${step}档`].filter(
    (part) => part !== undefined,
  );
  const en = [period?.en, step === undefined ? undefined : `step ${step}`].filter(
    (part) => part !== undefined,
  );
  if (zh.length === 0) return label;
  return { "zh-CN": `${label["zh-CN"]}（${zh.join("，")}）`, en: `${label.en} (${en.join(", ")})` };
}

function compileEnergy(charge: ChargeOf<"energy">, context: Context) {
  const main = MAIN_QUANTITY[context.tariff.utility];
  const quantity = charge.quantity ?? main.quantity;
  const schedule = charge.schedule === undefined ? undefined : context.schedules[charge.schedule];
  const periods = schedule?.periods ?? [""];
  const { price } = charge;
  const prices = price === undefined ? [] : periods.map((period) => priceFor(price, period, context));
  return {
    type: "energy" as const,
    quantity,
    unit: context.tariff.quantities[quantity]?.unit ?? UNITS[quantity] ?? main.unit,
    schedule,
    prices,
    allDated: prices.every(({ kind }) => kind === "dated"),
    columns: periods.map((_, column) => column),
    codes: periods.map((period) => {
      const base = period === "" ? charge.code : `${charge.code}.${period}`;
      return [base, ...stepsOf(charge, period).map((_, at) => `${base}.tier-${at + 1}`)];
    }),
    labels: periods.map((period) => {
      const named = schedule?.labels[period];
      const steps = stepsOf(charge, period);
      const only = steps.length === 1;
      return [
        labelWith(charge.label, named),
        ...steps.map((_, at) => labelWith(charge.label, named, only ? undefined : at + 1)),
      ];
    }),
    tiers: charge.tiers === undefined ? undefined : compileTiers(charge.tiers, periods, context),
  };
}

const UNITS: Readonly<Record<string, string>> = {
  energy: "kWh",
  export: "kWh",
  reactive: "kvarh",
  heat: "GJ",
};

function compileTiers(tiers: Tiers, periods: readonly string[], context: Context): CompiledTiers {
  const yearStart = parseMonthDay(tiers.yearStart);
  if (tiers.window === "year") addEdge(context.edges, yearStart);
  if (tiers.window === "calendar-month") {
    for (let month = 1; month <= 12; month++) addEdge(context.edges, { month, day: 1 });
  }
  const steps = periods.map((period) => stepsFor(tiers, period, context));
  const first = steps[0] ?? [];
  const plain =
    tiers.steps !== undefined &&
    tiers.household === undefined &&
    tiers.firstYear === "whole" &&
    first.every(
      ({ upTo, per, cap }) =>
        per === "window" && cap === undefined && (upTo === undefined || upTo.days.length === 1),
    );
  return {
    window: tiers.window,
    yearStart,
    firstYear: tiers.firstYear,
    by: tiers.by,
    order: tiers.order,
    steps,
    sameLimits: tiers.steps !== undefined,
    constantLimits: plain
      ? first.flatMap(({ upTo }) => (upTo?.values[0] === undefined ? [] : [upTo.values[0]]))
      : undefined,
    household: tiers.household === undefined ? undefined : compileHousehold(tiers.household),
  };
}

function stepsFor(
  tiers: Pick<Tiers, "steps" | "stepsByPeriod">,
  period: string,
  context: Context,
): readonly CompiledStep[] {
  const steps: readonly Step[] = tiers.steps ?? tiers.stepsByPeriod?.[period] ?? [];
  return steps.map((step) => ({
    upTo: step.upTo === undefined ? undefined : context.decimals(step.upTo),
    per: step.per,
    cap: step.cap === undefined ? undefined : { upTo: context.decimals(step.cap.upTo), per: step.cap.per },
    price: priceFor(step.price, period, context),
  }));
}

/** A single step without a limit: a plain price. */
function openStep(price: Price, period: string, context: Context): CompiledStep {
  return { upTo: undefined, per: "window", cap: undefined, price: priceFor(price, period, context) };
}

function priceFor(
  price: Price | { series: string; times: string; plus: string },
  period: string,
  context: Context,
): CompiledPrice {
  if (isSeries(price)) {
    return {
      kind: "series",
      series: price.series,
      times: Decimal.parse(price.times),
      plus: Decimal.parse(price.plus),
    };
  }
  if (typeof price === "string" || Array.isArray(price))
    return { kind: "dated", dated: context.decimals(price) };
  const own = price[period];
  return { kind: "dated", dated: own === undefined ? always(Decimal.ZERO) : context.decimals(own) };
}

function compileHousehold(household: Household) {
  const sizes = ("each" in household ? household.each : household.add).map(Decimal.parse);
  const threshold = Decimal.of("each" in household ? household.above : household.from);
  return {
    widening(step: number, persons: Decimal): Decimal {
      const size = sizes[step] ?? Decimal.ZERO;
      if ("add" in household) return persons.compare(threshold) >= 0 ? size : Decimal.ZERO;
      return persons.greaterThan(threshold) ? size.times(persons.minus(threshold)) : Decimal.ZERO;
    },
  };
}

function discountOf(
  raw: ChargeOf<"demand">["loadDiscount"],
  context: Context,
): Dated<LoadDiscount> | undefined {
  if (raw === undefined) return undefined;
  return context.note(
    datedOf(raw, ({ kwhPerKva, times }) => ({
      kwhPerKva: Decimal.parse(kwhPerKva),
      times: Decimal.parse(times),
    })),
  );
}

function addEdge(
  edges: Map<string, { month: number; day: number }>,
  edge: { month: number; day: number },
): void {
  edges.set(`${edge.month}-${edge.day}`, edge);
}

function dayAfter({ month, day }: { month: number; day: number }): { month: number; day: number } {
  // What follows 28 February is 29 February, which `dayInYear` reads as 1 March in common years.
  if (month === 2 && day === 28) return { month: 2, day: 29 };
  if (month === 2 && day === 29) return { month: 3, day: 1 };
  const next = new Date(Date.UTC(2001, month - 1, day + 1));
  return { month: next.getUTCMonth() + 1, day: next.getUTCDate() };
}

/** Makes the plan of each day of one leap and one common year, so that a gap shows at compile time, not in a bill run. */
function checkCoverage(schedule: CompiledSchedule): void {
  const first = parseDay("2099-01-01") as LocalDay;
  const leap = parseDay("2096-01-01") as LocalDay;
  for (let day = 0; day < 366; day++) {
    schedule.planOf(leap + day);
    if (day < 365) schedule.planOf(first + day);
  }
}
