import type { TenantSql } from "#app/platform/database.ts";

/**
 * The period of an agreement that a month closes, as two columns of a lateral join: from its billing day, as many months
 * back as its cycle has, to the billing day after the month; cut to the agreement's own days. A cycle of several months is
 * closed by the months that it divides (a two-month cycle by February, April, …), moved on by `terms.cycleOffset`.
 * `$2` is the first day of the month.
 */
const PERIOD_OF_AGREEMENT = `
  CROSS JOIN LATERAL (SELECT
    greatest(a.start_on, ($2::date + (1 - a.cycle_months) * interval '1 month')::date + (a.billing_day - 1)) AS start_day,
    least(a.end_on, ($2::date + interval '1 month')::date + (a.billing_day - 1)) AS end_day
  ) AS p`;

const IS_DUE = `
  p.end_day > p.start_day
  AND (extract(month FROM $2::date)::integer - coalesce((a.terms ->> 'cycleOffset')::integer, 0)) % a.cycle_months = 0`;

/** The agreements that a month closes a period of, in order. `month` is "2026-10". */
export async function dueAgreements(sql: TenantSql, tenantId: string, month: string): Promise<string[]> {
  const { rows } = await sql.query<{ id: string }>(
    `SELECT a.id FROM agreement a ${PERIOD_OF_AGREEMENT} WHERE a.tenant_id = $1 AND ${IS_DUE} ORDER BY a.id`,
    [tenantId, `${month}-01`],
  );
  return rows.map(({ id }) => id);
}

/** An agreement with the period to be billed and what was billed before and after it. */
export interface AgreementToBill {
  readonly id: string;
  readonly number: string;
  readonly customerId: string;
  readonly customerNumber: string;
  readonly customerKind: "household" | "business";
  readonly servicePointId: string;
  readonly timezone: string;
  readonly tariffKey: string;
  readonly usageSource: "register" | "interval";
  readonly cycleMonths: number;
  readonly startOn: string;
  readonly terms: unknown;
  readonly periodStart: string;
  /** The first day that is not billed any more. */
  readonly periodEnd: string;
  /** A bill of this very period that is not cancelled. */
  readonly billed: boolean;
  /** The revision that a new bill of this period gets. */
  readonly revision: number;
  readonly previous: PreviousBill | null;
  /** Number of a bill of a later period, if there is one. */
  readonly laterNumber: string | null;
  /** Use and length in days of the same period of the year before. */
  readonly yearAgo: { readonly usage: string; readonly days: number } | null;
}

export interface PreviousBill {
  readonly number: string;
  readonly state: "draft" | "posted";
  readonly end: string;
  readonly usage: string;
  readonly days: number;
  readonly closing: unknown;
}

// Laterals with a limit, not joins: each is one look-up by key, however little the planner knows of this tenant. As joins it
// has been seen to read all customers once for each agreement.
const AGREEMENTS = `
  SELECT a.id, a.number, a.customer_id AS "customerId", c.number AS "customerNumber", c.kind AS "customerKind",
    a.service_point_id AS "servicePointId", s.timezone, a.tariff_key AS "tariffKey", a.usage_source AS "usageSource",
    a.cycle_months AS "cycleMonths", a.start_on AS "startOn", a.terms, p.start_day AS "periodStart", p.end_day AS "periodEnd",
    coalesce(this.state <> 'cancelled', false) AS billed, coalesce(this.revision + 1, 0) AS revision,
    previous.bill AS previous, later.number AS "laterNumber", year_ago.bill AS "yearAgo"
  FROM unnest($3::uuid[]) AS wanted(id)
  CROSS JOIN LATERAL (SELECT * FROM agreement x WHERE x.tenant_id = $1 AND x.id = wanted.id LIMIT 1) AS a
  CROSS JOIN LATERAL (SELECT x.number, x.kind FROM customer x WHERE x.tenant_id = $1 AND x.id = a.customer_id LIMIT 1) AS c
  CROSS JOIN LATERAL (SELECT x.timezone FROM service_point x WHERE x.tenant_id = $1 AND x.id = a.service_point_id LIMIT 1) AS s
  ${PERIOD_OF_AGREEMENT}
  LEFT JOIN LATERAL (
    SELECT b.state, b.revision FROM bill b
    WHERE b.tenant_id = $1 AND b.agreement_id = a.id AND b.period_start = p.start_day
    ORDER BY b.revision DESC LIMIT 1
  ) AS this ON true
  LEFT JOIN LATERAL (
    SELECT jsonb_build_object('number', b.number, 'state', b.state, 'end', b.period_end, 'usage', b.usage::text,
      'days', b.period_end - b.period_start, 'closing', b.closing) AS bill
    FROM bill b
    WHERE b.tenant_id = $1 AND b.agreement_id = a.id AND b.period_start < p.start_day AND b.state <> 'cancelled'
    ORDER BY b.period_start DESC, b.revision DESC LIMIT 1
  ) AS previous ON true
  LEFT JOIN LATERAL (
    SELECT b.number FROM bill b
    WHERE b.tenant_id = $1 AND b.agreement_id = a.id AND b.period_start > p.start_day AND b.state <> 'cancelled'
    ORDER BY b.period_start LIMIT 1
  ) AS later ON true
  LEFT JOIN LATERAL (
    SELECT jsonb_build_object('usage', b.usage::text, 'days', b.period_end - b.period_start) AS bill FROM bill b
    WHERE b.tenant_id = $1 AND b.agreement_id = a.id AND b.period_start = (p.start_day - interval '1 year')::date AND b.state = 'posted'
    ORDER BY b.revision DESC LIMIT 1
  ) AS year_ago ON true
  WHERE ${IS_DUE}
  ORDER BY a.id`;

/** The agreements of a list that are still due in a month, with all that rating them asks for but their use. */
export async function loadAgreements(
  sql: TenantSql,
  tenantId: string,
  month: string,
  ids: readonly string[],
): Promise<AgreementToBill[]> {
  const { rows } = await sql.query<AgreementToBill>(AGREEMENTS, [tenantId, `${month}-01`, ids]);
  return rows;
}
