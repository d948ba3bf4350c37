import { commonError } from "#app/platform/common-errors.ts";
import { type TenantSql, withTenantSql } from "#app/platform/database.ts";
import type { Scope } from "#app/platform/tenancy.ts";
import { type AgreementToBill, loadAgreements } from "#app/services/bill-run/load-agreements.ts";
import { type LoadedUsage, loadUsage } from "#app/services/bill-run/load-usage.ts";
import { compiledIn, currentRelease, type ReleaseContent } from "#app/services/blueprint/release.ts";
import { classOf } from "#app/services/shadow-run/compare-agreement.ts";
import { monthsBetween } from "#app/services/shadow-run/months.ts";
import { type PeriodToRate, ratePeriod } from "#app/services/shadow-run/rate-period.ts";
import { usedInYear } from "#app/services/shadow-run/used-this-year.ts";
import {
  explainLine,
  type Opening,
  type RatedBill,
  type Shift,
  shiftUsage,
  type TariffProgram,
} from "#engines/billing/index.ts";
import { Decimal } from "#engines/kernel/decimal.ts";
import { type Locale, ManifoldError } from "#engines/kernel/errors.ts";
import type { Result } from "#engines/kernel/result.ts";
import { DAY_MS, isoDay, type LocalDay } from "#engines/kernel/zone.ts";
import type { Tariff } from "#schema/blueprint/tariff/schema.ts";

export interface WhatIfQuestion {
  /** Left out: the first of the customer's agreements. */
  readonly agreementId?: string | undefined;
  /** How much of the evening's use would move to the night, 0 … 100 percent; taken from and to these hours. */
  readonly percent: number;
  readonly fromHours: readonly [number, number];
  readonly toHours: readonly [number, number];
}

export interface WhatIfLine {
  readonly code: string;
  readonly label: string;
  readonly amount: string;
}

/** What the customer would have paid by one tariff. Amounts are decimal texts. */
export interface WhatIfTariff {
  readonly key: string;
  readonly label: string;
  readonly description: string;
  /** The tariff that the agreement has now. */
  readonly own: boolean;
  /** Null where it cannot be rated from what the meter counts; then `reason` says why. */
  readonly total: string | null;
  readonly shifted: string | null;
  readonly reason: string | null;
  readonly months: readonly { readonly period: string; readonly total: string; readonly shifted: string }[];
  /** Sums of the lines over the whole time, after the change of behaviour. */
  readonly lines: readonly WhatIfLine[];
  /** The latest month, line by line with its derivation. */
  readonly latest: readonly (WhatIfLine & { readonly derivation: readonly string[] })[];
}

export interface WhatIf {
  readonly agreements: readonly { readonly id: string; readonly number: string; readonly address: string }[];
  readonly agreementId: string;
  readonly currency: string;
  /** By intervals the hours count, by registers the meter's own parts of the day. */
  readonly basis: "interval" | "register";
  readonly from: string;
  /** The last day of the span. */
  readonly to: string;
  readonly months: number;
  readonly usage: string;
  readonly usageUnit: string;
  readonly tariffs: readonly WhatIfTariff[];
}

/** A year shows summer and winter. */
const MONTHS = 12;

/**
 * What a customer would have paid in the months that were billed, by each tariff that is open to their class, on their own
 * use, by the engine that bills them. Null where nothing was billed yet or the tariff was withdrawn. @throws NOT_FOUND
 */
