import { withIdentity } from "#app/platform/database.ts";
import { unseal } from "#app/platform/sealed.ts";
import type { Scope } from "#app/platform/tenancy.ts";
import { auditIdentity } from "#app/services/audit/record-audit.ts";
import { countTry } from "../allowance.ts";
import { identityError } from "../errors.ts";
import { SECRET_PURPOSE } from "./check-second-factor.ts";
import { renewRecoveryCodes } from "./recovery-codes.ts";
import { stepOf } from "./totp.ts";

/**
 * Puts a second factor in force, given the first code of the authenticator that was given its secret, and returns ten
 * recovery codes, for the only time.
 * @param sealed the secret as it was sealed for the person
 * @throws SECOND_FACTOR_WRONG, SECOND_FACTOR_ON when another is in force already
 */
export async function confirmTotp(
  scope: Scope,
  personId: string,
  sealed: string,
  code: string,
  now: Date,
): Promise<readonly string[]> {
  const left = await countTry({ kind: "factor", key: `enrol:${personId}`, max: 10, minutes: 15 });
  const step = stepOf(unseal(SECRET_PURPOSE, sealed, personId), code, now);
  if (step === null) throw identityError("SECOND_FACTOR_WRONG", { left }, { path: "code" });
  return withIdentity(async (sql) => {
    const { rowCount } = await sql.query(
      `INSERT INTO identity.totp AS t (person_id, secret, last_step, created_at, confirmed_at) VALUES ($1, $2, $3, now(), now())
       ON CONFLICT (person_id) DO UPDATE SET secret = excluded.secret, last_step = excluded.last_step,
         created_at = excluded.created_at, confirmed_at = excluded.confirmed_at
       WHERE t.confirmed_at IS NULL`,
      [personId, sealed, step],
    );
    if (rowCount === 0) throw identityError("SECOND_FACTOR_ON");
    const codes = await renewRecoveryCodes(sql, personId);
    await auditIdentity(sql, scope, { action: "add-second-factor", noun: "person", nounId: personId });
    return codes;
  });
}
