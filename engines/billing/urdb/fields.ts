import { z } from "zod";

// The fields of the OpenEI utility rate database (version 7 of its API) that have a meaning for a bill.
// https://openei.org/services/doc/rest/util_rates/ ; names are compared without regard to case.

/** A number that may come as a number or as text; kept as text, so that no digit is lost on the way. */
const numeric = z
  .union([z.number(), z.string().regex(/^\s*[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?\s*$/, "expected a number")])
  .transform((value) => String(value).trim());

/** Some copies of the database hold lists as JSON inside a text. */
const listed = <Schema extends z.ZodType>(schema: Schema) =>
  z.preprocess((value) => {
    if (typeof value !== "string" || !value.trim().startsWith("[")) return value;
    try {
      return JSON.parse(value) as unknown;
    } catch {
      return value;
    }
  }, schema);

export const urdbTierSchema = z.looseObject({
  /** Upper limit of the tier; missing, 0 or ≥ 1e+37 is open. */
  max: numeric.nullish(),
  rate: numeric.nullish(),
  adj: numeric.nullish(),
  /** What is paid for energy that is fed in. */
  sell: numeric.nullish(),
  /** "kWh", "kWh/kW", "kWh daily", "kWh/kW daily". */
  unit: z.string().nullish(),
});

const structure = listed(z.array(z.array(urdbTierSchema).min(1, "a period needs at least one tier")));
const index = z.union([z.int().min(0), z.string().regex(/^\d+$/).transform(Number)]);
const months = listed(z.array(index).length(12, "expected 12 months"));
const grid = listed(z.array(z.array(index).length(24, "expected 24 hours")).length(12, "expected 12 months"));
const perMonth = listed(z.array(numeric).length(12, "expected 12 months"));
const text = z.string().nullish();

export const urdbSchema = z.looseObject({
  label: text,
  name: text,
  utility: text,
  uri: text,
  description: text,
  sector: text,
  source: text,
  /** Seconds since 1970. */
  startdate: numeric.nullish(),
  enddate: numeric.nullish(),
  energyratestructure: structure.nullish(),
  energyweekdayschedule: grid.nullish(),
  energyweekendschedule: grid.nullish(),
  /** $/kWh added in each month. */
  fueladjustmentsmonthly: perMonth.nullish(),
  flatdemandunit: text,
  flatdemandstructure: structure.nullish(),
  flatdemandmonths: months.nullish(),
  demandunits: text,
  demandrateunit: text,
  demandratestructure: structure.nullish(),
  demandweekdayschedule: grid.nullish(),
  demandweekendschedule: grid.nullish(),
  demandratchetpercentage: z.union([perMonth, z.array(numeric).length(0), numeric]).nullish(),
  demandwindow: numeric.nullish(),
  demandreactivepowercharge: numeric.nullish(),
  lookbackpercent: numeric.nullish(),
  /** 1 where a month's peak is looked back on. */
  lookbackmonths: z
    .union([z.array(z.union([index, z.boolean()])).length(12), z.array(z.unknown()).length(0)])
    .nullish(),
  lookbackrange: numeric.nullish(),
  coincidentrateunit: text,
  coincidentratestructure: structure.nullish(),
  coincidentrateschedule: grid.nullish(),
  fixedchargefirstmeter: numeric.nullish(),
  fixedchargeeaaddl: numeric.nullish(),
  fixedchargeunits: text,
  fixedmonthlycharge: numeric.nullish(),
  mincharge: numeric.nullish(),
  minchargeunits: text,
  minmonthlycharge: numeric.nullish(),
  annualmincharge: numeric.nullish(),
  dgrules: text,
  usenetmetering: z.union([z.boolean(), z.string()]).nullish(),
});

export type UrdbRate = z.output<typeof urdbSchema>;
export type UrdbTier = z.output<typeof urdbTierSchema>;

/** The record itself from what the API answers (`{ items: [ … ] }`), a list of one, or the record; keys in lower case. */
export function unwrap(value: unknown): unknown {
  let record = value;
  if (isRecord(record) && Array.isArray(record.items)) record = record.items;
  if (Array.isArray(record) && record.length === 1) record = record[0];
  if (!isRecord(record)) return record;
  return Object.fromEntries(Object.entries(record).map(([key, field]) => [key.toLowerCase(), field]));
}

/** Whether a JSON value looks like a record of the rate database rather than a tariff of ours. */
export function isUrdb(value: unknown): boolean {
  const record = unwrap(value);
  return (
    isRecord(record) && !("charges" in record) && Object.keys(urdbSchema.shape).some((key) => key in record)
  );
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
