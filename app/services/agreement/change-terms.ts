import { commonError } from "#app/platform/common-errors.ts";
import { withTenantSql } from "#app/platform/database.ts";
import type { Scope } from "#app/platform/tenancy.ts";
import { audit } from "#app/services/audit/record-audit.ts";
import { faultsOf } from "#engines/billing/index.ts";
import { errorsOf } from "#engines/kernel/errors.ts";
import { termsSchema } from "#schema/blueprint/tariff/agreement.ts";
import { agreementErrors } from "./errors.ts";
import { TERMS_VERSION } from "./show-agreement.ts";

const fail = errorsOf(agreementErrors);

export interface TermsChange {
  readonly agreementId: string;
  /** As they are written in the form: all of them. */
  readonly terms: unknown;
  /** `version` of the terms that the change was made on. */
  readonly version: string;
  readonly reason: string;
}

/**
 * Puts the terms of an agreement in the place of those before. Bills that stand stay as they are; the next one, and one that
 * is made again, follows the new terms.
 * @throws NOT_FOUND, TERMS_REFUSED with the path, TERMS_CHANGED_MEANWHILE
 */
export async function changeTerms(scope: Scope, change: TermsChange): Promise<void> {
  const { agreementId, terms, version, reason } = change;
  const parsed = termsSchema.safeParse(terms);
  if (!parsed.success) {
    const { path, problem } = faultsOf(parsed.error)[0] ?? { path: "", problem: "" };
    throw fail("TERMS_REFUSED", { path, problem }, { path });
  }
  await withTenantSql(scope, async (sql) => {
    const { rows } = await sql.query<{ number: string; terms: object; version: string }>(
      `SELECT a.number, a.terms, ${TERMS_VERSION} AS version FROM agreement a
       WHERE a.tenant_id = $1 AND a.id = $2 FOR UPDATE`,
      [scope.tenantId, agreementId],
    );
    const [before] = rows;
    if (before === undefined) throw commonError("NOT_FOUND");
    if (before.version !== version) throw fail("TERMS_CHANGED_MEANWHILE", { number: before.number });
    await sql.query("UPDATE agreement SET terms = $3 WHERE tenant_id = $1 AND id = $2", [
      scope.tenantId,
      agreementId,
      JSON.stringify(terms),
    ]);
    await audit(sql, scope, {
      action: "edit",
      noun: "agreement",
      nounId: agreementId,
      before: { number: before.number, terms: before.terms },
      after: { number: before.number, terms, reason },
    });
  });
}
