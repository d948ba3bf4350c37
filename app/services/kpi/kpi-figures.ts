import { readTenant } from "#app/platform/database.ts";
import type { Scope } from "#app/platform/tenancy.ts";
import { compiledIn, currentRelease, type ReleaseContent } from "#app/services/blueprint/release.ts";
import type { Words } from "#engines/kernel/errors.ts";
import { sha256 } from "#engines/kernel/hash.ts";
import { type Band, bandOf, figureOf, type KpiProgram, type Parts } from "#engines/kpi/index.ts";
import type { JsonObject } from "#schema/blueprint/item.ts";
import type { Kpi } from "#schema/blueprint/kpi/schema.ts";
import { DATASET_SQL } from "./dataset-sql.ts";
import type { KpiPeriod } from "./period.ts";

/** One figure with what it was made of. */
export interface KpiFigure {
  readonly figure: number | null;
  readonly numerator: number;
  readonly denominator: number | null;
  readonly band: Band | null;
}

export interface KpiBucket extends KpiFigure {
  /** A month (`2026-10`), a value of a dimension, or the slug of a utility. */
  readonly bucket: string;
}

export interface KpiSummary extends KpiFigure {
  readonly key: string;
  readonly label: Words;
  readonly unit: Kpi["unit"];
  readonly direction: Kpi["direction"];
  readonly target: { readonly good: number; readonly fair: number } | null;
  /** By month of the last twelve, the oldest first. */
  readonly trend: readonly KpiBucket[];
}

/** What buckets are made by: text that is part of the statement, so it is one of these and nothing else. */
const BY = {
  whole: "'' ",
  month: `to_char(d.at AT TIME ZONE $4, 'YYYY-MM')`,
  tenant: "(SELECT t.slug FROM platform.tenant t WHERE t.id = d.tenant)",
} as const;

/** Asks a KPI of the data as they are now. */
export async function askKpi(
  scope: Scope,
  tenants: readonly string[],
  program: KpiProgram,
  period: KpiPeriod,
  by: keyof typeof BY | { readonly dimension: string },
): Promise<KpiBucket[]> {
  const bucket = typeof by === "string" ? BY[by] : `d."${dimensionOf(program, by.dimension)}"`;
  const plan = program.plan(5);
  // The zone has its type said once: not every dataset and bucket uses it.
  const text = `SELECT ${bucket} AS bucket, (${plan.numerator})::double precision AS numerator,
      (${plan.denominator})::double precision AS denominator
    FROM (${DATASET_SQL[program.dataset]}) d
    WHERE $4::text IS NOT NULL AND (${plan.filter}) GROUP BY 1 ORDER BY 1`;
  const rows = await readTenant<{ bucket: string } & Parts>(scope, `kpi.${sha256(text).slice(0, 24)}`, text, [
    tenants,
    period.from,
    period.until,
    period.timezone,
    ...plan.values,
  ]);
  return rows.map((row) => ({ bucket: row.bucket, ...judged(program, row, period) }));
}

function dimensionOf(program: KpiProgram, name: string): string {
  if (!program.dimensions.includes(name)) throw new RangeError(`${name} is no dimension of the KPI`);
  return name;
}

function judged(program: KpiProgram, parts: Parts, period: KpiPeriod): KpiFigure {
  const numerator = parts.numerator ?? 0;
  const figure = figureOf({ numerator, denominator: parts.denominator });
  const band = bandOf(figure, program.targetOn(period.lastDay), program.direction);
  return { figure, numerator, denominator: parts.denominator, band };
}

const NOTHING: Parts = { numerator: 0, denominator: 0 };

/** Every KPI of the release in force, each with its figure of the period and its trend. */
export async function listKpis(scope: Scope, period: KpiPeriod, year: KpiPeriod): Promise<KpiSummary[]> {
  const release = await currentRelease(scope);
  const keys = release.items.flatMap(({ kind, key }) => (kind === "kpi" ? [key] : []));
  const summaries: KpiSummary[] = [];
  for (const key of keys) summaries.push(await summaryOf(scope, release, key, period, year));
  return summaries;
}

