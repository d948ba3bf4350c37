import { Decimal } from "../../kernel/decimal.ts";
import type { Where } from "../../kernel/errors.ts";
import { fail } from "../errors.ts";
import { addSchedule, type Draft, maxOf, priceOf, type StepInput, words } from "./draft.ts";
import type { UrdbTier } from "./fields.ts";

/** Flat demand by month, demand by period, coincident demand, reactive power. */
export function demandCharges(draft: Draft, where: Where): void {
  flatDemand(draft, where);
  periodDemand(draft, where);
  coincidentDemand(draft, where);
  reactivePower(draft);
}

/** The month's highest demand; each flat period is a season made of its months. */
function flatDemand(draft: Draft, where: Where): void {
  const { rate } = draft;
  const structure = rate.flatdemandstructure ?? [];
  if (structure.length === 0) return;
  const months = rate.flatdemandmonths ?? new Array<number>(12).fill(0);
  months.forEach((period, month) => {
    if (period < structure.length) return;
    const path = `flatdemandmonths[${month}]`;
    const problem = `period ${period} is not in flatdemandstructure, which has ${structure.length}`;
    throw fail("TARIFF_INVALID", { count: 1, first: path, problem }, { ...where, path });
  });
  structure.forEach((tiers, period) => {
    const own = months.flatMap((each, month) => (each === period ? [month] : []));
    if (own.length === 0) return;
    const season = `flat-${period + 1}`;
    const always = own.length === 12;
    if (!always) {
      draft.seasons[season] = own.map((month) => {
        const two = String(month + 1).padStart(2, "0");
        return { from: `${two}-01`, to: `${two}-${LAST_DAYS[month]}` };
      });
    }
    draft.charges.push({
      type: "demand",
      code: `demand-flat-${period + 1}`,
      label: words("最大需量电费", "Demand"),
      ...quantityOf(rate.flatdemandunit ?? rate.demandunits, "flatdemandunit", where),
      ...(always ? {} : { seasons: [season] }),
      ...windowOf(draft),
      ...ratchetOf(draft),
      ...demandSteps(tiers, `flatdemandstructure[${period}]`, where),
    });
  });
}

const LAST_DAYS = [31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];

/** The highest demand within each period of the month. Ratchets stay with the flat demand where there is one. */
function periodDemand(draft: Draft, where: Where): void {
  const { rate } = draft;
  const structure = rate.demandratestructure ?? [];
  if (structure.length === 0) return;
  const flat = Array.from({ length: 12 }, () => new Array<number>(24).fill(0));
  const weekday = rate.demandweekdayschedule ?? rate.demandweekendschedule ?? flat;
  const keys = addSchedule(
    draft,
    "demand",
    structure.length,
    weekday,
    rate.demandweekendschedule ?? weekday,
    where,
  );
  draft.charges.push({
    type: "demand",
    code: "demand",
    label: words("分时需量电费", "Demand by period"),
    schedule: "demand",
    ...quantityOf(rate.demandrateunit ?? rate.demandunits, "demandrateunit", where),
    ...windowOf(draft),
    ...((rate.flatdemandstructure ?? []).length > 0 ? {} : ratchetOf(draft)),
    ...byPeriod(structure, keys, "demandratestructure", where),
  });
}

/** Demand in the hours in which the system peaks, by a schedule of their own. */
function coincidentDemand(draft: Draft, where: Where): void {
  const { rate } = draft;
  const structure = rate.coincidentratestructure ?? [];
  const grid = rate.coincidentrateschedule;
  if (structure.length === 0 || grid === null || grid === undefined) return;
  const keys = addSchedule(draft, "coincident", structure.length, grid, grid, where);
  draft.charges.push({
    type: "demand",
    code: "demand-coincident",
    label: words("同时需量电费", "Coincident demand"),
    schedule: "coincident",
    ...quantityOf(rate.coincidentrateunit ?? rate.demandunits, "coincidentrateunit", where),
    ...windowOf(draft),
    ...byPeriod(structure, keys, "coincidentratestructure", where),
  });
}

