import type { TenantSql } from "#app/platform/database.ts";
import { loadAgreements } from "#app/services/bill-run/load-agreements.ts";
import { loadUsage } from "#app/services/bill-run/load-usage.ts";
import type { PeriodToRate } from "#app/services/shadow-run/rate-period.ts";
import { usedInYear } from "#app/services/shadow-run/used-this-year.ts";

/** A customer whose last billed period a tariff is tried on. */
export interface Sample {
  readonly agreementId: string;
  readonly agreementNumber: string;
  readonly customerName: string;
  readonly customerNumber: string;
  readonly tariffKey: string;
  /** Month of the bill. */
  readonly period: string;
  readonly total: string;
  readonly usage: string;
  readonly usageUnit: string;
}

const LIMIT = 8;

/**
 * Bills of the last billed month: those on the tariff itself first, the largest first, so that a new industrial tariff meets
 * an industrial customer.
 */
export async function findSamples(
  sql: TenantSql,
  tenantId: string,
  tariffKey: string,
  search: string,
): Promise<Sample[]> {
  const { rows } = await sql.query<Sample>(
    `SELECT a.id AS "agreementId", a.number AS "agreementNumber", c.name AS "customerName", c.number AS "customerNumber",
       a.tariff_key AS "tariffKey", b.period, b.total::text AS total, b.usage::text AS usage, b.usage_unit AS "usageUnit"
     FROM bill b
     JOIN agreement a ON a.tenant_id = b.tenant_id AND a.id = b.agreement_id
     JOIN customer c ON c.tenant_id = b.tenant_id AND c.id = b.customer_id
     WHERE b.tenant_id = $1 AND b.state = 'posted'
       AND b.period = (SELECT max(x.period) FROM bill x WHERE x.tenant_id = $1 AND x.state = 'posted')
       AND ($3 = '' OR strpos(a.number, $3) > 0 OR strpos(c.number, $3) > 0 OR strpos(c.name, $3) > 0)
     ORDER BY (a.tariff_key = $2) DESC, b.usage DESC, a.id LIMIT ${LIMIT}`,
    [tenantId, tariffKey, search],
  );
  return rows;
}

/** The period of a sample with its use; undefined where it is not due any more. */
export async function loadSample(
  sql: TenantSql,
  tenantId: string,
  sample: Sample,
): Promise<PeriodToRate | undefined> {
  const [agreement] = await loadAgreements(sql, tenantId, sample.period, [sample.agreementId]);
  if (agreement === undefined) return undefined;
  const usage = await loadUsage(sql, tenantId, [agreement]);
  const used = await usedInYear(sql, tenantId, [agreement]);
  return { agreement, usage: usage.get(agreement.id), usedThisYear: used.get(agreement.id) };
}
