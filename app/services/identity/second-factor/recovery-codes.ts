import { randomInt } from "node:crypto";
import type { TenantSql } from "#app/platform/database.ts";
import { keyedHash } from "#app/platform/sealed.ts";

const CODES = 10;
const LENGTH = 10;
// Without what is taken for another: 0 and o, 1 and l and i, u and v.
const ALPHABET = "23456789abcdefghjkmnpqrstwxyz";

/** Ten new codes in the place of those before. They are in this answer only. */
export async function renewRecoveryCodes(sql: TenantSql, personId: string): Promise<string[]> {
  const codes = Array.from({ length: CODES }, newCode);
  await sql.query("DELETE FROM identity.recovery_code WHERE person_id = $1", [personId]);
  await sql.query(
    "INSERT INTO identity.recovery_code (person_id, code_hash) SELECT $1, unnest($2::bytea[])",
    [personId, codes.map((code) => hashOf(personId, code))],
  );
  return codes;
}

/** Takes a code if it is one of the person's and was not taken before; of two at the same moment one wins. */
export async function takeRecoveryCode(sql: TenantSql, personId: string, typed: string): Promise<boolean> {
  const { rowCount } = await sql.query(
    "UPDATE identity.recovery_code SET used_at = now() WHERE person_id = $1 AND code_hash = $2 AND used_at IS NULL",
    [personId, hashOf(personId, typed)],
  );
  return rowCount === 1;
}

export async function recoveryCodesLeft(sql: TenantSql, personId: string): Promise<number> {
  const { rows } = await sql.query<{ left: number }>(
    "SELECT count(*)::int AS left FROM identity.recovery_code WHERE person_id = $1 AND used_at IS NULL",
    [personId],
  );
  return rows[0]?.left ?? 0;
}

function newCode(): string {
  const letters = Array.from({ length: LENGTH }, () => ALPHABET[randomInt(ALPHABET.length)]).join("");
  return `${letters.slice(0, 5)}-${letters.slice(5)}`;
}

/** However it is typed: upper case, full width, without the hyphen. */
const hashOf = (personId: string, code: string): Buffer =>
  keyedHash(
    "recovery code",
    personId,
    code
      .normalize("NFKC")
      .toLowerCase()
      .replace(/[^a-z0-9]/g, ""),
  );
