import type { Step } from "#schema/blueprint/tariff/charges.ts";
import type { Tariff, TariffInput } from "#schema/blueprint/tariff/schema.ts";
import { Decimal } from "../../kernel/decimal.ts";
import type { Where } from "../../kernel/errors.ts";
import { fail } from "../errors.ts";
import { faultsOf, parseTariff } from "../parse-tariff.ts";
import { addSchedule, type Draft, maxOf, priceOf, SIGNS, type StepInput, words } from "./draft.ts";
import { type UrdbRate, type UrdbTier, unwrap, urdbSchema } from "./fields.ts";
import { demandCharges } from "./import-demand.ts";

/**
 * A record of the OpenEI utility rate database as a tariff. Nothing is rounded. The record itself is kept in `urdb`.
 * Throws TARIFF_INVALID with the path of the first fault, URDB_UNSUPPORTED for what cannot be billed.
 */
export function importUrdb(value: unknown, where: Where = {}): Tariff {
  const record = unwrap(value);
  const parsed = urdbSchema.safeParse(record);
  if (!parsed.success) {
    const faults = faultsOf(parsed.error);
    const first = faults[0] ?? { path: "", problem: "unknown" };
    const params = { count: faults.length, first: first.path || "the top", problem: first.problem };
    throw fail("TARIFF_INVALID", params, { ...where, path: first.path }, parsed.error);
  }
  const rate = parsed.data;
  const draft: Draft = { rate, charges: [], schedules: {}, seasons: {}, quantities: {} };
  energyCharges(draft, where);
  demandCharges(draft, where);
  fixedCharges(draft, where);
  const name = rate.name ?? rate.label ?? "URDB";
  if (draft.charges.length === 0) {
    throw fail(
      "TARIFF_INVALID",
      { count: 1, first: "the top", problem: "the record has no energy, demand, fixed or minimum charge" },
      where,
    );
  }
  return parseTariff(
    {
      label: words(name, rate.utility ? `${name} (${rate.utility})` : name),
      utility: "power",
      currency: "USD",
      sources: [{ title: "OpenEI utility rate database", ...(isUrl(rate.uri) ? { url: rate.uri } : {}) }],
      rounding: { line: "none", bill: "none" },
      periodToleranceDays: 0,
      seasons: draft.seasons,
      schedules: draft.schedules,
      quantities: draft.quantities,
      charges: draft.charges,
      urdb: record as Record<string, unknown>,
    } satisfies TariffInput,
    where,
  );
}

function isUrl(text: string | null | undefined): text is string {
  return typeof text === "string" && /^https?:\/\/[^\s]+\.[^\s]+/.test(text);
}

/** Steps of one energy period. A block of hours of use caps the kWh tiers that follow it, as in SAM. */
function energySteps(
  tiers: readonly UrdbTier[],
  price: (tier: UrdbTier) => string,
  path: string,
  where: Where,
): StepInput[] {
  const steps: StepInput[] = [];
  let cap: StepInput["cap"];
  tiers.forEach((tier, at) => {
    const unit = unitOf(tier, `${path}[${at}].unit`, where);
    const last = at === tiers.length - 1;
    const max = last ? undefined : maxOf(tier);
    if (unit === "kW" || unit === "kW-day") {
      const next = tiers[at + 1];
      const nextUnit = next === undefined ? unit : unitOf(next, `${path}[${at + 1}].unit`, where);
      if (nextUnit === "window" || nextUnit === "day") {
        // A heading: the kWh tiers that follow divide this block of hours of use.
        cap = max === undefined ? undefined : { upTo: max, per: unit };
        return;
      }
      cap = undefined;
    }
    const step: StepInput = { per: unit, price: price(tier) };
    if (max !== undefined) step.upTo = max;
    if (cap !== undefined && !last) step.cap = cap;
    steps.push(step);
  });
  const open = steps.findIndex((step) => step.upTo === undefined && step.cap === undefined);
  if (open >= 0 && open < steps.length - 1) {
    const first = `${path}[${open}].max`;
    throw fail(
      "TARIFF_INVALID",
      { count: 1, first, problem: "only the last tier may be open" },
      { ...where, path: first },
    );
  }
  return steps;
}