export async function summaryOf(
  scope: Scope,
  release: ReleaseContent,
  key: string,
  period: KpiPeriod,
  year: KpiPeriod,
): Promise<KpiSummary> {
  const { program, item } = compiledIn(release, "kpi", key);
  return summaryIn(scope, { key, program, content: item.content }, period, year);
}

/** The figure of a KPI that is compiled, whether it is in force or not. */
export async function summaryIn(
  scope: Scope,
  {
    key,
    program,
    content,
  }: { readonly key: string; readonly program: KpiProgram; readonly content: JsonObject },
  period: KpiPeriod,
  year: KpiPeriod,
): Promise<KpiSummary> {
  const { label, unit, direction } = content as unknown as Kpi;
  const [[whole], trend] = await Promise.all([
    askKpi(scope, scope.readable, program, period, "whole"),
    askKpi(scope, scope.readable, program, year, "month"),
  ]);
  return {
    key,
    label,
    unit,
    direction,
    target: program.targetOn(period.lastDay) ?? null,
    trend,
    ...(whole ?? judged(program, NOTHING, period)),
  };
}

export interface ShownKpi extends KpiSummary {
  readonly purpose: Words;
  readonly source: string | null;
  readonly dimensions: readonly string[];
  /** By the chosen dimension; without one, empty. */
  readonly buckets: readonly KpiBucket[];
  /** The utilities that the scope may read, the best first; empty where there is only one. */
  readonly utilities: readonly KpiBucket[];
  /** What buckets are called that are keys: services and utilities. */
  readonly names: Readonly<Record<string, Words>>;
}

/** One KPI with its parts. @throws ITEM_UNKNOWN */
export async function showKpi(
  scope: Scope,
  key: string,
  period: KpiPeriod,
  year: KpiPeriod,
  dimension: string | undefined,
): Promise<ShownKpi> {
  const release = await currentRelease(scope);
  const { program, item } = compiledIn(release, "kpi", key);
  const kpi = item.content as unknown as Kpi;
  const by = program.dimensions.find((name) => name === dimension);
  const [summary, buckets, utilities] = await Promise.all([
    summaryOf(scope, release, key, period, year),
    by === undefined ? [] : askKpi(scope, scope.readable, program, period, { dimension: by }),
    scope.readable.length > 1 ? askKpi(scope, scope.readable, program, period, "tenant") : [],
  ]);
  const labels = release.items.flatMap(({ kind, key, content }) =>
    by === kind ? [[key, content.label as Words] as const] : [],
  );
  return {
    ...summary,
    names: { ...Object.fromEntries(labels), ...(utilities.length > 0 ? await namesOf(scope) : {}) },
    purpose: kpi.purpose,
    source: kpi.source ?? null,
    dimensions: program.dimensions,
    buckets,
    utilities: ranked(utilities, program.direction),
  };
}

/** The utilities that the scope may read, by slug. */
async function namesOf(scope: Scope): Promise<Record<string, Words>> {
  const rows = await readTenant<{ slug: string; name: Words }>(
    scope,
    "kpi.utilities",
    "SELECT slug, name FROM platform.tenant WHERE id = ANY($1::uuid[])",
    [scope.readable],
  );
  return Object.fromEntries(rows.map(({ slug, name }) => [slug, name]));
}

/** The best first; those without a figure last. */
function ranked(utilities: readonly KpiBucket[], direction: Kpi["direction"]): KpiBucket[] {
  const sign = direction === "higher" ? -1 : 1;
  const place = ({ figure }: KpiBucket): number =>
    figure === null ? Number.POSITIVE_INFINITY : sign * figure;
  return [...utilities].sort((a, b) => place(a) - place(b) || (a.bucket < b.bucket ? -1 : 1));
}
