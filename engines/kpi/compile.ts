import { Decimal } from "#engines/kernel/decimal.ts";
import { expressionEnvironment } from "#engines/kernel/expression.ts";
import { type DatasetName, datasetOf } from "#schema/blueprint/kpi/datasets.ts";
import type { Kpi } from "#schema/blueprint/kpi/schema.ts";
import { conditionToSql, type SqlPart } from "./to-sql.ts";

/** Numerator and denominator of some rows; they are added up over buckets, then divided once. */
export interface Parts {
  readonly numerator: number;
  /** Null: the figure is the numerator itself. */
  readonly denominator: number | null;
}

export type Band = "good" | "fair" | "missed";

export interface KpiTarget {
  readonly good: number;
  readonly fair: number;
}

/** A compiled KPI. Its SQL asks a dataset `d`, whose rows have a value of each column. */
export interface KpiProgram {
  readonly dataset: DatasetName;
  readonly unit: Kpi["unit"];
  readonly direction: Kpi["direction"];
  readonly dimensions: readonly string[];
  /** Whether figures of buckets add up to that of their whole; a percentile is asked anew. */
  readonly rollsUp: boolean;
  /** The aggregates, and which rows count. `$n` are numbered from `first` on. */
  plan(first: number): {
    readonly numerator: string;
    readonly denominator: string;
    readonly filter: string;
    readonly values: readonly unknown[];
  };
  /** The target in force on a day (`YYYY-MM-DD`). */
  targetOn(day: string): KpiTarget | undefined;
}

/** @throws EXPRESSION_*, KPI_NOT_TRANSLATABLE with the path of the condition */
export function compileKpi(kpi: Kpi): KpiProgram {
  const { columns } = datasetOf(kpi.dataset);
  const environment = expressionEnvironment({
    variables: Object.fromEntries(Object.entries(columns).map(([name, { type }]) => [name, type])),
  });
  const condition = (source: string, path: string): ((first: number) => SqlPart) => {
    environment.compile(source, { expects: "bool", where: { path } });
    const translate = (first: number) => conditionToSql(source, columns, first, { path });
    translate(1);
    return translate;
  };
  const filter = kpi.filter === undefined ? undefined : condition(kpi.filter, "filter");
  const { measure } = kpi;
  const hit = measure.take === "share" ? condition(measure.where, "measure.where") : undefined;
  return {
    dataset: kpi.dataset,
    unit: kpi.unit,
    direction: kpi.direction,
    dimensions: kpi.dimensions,
    rollsUp: measure.take !== "percentile",
    plan(first) {
      const rows = filter?.(first) ?? { text: "true", values: [] };
      const hits = hit?.(first + rows.values.length);
      const { numerator, denominator } = aggregates(measure, hits?.text);
      return { numerator, denominator, filter: rows.text, values: [...rows.values, ...(hits?.values ?? [])] };
    },
    targetOn(day) {
      const target = kpi.targets.findLast(({ from }) => from <= day);
      if (target === undefined) return undefined;
      const number = (text: string) => Decimal.parse(text).toApproximateNumber();
      return { good: number(target.good), fair: number(target.fair) };
    },
  };
}

function aggregates(
  measure: Kpi["measure"],
  hits: string | undefined,
): { numerator: string; denominator: string } {
  const column = (name: string) => `d."${name}"`;
  switch (measure.take) {
    case "count":
      return { numerator: "count(*)", denominator: "NULL" };
    case "share":
      return { numerator: `count(*) FILTER (WHERE ${hits})`, denominator: "count(*)" };
    case "sum":
      return { numerator: `coalesce(sum(${column(measure.of)}), 0)`, denominator: "NULL" };
    case "mean":
      return { numerator: `coalesce(sum(${column(measure.of)}), 0)`, denominator: "count(*)" };
    case "ratio":
      return {
        numerator: `coalesce(sum(${column(measure.of)}), 0)`,
        denominator: `coalesce(sum(${column(measure.per)}), 0)`,
      };
    case "percentile":
      return {
        numerator: `percentile_cont(${measure.percent / 100}) WITHIN GROUP (ORDER BY ${column(measure.of)})`,
        denominator: "CASE WHEN count(*) > 0 THEN 1 ELSE 0 END",
      };
  }
}

/** The figure of some parts; null where there is nothing to judge. */
export function figureOf({ numerator, denominator }: Parts): number | null {
  if (denominator === null) return numerator;
  return denominator === 0 ? null : numerator / denominator;
}

/** Adds up numerators and denominators: never a mean of means. */
export function rollUp(parts: readonly Parts[]): Parts {
  const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0);
  const denominators = parts.flatMap(({ denominator }) => (denominator === null ? [] : [denominator]));
  return {
    numerator: sum(parts.map(({ numerator }) => numerator)),
    denominator: denominators.length === 0 && parts.length > 0 ? null : sum(denominators),
  };
}

export function bandOf(
  figure: number | null,
  target: KpiTarget | undefined,
  direction: Kpi["direction"],
): Band | null {
  if (figure === null || target === undefined) return null;
  const reaches = (limit: number) => (direction === "higher" ? figure >= limit : figure <= limit);
  return reaches(target.good) ? "good" : reaches(target.fair) ? "fair" : "missed";
}
