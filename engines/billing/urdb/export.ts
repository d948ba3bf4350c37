import type { Charge, ChargeOf, Price, Step } from "#schema/blueprint/tariff/charges.ts";
import type { Tariff } from "#schema/blueprint/tariff/schema.ts";
import { isoWeekday } from "../../kernel/calendar.ts";
import { ManifoldError } from "../../kernel/errors.ts";
import { addMonths } from "../../kernel/interval.ts";
import { parseDay } from "../../kernel/zone.ts";
import { compileTariff } from "../compile.ts";
import { fail } from "../errors.ts";
import type { CompiledSchedule } from "../schedule.ts";
import { importUrdb } from "./import.ts";

type Json = Record<string, unknown>;

/**
 * A tariff as a record of the OpenEI utility rate database. A tariff that came from there and was not changed since
 * goes back as it came. Throws URDB_UNSUPPORTED, naming the charge, for what the database cannot say.
 */
export function exportUrdb(tariff: Tariff): Json {
  if (tariff.urdb !== undefined && isUnchanged(tariff)) return tariff.urdb;
  const record: Json = { name: tariff.label.en, sector: undefined };
  const program = compileTariff(tariff);
  const scheduleOf = (charge: Charge): CompiledSchedule | undefined => {
    const compiled = program.charges.find(({ code }) => code === charge.code);
    return compiled !== undefined && "schedule" in compiled ? compiled.schedule : undefined;
  };
  tariff.charges.forEach((charge) => {
    const condition = charge.when ?? charge.from ?? charge.until;
    if (condition !== undefined) throw unsayable(charge, `the condition “${condition}”`);
    switch (charge.type) {
      case "energy":
        exportEnergy(record, charge, scheduleOf(charge));
        break;
      case "demand":
        exportDemand(record, charge, scheduleOf(charge), tariff);
        break;
      case "standing":
        exportStanding(record, charge);
        break;
      case "limit":
        exportLimit(record, charge);
        break;
      default:
        throw unsayable(charge, `a charge of type “${charge.type}”`);
    }
  });
  return JSON.parse(JSON.stringify(record)) as Json;
}

function isUnchanged(tariff: Tariff): boolean {
  try {
    // Both come out of the same schema, so equal tariffs have their keys in the same order.
    return JSON.stringify(importUrdb(tariff.urdb)) === JSON.stringify(tariff);
  } catch (error) {
    if (error instanceof ManifoldError) return false;
    throw error;
  }
}

function unsayable(charge: Charge, what: string) {
  return fail("URDB_UNSUPPORTED", { field: charge.code, what });
}

function exportEnergy(
  record: Json,
  charge: ChargeOf<"energy">,
  schedule: CompiledSchedule | undefined,
): void {
  if (record.energyratestructure !== undefined) throw unsayable(charge, "a second energy charge");
  if (charge.quantity !== undefined && charge.quantity !== "energy") {
    throw unsayable(charge, `the quantity “${charge.quantity}”`);
  }
  const { tiers } = charge;
  const simple =
    tiers === undefined || (tiers.window !== "year" && tiers.by === "total" && tiers.household === undefined);
  if (!simple || charge.seasons !== undefined)
    throw unsayable(charge, "steps by year, by period or by household, or a season");
  const periods = schedule?.periods ?? [""];
  record.energyratestructure = periods.map((period) =>
    tiers === undefined
      ? [{ rate: rateOf(charge, charge.price as Price, period), unit: "kWh" }]
      : (tiers.steps ?? tiers.stepsByPeriod?.[period] ?? []).map((step) => ({
          ...limitOf(charge, step),
          rate: rateOf(charge, step.price, period),
          unit: UNITS[step.per] ?? "kWh",
        })),
  );
  record.energyweekdayschedule = gridOf(charge, schedule, "weekday");
  record.energyweekendschedule = gridOf(charge, schedule, "weekend");
}

const UNITS: Readonly<Partial<Record<Step["per"], string>>> = {
  window: "kWh",
  day: "kWh daily",
  kW: "kWh/kW",
  "kW-day": "kWh/kW daily",
};

