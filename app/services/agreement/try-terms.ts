import { readTenant, withTenantSql } from "#app/platform/database.ts";
import type { Scope } from "#app/platform/tenancy.ts";
import { compiledIn, type ReleaseContent } from "#app/services/blueprint/release.ts";
import { releaseInForce } from "#app/services/blueprint/upper.ts";
import { type RatedSample, rateSample } from "#app/services/tariff/rate-sample.ts";
import { loadSample, type Sample } from "#app/services/tariff/samples.ts";
import { agreementOf, unusedTerms } from "#engines/billing/index.ts";
import type { Locale, Words } from "#engines/kernel/errors.ts";
import { faultsOfContent } from "#schema/blueprint/pack.ts";
import { problemOfError } from "#schema/blueprint/problem.ts";
import { termsSchema } from "#schema/blueprint/tariff/agreement.ts";

/** What terms under change come to. Problems are by JSON pointer. */
export interface TriedTerms {
  readonly problems: readonly {
    readonly path: string;
    readonly message: Words;
    readonly remedy: Words;
    readonly severity: "error" | "warning";
  }[];
  /** What is stated and no charge of the tariff asks for. */
  readonly unused: readonly Words[];
  /** The last bill by these terms; null where there is none yet, or the terms are not whole. */
  readonly bill: RatedSample | null;
}

/** Checks terms as they stand in the form and makes the last bill again by them, with the tariff in force. Writes nothing. */
export async function tryTerms(
  scope: Scope,
  { agreementId, terms }: { readonly agreementId: string; readonly terms: unknown },
  locale: Locale,
): Promise<TriedTerms> {
  const parsed = termsSchema.safeParse(terms);
  if (!parsed.success) {
    const faults = faultsOfContent(termsSchema, terms);
    return { problems: faults.map((fault) => problemOfError(fault)), unused: [], bill: null };
  }
  const none = { problems: [], unused: [], bill: null };
  const release = await releaseInForce(scope);
  const [agreement] = await readTenant<{ tariffKey: string }>(
    scope,
    "agreement.tariff",
    `SELECT tariff_key AS "tariffKey" FROM agreement WHERE tenant_id = $1 AND id = $2`,
    [scope.tenantId, agreementId],
  );
  if (release === undefined || agreement === undefined || !hasTariff(release, agreement.tariffKey))
    return none;
  const { program } = compiledIn(release, "tariff", agreement.tariffKey);
  const { openingOn: _, cycleOffset: __, ...stated } = parsed.data;
  const unused = unusedTerms(agreementOf(stated), program.tariff);
  const [sample] = await readTenant<Sample>(scope, "agreement.last-bill", LAST_BILL, [
    scope.tenantId,
    agreementId,
  ]);
  if (sample === undefined) return { ...none, unused };
  const period = await withTenantSql(scope, (sql) => loadSample(sql, scope.tenantId, sample));
  if (period === undefined) return { ...none, unused };
  const changed = { ...period, agreement: { ...period.agreement, terms } };
  return { problems: [], unused, bill: rateSample(program, changed, sample, locale).bill };
}

const hasTariff = ({ items }: ReleaseContent, key: string): boolean =>
  items.some((item) => item.kind === "tariff" && item.key === key);

const LAST_BILL = `
  SELECT a.id AS "agreementId", a.number AS "agreementNumber", c.name AS "customerName", c.number AS "customerNumber",
    a.tariff_key AS "tariffKey", b.period, b.total::text AS total, b.usage::text AS usage, b.usage_unit AS "usageUnit"
  FROM bill b
  JOIN agreement a ON a.tenant_id = b.tenant_id AND a.id = b.agreement_id
  JOIN customer c ON c.tenant_id = b.tenant_id AND c.id = b.customer_id
  WHERE b.tenant_id = $1 AND b.agreement_id = $2 AND b.state = 'posted'
  ORDER BY b.period_start DESC, b.revision DESC LIMIT 1`;
