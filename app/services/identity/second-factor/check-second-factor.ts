import { type TenantSql, withIdentity } from "#app/platform/database.ts";
import { unseal } from "#app/platform/sealed.ts";
import { clearTries, countTry } from "../allowance.ts";
import { identityError } from "../errors.ts";
import { takeRecoveryCode } from "./recovery-codes.ts";
import { stepOf } from "./totp.ts";

export const SECRET_PURPOSE = "second factor";
const TRIES = { max: 5, minutes: 15 };

/**
 * Whether a code is the person's: of the authenticator, of a step that was not used before, or one of the recovery codes.
 * Five wrong ones lock the second factor for a while, wherever they were tried.
 * @throws SECOND_FACTOR_WRONG with the tries that are left, TOO_OFTEN
 */
export async function checkSecondFactor(
  personId: string,
  code: string,
  now: Date = new Date(),
): Promise<"totp" | "recovery"> {
  const allowance = { kind: "factor", key: personId, ...TRIES } as const;
  // In a transaction of its own: it must stay counted when what follows fails.
  const left = await countTry(allowance);
  const kind = await withIdentity(async (sql) => {
    const found = await takeCode(sql, personId, code, now);
    if (found !== null) await clearTries(sql, allowance);
    return found;
  });
  if (kind === null) throw identityError("SECOND_FACTOR_WRONG", { left }, { path: "code" });
  return kind;
}

async function takeCode(
  sql: TenantSql,
  personId: string,
  code: string,
  now: Date,
): Promise<"totp" | "recovery" | null> {
  const { rows } = await sql.query<{ secret: string }>(
    "SELECT secret FROM identity.totp WHERE person_id = $1 AND confirmed_at IS NOT NULL",
    [personId],
  );
  if (rows[0] === undefined) return null;
  const step = stepOf(unseal(SECRET_PURPOSE, rows[0].secret, personId), code, now);
  if (step === null) return (await takeRecoveryCode(sql, personId, code)) ? "recovery" : null;
  // A step is taken once, and no earlier one after it: who looks over a shoulder comes too late.
  const { rowCount } = await sql.query(
    "UPDATE identity.totp SET last_step = $2 WHERE person_id = $1 AND last_step < $2 AND confirmed_at IS NOT NULL",
    [personId, step],
  );
  return rowCount === 1 ? "totp" : null;
}