function unitOf(tier: UrdbTier, path: string, where: Where): Step["per"] {
  switch ((tier.unit ?? "kWh").toLowerCase().replace(/\s+/g, " ").trim()) {
    case "kwh":
    case "":
      return "window";
    case "kwh daily":
    case "kwh/day":
      return "day";
    case "kwh/kw":
      return "kW";
    case "kwh/kw daily":
    case "kwh/kw/day":
      return "kW-day";
    default:
      throw fail("URDB_UNSUPPORTED", { field: path, what: `unit “${tier.unit}”` }, { ...where, path });
  }
}

type DgRule = "none" | "net-metering" | "instantaneous" | "hourly" | "buy-all";

function dgRuleOf({ dgrules, usenetmetering }: UrdbRate): DgRule {
  const text = (dgrules ?? "").toLowerCase();
  if (text.includes("net metering")) return "net-metering";
  if (text.includes("hourly")) return "hourly";
  if (text.includes("instantaneous")) return "instantaneous";
  if (text.includes("buy all")) return "buy-all";
  return usenetmetering === true || usenetmetering === "true" ? "net-metering" : "none";
}

function energyCharges(draft: Draft, where: Where): void {
  const { rate } = draft;
  const structure = rate.energyratestructure ?? [];
  if (structure.length > 0) {
    const flat = Array.from({ length: 12 }, () => new Array<number>(24).fill(0));
    const weekday = rate.energyweekdayschedule ?? rate.energyweekendschedule ?? flat;
    const keys = addSchedule(
      draft,
      "energy",
      structure.length,
      weekday,
      rate.energyweekendschedule ?? weekday,
      where,
    );
    const rule = dgRuleOf(rate);
    const bought = boughtQuantity(draft, rule);
    draft.charges.push({
      type: "energy",
      code: "energy",
      label: words("电量电费", "Energy"),
      schedule: "energy",
      ...(bought === "energy" ? {} : { quantity: bought }),
      ...pricesOrTiers(structure, keys, priceOf, "energyratestructure", where),
    });
    const sells = structure.some((tiers) =>
      tiers.some(({ sell }) => sell !== null && sell !== undefined && Number(sell) !== 0),
    );
    if (sells && rule !== "none" && rule !== "net-metering") {
      draft.charges.push({
        type: "energy",
        code: "sold-energy",
        label: words("上网电量", "Energy sold"),
        schedule: "energy",
        quantity: soldQuantity(draft, rule),
        optional: true,
        ...pricesOrTiers(
          structure,
          keys,
          ({ sell }) =>
            Decimal.parse(sell ?? "0")
              .negated()
              .toString(),
          "energyratestructure",
          where,
        ),
      });
    }
    fuelAdjustments(draft, bought);
  }
}

/** Equal limits in all periods share the steps; otherwise each period has its own, filled by the total use. */
function pricesOrTiers(
  structure: readonly (readonly UrdbTier[])[],
  keys: readonly string[],
  price: (tier: UrdbTier) => string,
  path: string,
  where: Where,
) {
  if (structure.every((tiers) => tiers.length === 1)) {
    return {
      price: Object.fromEntries(
        keys.map((key, at) => [key, price((structure[at] as UrdbTier[])[0] as UrdbTier)]),
      ),
    };
  }
  const byPeriod = structure.map((tiers, at) => energySteps(tiers, price, `${path}[${at}]`, where));
  const [first] = byPeriod as [StepInput[]];
  if (byPeriod.every((steps) => limitsText(steps) === limitsText(first))) {
    const steps = first.map((step, at) => ({
      ...step,
      price: Object.fromEntries(keys.map((key, period) => [key, byPeriod[period]?.[at]?.price as string])),
    }));
    return { tiers: { window: "month" as const, steps } };
  }
  return {
    tiers: {
      window: "month" as const,
      stepsByPeriod: Object.fromEntries(keys.map((key, at) => [key, byPeriod[at] as StepInput[]])),
    },
  };
}

function limitsText(steps: readonly StepInput[]): string {
  return JSON.stringify(steps.map(({ upTo, per, cap }) => [upTo, per, cap]));
}

function boughtQuantity(draft: Draft, rule: DgRule): string {
  if (rule === "net-metering") {
    draft.quantities["net-energy"] = { of: "energy", minus: "export", unit: "kWh", negative: "bank" };
    return "net-energy";
  }
  if (rule === "hourly") {
    draft.quantities["net-energy"] = { of: "energy", minus: "export", unit: "kWh", nettingMinutes: 60 };
    return "net-energy";
  }
  return "energy";
}

