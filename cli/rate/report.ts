import { explainLine, type RatedBill, type RatedLine, type RatedSpan } from "#engines/billing/index.ts";
import { minorUnits } from "#engines/kernel/money.ts";
import { dayStartMs, isoInstant, type LocalDay, type Zone } from "#engines/kernel/zone.ts";
import type { SpannedUsage } from "./to-usage.ts";

// The output of `manifold rate --json`; docs/rate.schema.json is its JSON Schema.

export interface LineReport {
  readonly code: string;
  readonly quantity: string | null;
  readonly unit: string | null;
  readonly price: string | null;
  readonly amount: string;
  readonly explanation?: { readonly "zh-CN": readonly string[]; readonly en: readonly string[] };
}

export interface BillReport {
  readonly start: string;
  readonly end: string;
  readonly lines: readonly LineReport[];
  readonly total: string;
  readonly includedTaxes?: readonly { readonly code: string; readonly amount: string }[];
}

export interface RateReport {
  readonly currency: string;
  readonly timezone: string;
  readonly bills: readonly BillReport[];
  readonly annualTotal: string;
  readonly warnings: readonly string[];
}

export interface ReportOptions {
  readonly zone: Zone;
  /** "none" or the zone's name, as it was asked for. */
  readonly timezone: string;
  readonly explain: boolean;
}

export function reportOf(
  span: RatedSpan,
  usage: SpannedUsage,
  currency: string,
  options: ReportOptions,
  further: readonly string[],
): RateReport {
  const first = span.bills[0];
  return {
    currency,
    timezone: options.timezone,
    bills: span.bills.map((bill) => billReport(bill, bill === first, bill.to === usage.to, usage, options)),
    annualTotal: span.total.toString(),
    warnings: [...usage.warnings, ...unusedUsage(span, usage), ...further],
  };
}

/** Usage that no charge asked for: often a misspelt channel, so it is said. */
function unusedUsage(span: RatedSpan, { usage }: SpannedUsage): string[] {
  const asked = new Set(span.bills.flatMap((bill) => bill.quantities.map(({ quantity }) => quantity)));
  const given = new Set([
    ...(usage.registers ?? []).map(({ quantity }) => quantity),
    ...(usage.amounts ?? []).map(({ quantity }) => quantity),
    ...(usage.intervals ?? []).map(({ quantity }) => quantity),
  ]);
  const demands = span.bills.some((bill) =>
    bill.lines.some(({ derivation }) => derivation.rule === "demand"),
  );
  return [...given]
    .filter(
      (quantity) =>
        !asked.has(quantity) && !(demands && (quantity === "energy" || quantity.endsWith("demand"))),
    )
    .map((quantity) => `usage of “${quantity}” is not used by any charge of the tariff`);
}

function billReport(
  bill: RatedBill,
  isFirst: boolean,
  isLast: boolean,
  usage: SpannedUsage,
  options: ReportOptions,
): BillReport {
  const report = {
    start: timeOf(isFirst ? usage.fromMs : undefined, bill.from, options),
    end: timeOf(isLast ? usage.toMs : undefined, bill.to, options),
    lines: bill.lines.map((line) => lineReport(line, bill, options)),
    total: bill.total.toString(),
  };
  if (bill.includedTaxes.length === 0) return report;
  return {
    ...report,
    includedTaxes: bill.includedTaxes.map(({ code, amount }) => ({ code, amount: amount.toString() })),
  };
}

/** Local time with its offset; without one where the data has no zone. */
function timeOf(atMs: number | undefined, day: LocalDay, { zone, timezone }: ReportOptions): string {
  const text = isoInstant(zone, atMs ?? dayStartMs(zone, day));
  return timezone === "none" ? text.slice(0, 19) : text;
}

function lineReport(line: RatedLine, bill: RatedBill, { explain }: ReportOptions): LineReport {
  const report = {
    code: line.code,
    quantity: line.quantity?.toString() ?? null,
    unit: line.unit,
    price: line.price?.toString() ?? null,
    amount: line.amount.toString(),
  };
  if (!explain) return report;
  return {
    ...report,
    explanation: { "zh-CN": explainLine(line, bill, "zh-CN"), en: explainLine(line, bill, "en") },
  };
}

/** The same for a person: a table of each bill. */
export function tableOf(report: RateReport): string {
  const places = minorUnits(report.currency);
  const out: string[] = [];
  for (const bill of report.bills) {
    out.push(`${bill.start} – ${bill.end}`);
    for (const line of bill.lines) {
      const quantity = line.quantity === null ? "" : `${line.quantity} ${line.unit ?? ""}`;
      const price = line.price === null ? "" : `× ${line.price}`;
      out.push(
        `  ${line.code.padEnd(28)}${quantity.padStart(24)}  ${price.padEnd(14)}${line.amount.padStart(16)}`,
      );
      for (const sentence of line.explanation?.en ?? []) out.push(`      ${sentence}`);
    }
    out.push(
      `  ${"total".padEnd(28)}${"".padStart(24)}  ${"".padEnd(14)}${bill.total.padStart(16)} ${report.currency}`,
    );
  }
  out.push(`annual total ${report.annualTotal} ${report.currency} (${places} decimal places in use)`);
  for (const warning of report.warnings) out.push(`! ${warning}`);
  return out.join("\n");
}