export async function compareTariffs(
  scope: Scope,
  question: WhatIfQuestion,
  locale: Locale,
): Promise<WhatIf | null> {
  const release = await currentRelease(scope);
  return withTenantSql(scope, async (sql) => {
    const agreements = await agreementsOf(sql, scope.tenantId);
    const chosen =
      question.agreementId === undefined
        ? agreements[0]
        : agreements.find(({ id }) => id === question.agreementId);
    if (chosen === undefined && question.agreementId !== undefined) throw commonError("NOT_FOUND");
    if (chosen?.latest == null || chosen.earliest === null) return null;
    const loaded = await loadPeriods(sql, scope.tenantId, chosen.id, chosen.earliest, chosen.latest);
    const { periods, basis } = loaded;
    const first = periods[0]?.agreement;
    const last = periods.at(-1)?.agreement;
    if (first === undefined || last === undefined) return null;
    // A tariff that was withdrawn has no program to compare by.
    if (!release.items.some(({ kind, key }) => kind === "tariff" && key === last.tariffKey)) return null;
    const shift: Shift = { ...question, periods: { from: "peak", to: "valley" } };
    const own = compiledIn(release, "tariff", last.tariffKey).program;
    return {
      agreements: agreements.map(({ id, number, address }) => ({ id, number, address })),
      agreementId: chosen.id,
      currency: own.currency,
      basis,
      from: first.periodStart,
      to: dayBefore(last.periodEnd),
      months: periods.length,
      usage: chosen.usage,
      usageUnit: chosen.usageUnit,
      tariffs: openTariffs(release, last, own).map(({ key, tariff, program }) => ({
        key,
        label: tariff.label[locale],
        description: tariff.description?.[locale] ?? "",
        own: key === last.tariffKey,
        ...rateAll(program, periods, shift, locale),
      })),
    };
  });
}

interface CandidateTariff {
  readonly key: string;
  readonly tariff: Tariff;
  readonly program: TariffProgram;
}

/** The tariff of the agreement, and the others that its class may choose: same utility, same currency. */
function openTariffs(
  release: ReleaseContent,
  agreement: AgreementToBill,
  own: TariffProgram,
): CandidateTariff[] {
  const mine = classOf(agreement);
  return release.items
    .filter(({ kind }) => kind === "tariff")
    .map(({ key }) => {
      const { program } = compiledIn(release, "tariff", key);
      return { key, program, tariff: program.tariff };
    })
    .filter(
      ({ key, tariff }) =>
        key === agreement.tariffKey ||
        (tariff.utility === own.tariff.utility &&
          tariff.currency === own.currency &&
          (tariff.classes?.includes(mine) ?? false)),
    )
    .sort((a, b) => Number(b.key === agreement.tariffKey) - Number(a.key === agreement.tariffKey));
}

function rateAll(
  program: TariffProgram,
  periods: readonly PeriodToRate[],
  shift: Shift,
  locale: Locale,
): Omit<WhatIfTariff, "key" | "label" | "description" | "own"> {
  try {
    const before = chain(program, periods);
    const after =
      shift.percent === 0
        ? before
        : chain(
            program,
            periods.map((each) => shifted(each, shift)),
          );
    const latest = after.at(-1);
    return {
      total: sumOf(before).toString(),
      shifted: sumOf(after).toString(),
      reason: null,
      months: before.map((bill, at) => ({
        period: dayBefore((periods[at] as PeriodToRate).agreement.periodEnd).slice(0, 7),
        total: bill.total.toString(),
        shifted: (after[at] ?? bill).total.toString(),
      })),
      lines: linesOf(after, locale),
      latest: (latest?.lines ?? []).map((line) => ({
        code: line.code,
        label: line.label[locale],
        amount: line.amount.toString(),
        derivation: latest === undefined ? [] : explainLine(line, latest, locale),
      })),
    };
  } catch (error) {
    if (!(error instanceof ManifoldError)) throw error;
    const nothing = { total: null, shifted: null, months: [], lines: [], latest: [] };
    return { ...nothing, reason: error.wordsIn(locale) };
  }
}

const dayBefore = (day: string): string => isoDay((Date.parse(day) / DAY_MS - 1) as LocalDay);

/** The bills of the periods, each opening with what the one before left. */
function chain(program: TariffProgram, periods: readonly PeriodToRate[]): RatedBill[] {
  let closing: Opening | undefined;
  return periods.map((period) => {
    const bill = ratePeriod(program, closing, period);
    closing = bill.closing;
    return bill;
  });
}

function shifted(period: PeriodToRate, shift: Shift): PeriodToRate {
  const { usage } = period;
  if (usage?.ok !== true) return period;
  return {
    ...period,
    usage: { ok: true, value: { ...usage.value, usage: shiftUsage(usage.value.usage, shift) } },
  };
}