function soldQuantity(draft: Draft, rule: DgRule): string {
  if (rule !== "hourly") return "export";
  draft.quantities["net-export"] = { of: "export", minus: "energy", unit: "kWh", nettingMinutes: 60 };
  return "net-export";
}

/** $/kWh by month: a schedule whose periods are the months. */
function fuelAdjustments(draft: Draft, quantity: string): void {
  const monthly = draft.rate.fueladjustmentsmonthly;
  if (monthly === null || monthly === undefined || monthly.every((price) => Number(price) === 0)) return;
  const keys = monthly.map((_, at) => `m${at + 1}`);
  const rows = keys.map((_, at) => (SIGNS[at] as string).repeat(24));
  draft.schedules.months = {
    periods: Object.fromEntries(keys.map((key, at) => [key, words(`${at + 1} 月`, `Month ${at + 1}`)])),
    matrix: {
      symbols: Object.fromEntries(keys.map((key, at) => [SIGNS[at] as string, key])),
      weekday: rows,
      weekend: rows,
    },
  };
  draft.charges.push({
    type: "energy",
    code: "fuel-adjustment",
    label: words("燃料调整", "Fuel adjustment"),
    schedule: "months",
    ...(quantity === "energy" ? {} : { quantity }),
    price: Object.fromEntries(keys.map((key, at) => [key, Decimal.parse(monthly[at] as string).toString()])),
  });
}

function fixedCharges(draft: Draft, where: Where): void {
  const { rate } = draft;
  const add = (
    code: string,
    label: ReturnType<typeof words>,
    price: string | null | undefined,
    per: "month" | "day" | "year",
    basis?: string,
  ) => {
    if (price === null || price === undefined || Number(price) === 0) return;
    draft.charges.push({
      type: "standing",
      code,
      label,
      price: Decimal.parse(price).toString(),
      per,
      ...(basis === undefined ? {} : { basis, optional: true }),
    });
  };
  const per = perOf(rate.fixedchargeunits, "fixedchargeunits", where);
  add("fixed", words("基本服务费", "Fixed charge"), rate.fixedchargefirstmeter, per);
  if (rate.fixedchargefirstmeter === null || rate.fixedchargefirstmeter === undefined) {
    add("fixed", words("基本服务费", "Fixed charge"), rate.fixedmonthlycharge, "month");
  }
  add(
    "fixed-additional",
    words("附加表计费", "Additional meters"),
    rate.fixedchargeeaaddl,
    per,
    "additionalMeters",
  );
  const least = (code: string, price: string | null | undefined, each: "month" | "day" | "year") => {
    if (price === null || price === undefined || Number(price) === 0) return;
    draft.charges.push({
      type: "limit",
      code,
      label: words("最低电费", "Minimum charge"),
      of: ["*"],
      bound: "minimum",
      amount: Decimal.parse(price).toString(),
      per: each,
    });
  };
  if (draft.charges.length === 0 && least.length > 0 && hasMinimum(rate)) {
    // A minimum needs something to stand on.
    draft.charges.push({
      type: "standing",
      code: "fixed",
      label: words("基本服务费", "Fixed charge"),
      price: "0",
      per: "month",
    });
  }
  if (rate.mincharge !== null && rate.mincharge !== undefined) {
    least("minimum", rate.mincharge, perOf(rate.minchargeunits, "minchargeunits", where));
  } else {
    least("minimum", rate.minmonthlycharge, "month");
    least("minimum-year", rate.annualmincharge, "year");
  }
}

function hasMinimum({ mincharge, minmonthlycharge, annualmincharge }: UrdbRate): boolean {
  return [mincharge, minmonthlycharge, annualmincharge].some((price) => Number(price ?? 0) !== 0);
}

function perOf(units: string | null | undefined, field: string, where: Where): "month" | "day" | "year" {
  const text = (units ?? "$/month").toLowerCase();
  if (text.includes("day") || text.includes("daily")) return "day";
  if (text.includes("month")) return "month";
  if (text.includes("year") || text.includes("annual")) return "year";
  throw fail("URDB_UNSUPPORTED", { field, what: `“${units}”` }, { ...where, path: field });
}