function reactivePower(draft: Draft): void {
  const price = draft.rate.demandreactivepowercharge;
  if (price === null || price === undefined || Number(price) === 0) return;
  draft.charges.push({
    type: "demand",
    code: "reactive-power",
    label: words("无功需量电费", "Reactive power"),
    quantity: "reactive-demand",
    price: Decimal.parse(price).toString(),
    optional: true,
  });
}

function byPeriod(
  structure: readonly (readonly UrdbTier[])[],
  keys: readonly string[],
  path: string,
  where: Where,
) {
  if (structure.every((tiers) => tiers.length === 1)) {
    return {
      price: Object.fromEntries(keys.map((key, at) => [key, priceOf(structure[at]?.[0] as UrdbTier)])),
    };
  }
  const steps = structure.map((tiers, at) => stepsOf(tiers, `${path}[${at}]`, where));
  return {
    tiers: { stepsByPeriod: Object.fromEntries(keys.map((key, at) => [key, steps[at] as StepInput[]])) },
  };
}

function demandSteps(tiers: readonly UrdbTier[], path: string, where: Where) {
  return tiers.length === 1
    ? { price: priceOf(tiers[0] as UrdbTier) }
    : { tiers: { steps: stepsOf(tiers, path, where) } };
}

function stepsOf(tiers: readonly UrdbTier[], path: string, where: Where): StepInput[] {
  return tiers.map((tier, at) => {
    if (at === tiers.length - 1) return { price: priceOf(tier) };
    const upTo = maxOf(tier);
    if (upTo === undefined) {
      const first = `${path}[${at}].max`;
      const problem = "only the last tier may be open";
      throw fail("TARIFF_INVALID", { count: 1, first, problem }, { ...where, path: first });
    }
    return { upTo, price: priceOf(tier) };
  });
}

function windowOf({ rate }: Draft): { windowMinutes?: number } {
  const minutes = Number(rate.demandwindow ?? 0);
  return Number.isInteger(minutes) && minutes > 0 ? { windowMinutes: minutes } : {};
}

/** kW and kVA are measured, by the bill's or by each day's peak; horsepower is not. */
function quantityOf(
  unit: string | null | undefined,
  field: string,
  where: Where,
): { quantity?: string; per?: "day" } {
  switch ((unit ?? "kW").toLowerCase().trim()) {
    case "kw":
    case "":
      return {};
    case "kw daily":
      return { per: "day" };
    case "kva":
      return { quantity: "apparent-demand" };
    case "kva daily":
      return { quantity: "apparent-demand", per: "day" };
    default:
      throw fail("URDB_UNSUPPORTED", { field, what: `unit “${unit}”` }, { ...where, path: field });
  }
}

/**
 * Ratchet by month (`demandratchetpercentage`) over the year's highest peak, or look-back (`lookbackpercent` of the
 * peak of `lookbackmonths`, or of the last `lookbackrange` months). Shares come as 0.35 or as 35.
 */
function ratchetOf({ rate }: Draft) {
  const lookback = rate.lookbackpercent;
  if (lookback !== null && lookback !== undefined && Number(lookback) !== 0) {
    const range = Math.trunc(Number(rate.lookbackrange ?? 0));
    const flags = (rate.lookbackmonths ?? []).map((flag) => flag === true || flag === 1);
    const peaksOf = flags.flatMap((flag, month) => (flag ? [month + 1] : []));
    return {
      ratchet: {
        share: shareOf(lookback),
        months: range > 0 ? Math.min(range, 36) : 11,
        ...(peaksOf.length > 0 && peaksOf.length < 12 ? { peaksOf } : {}),
      },
    };
  }
  const ratchet = rate.demandratchetpercentage;
  if (ratchet === null || ratchet === undefined) return {};
  if (typeof ratchet === "string")
    return Number(ratchet) === 0 ? {} : { ratchet: { share: shareOf(ratchet) } };
  if (ratchet.every((share) => Number(share) === 0)) return {};
  return { ratchet: { share: ratchet.map(shareOf) } };
}

function shareOf(text: string): string {
  const value = Decimal.parse(text);
  const share = value.greaterThan(Decimal.ONE) ? value.times(Decimal.parse("0.01")) : value;
  return share.stripped().toString();
}