function sumOf(bills: readonly RatedBill[]): Decimal {
  return bills.reduce((sum, { total }) => sum.plus(total), Decimal.ZERO);
}

function linesOf(bills: readonly RatedBill[], locale: Locale): WhatIfLine[] {
  const sums = new Map<string, { label: string; amount: Decimal }>();
  for (const line of bills.flatMap(({ lines }) => lines)) {
    const known = sums.get(line.code);
    const amount = known === undefined ? line.amount : known.amount.plus(line.amount);
    sums.set(line.code, { label: line.label[locale], amount });
  }
  return [...sums].map(([code, { label, amount }]) => ({ code, label, amount: amount.toString() }));
}

interface OwnAgreement {
  readonly id: string;
  readonly number: string;
  readonly address: string;
  /** Months in which its first and its last posted bill of the past year end; null: none was billed. */
  readonly earliest: string | null;
  readonly latest: string | null;
  readonly usage: string;
  readonly usageUnit: string;
}

async function agreementsOf(sql: TenantSql, tenantId: string): Promise<OwnAgreement[]> {
  const { rows } = await sql.query<OwnAgreement>(
    `SELECT a.id, a.number, p.address, b.earliest, b.latest, coalesce(b.usage, 0)::text AS usage, coalesce(b.unit, '') AS "usageUnit"
     FROM agreement a
     JOIN service_point s ON s.tenant_id = a.tenant_id AND s.id = a.service_point_id
     JOIN premise p ON p.tenant_id = s.tenant_id AND p.id = s.premise_id
     LEFT JOIN LATERAL (
       SELECT min(x.period) AS earliest, max(x.period) AS latest, sum(x.usage) AS usage, max(x.usage_unit) AS unit
       FROM (SELECT period, usage, usage_unit FROM bill y
             WHERE y.tenant_id = a.tenant_id AND y.agreement_id = a.id AND y.state = 'posted'
             ORDER BY y.period_start DESC LIMIT ${MONTHS}) AS x
     ) AS b ON true
     WHERE a.tenant_id = $1 ORDER BY b.latest DESC NULLS LAST, a.number`,
    [tenantId],
  );
  return rows;
}

/** The billed periods of an agreement with their use: by intervals where there are enough, else by registers. */
async function loadPeriods(
  sql: TenantSql,
  tenantId: string,
  agreementId: string,
  earliest: string,
  latest: string,
): Promise<{ periods: PeriodToRate[]; basis: "interval" | "register" }> {
  const agreements: AgreementToBill[] = [];
  for (const month of monthsBetween(earliest, latest)) {
    agreements.push(...(await loadAgreements(sql, tenantId, month, [agreementId])));
  }
  const byInterval = await usageOf(sql, tenantId, agreements, "interval");
  const whole = byInterval.every((usage) => usage?.ok === true && usage.value.usage.intervals !== undefined);
  const basis = whole && agreements.length > 0 ? "interval" : "register";
  const usages = basis === "interval" ? byInterval : await usageOf(sql, tenantId, agreements, "register");
  const [first] = agreements;
  const used = first === undefined ? undefined : await usedInYear(sql, tenantId, [first]);
  return {
    basis,
    periods: agreements.map((agreement, at) => ({
      agreement,
      usage: usages[at],
      usedThisYear: used?.get(agreement.id),
    })),
  };
}

async function usageOf(
  sql: TenantSql,
  tenantId: string,
  agreements: readonly AgreementToBill[],
  usageSource: AgreementToBill["usageSource"],
): Promise<(Result<LoadedUsage> | undefined)[]> {
  const usages: (Result<LoadedUsage> | undefined)[] = [];
  for (const agreement of agreements) {
    // One period at a time: the answer is by agreement.
    const loaded = await loadUsage(sql, tenantId, [{ ...agreement, usageSource }]);
    usages.push(loaded.get(agreement.id));
  }
  return usages;
}