function exportDemand(
  record: Json,
  charge: ChargeOf<"demand">,
  schedule: CompiledSchedule | undefined,
  tariff: Tariff,
): void {
  if (charge.per === "day") throw unsayable(charge, "demand by each day's peak");
  if (charge.contract !== undefined || charge.minimum !== undefined || charge.loadDiscount !== undefined) {
    throw unsayable(charge, "a contract, a minimum or a discount on demand");
  }
  if (charge.windowMinutes !== undefined) record.demandwindow = charge.windowMinutes;
  const { ratchet } = charge;
  if (ratchet !== undefined) {
    if (Array.isArray(ratchet.share)) record.demandratchetpercentage = ratchet.share.map(Number);
    else {
      record.lookbackpercent = Number(ratchet.share);
      if (ratchet.months !== 11) record.lookbackrange = ratchet.months;
      if (ratchet.peaksOf !== undefined) {
        record.lookbackmonths = Array.from({ length: 12 }, (_, at) =>
          Number(ratchet.peaksOf?.includes(at + 1)),
        );
      }
    }
  }
  const tiersOf = (period: string) =>
    charge.tiers === undefined
      ? [{ rate: rateOf(charge, charge.price as Price, period) }]
      : (charge.tiers.steps ?? charge.tiers.stepsByPeriod?.[period] ?? []).map((step) => ({
          ...limitOf(charge, step),
          rate: rateOf(charge, step.price, period),
        }));
  if (schedule !== undefined) {
    if (record.demandratestructure !== undefined) throw unsayable(charge, "a second demand charge by period");
    record.demandratestructure = schedule.periods.map(tiersOf);
    record.demandweekdayschedule = gridOf(charge, schedule, "weekday");
    record.demandweekendschedule = gridOf(charge, schedule, "weekend");
    return;
  }
  const structure = (record.flatdemandstructure ?? []) as unknown[];
  const months = (record.flatdemandmonths ?? new Array(12).fill(-1)) as number[];
  for (const month of monthsOf(charge, tariff)) {
    if (months[month] !== -1) throw unsayable(charge, `a second flat demand charge in month ${month + 1}`);
    months[month] = structure.length;
  }
  record.flatdemandstructure = [...structure, tiersOf("")];
  record.flatdemandmonths = months;
}

/** The months (0 … 11) of a charge's seasons; each must cover whole months. */
function monthsOf(charge: ChargeOf<"demand">, tariff: Tariff): number[] {
  if (charge.seasons === undefined) return Array.from({ length: 12 }, (_, month) => month);
  return charge.seasons.flatMap((key) =>
    (tariff.seasons[key] ?? []).flatMap((span) => {
      const ends = { "02": "29", "04": "30", "06": "30", "09": "30", "11": "30" } as Record<string, string>;
      const whole =
        "to" in span && span.from.endsWith("-01") && (ends[span.to.slice(0, 2)] ?? "31") === span.to.slice(3);
      if (!whole) throw unsayable(charge, `the season “${key}”, which is not made of whole months`);
      const [from, to] = [Number(span.from.slice(0, 2)) - 1, Number(span.to.slice(0, 2)) - 1];
      return Array.from({ length: ((to - from + 12) % 12) + 1 }, (_, at) => (from + at) % 12);
    }),
  );
}

function exportStanding(record: Json, charge: ChargeOf<"standing">): void {
  if (charge.per === "bill" || typeof charge.price !== "string")
    throw unsayable(charge, "an amount by bill or by date");
  if (charge.basis === "additionalMeters") {
    record.fixedchargeeaaddl = Number(charge.price);
    return;
  }
  if (charge.basis !== undefined || record.fixedchargefirstmeter !== undefined) {
    throw unsayable(
      charge,
      charge.basis === undefined ? "a second fixed charge" : `an amount by “${charge.basis}”`,
    );
  }
  record.fixedchargefirstmeter = Number(charge.price);
  record.fixedchargeunits = `$/${charge.per}`;
}

function exportLimit(record: Json, charge: ChargeOf<"limit">): void {
  if (
    charge.bound === "maximum" ||
    charge.basis !== undefined ||
    typeof charge.amount !== "string" ||
    charge.per === "bill"
  ) {
    throw unsayable(charge, "a maximum, or a minimum by bill, by date or by unit");
  }
  if (record.mincharge !== undefined) throw unsayable(charge, "a second minimum");
  record.mincharge = Number(charge.amount);
  record.minchargeunits = `$/${charge.per}`;
}

function rateOf(charge: Charge, price: Price, period: string): number {
  const own = typeof price === "string" || Array.isArray(price) ? price : price[period];
  if (typeof own !== "string") throw unsayable(charge, "a price with effective dates or from a series");
  return Number(own);
}

function limitOf(charge: Charge, step: Step): { max?: number } {
  if (step.cap !== undefined || Array.isArray(step.upTo))
    throw unsayable(charge, "a step that is capped or dated");
  if (UNITS[step.per] === undefined) throw unsayable(charge, `steps by ${step.per}`);
  return step.upTo === undefined ? {} : { max: Number(step.upTo) };
}

/** The 12 × 24 grid of a schedule; every day of a month must be alike, and change on the hour. */
function gridOf(
  charge: Charge,
  schedule: CompiledSchedule | undefined,
  kind: "weekday" | "weekend",
): number[][] {
  if (schedule === undefined) return Array.from({ length: 12 }, () => new Array<number>(24).fill(0));
  const first = parseDay("2098-01-01") ?? 0;
  return Array.from({ length: 12 }, (_, month) => {
    const [from, to] = [addMonths(first, month), addMonths(first, month + 1)];
    let row: string | undefined;
    for (let day = from; day < to; day++) {
      if (isoWeekday(day) > 5 !== (kind === "weekend")) continue;
      const { minutes } = schedule.planOf(day);
      if (minutes.some((period, minute) => period !== minutes[minute - (minute % 60)])) {
        throw unsayable(charge, "a period that does not begin on the hour");
      }
      const found = Array.from({ length: 24 }, (_, hour) => minutes[hour * 60]).join();
      if (row !== undefined && row !== found)
        throw unsayable(charge, `days of month ${month + 1} that differ`);
      row = found;
    }
    return (row ?? "").split(",").map(Number);
  });
}
