import { withIdentity } from "#app/platform/database.ts";
import { PASSWORD_LENGTH_MIN, type PasswordContext } from "./password-rules.ts";

/** What a new password of somebody at a utility is held against. `personId`: of somebody who has a login already. */
export async function passwordContext(
  tenantId: string,
  person: { readonly personId: string } | { readonly login: string; readonly name: string },
): Promise<PasswordContext> {
  const { rows } = await withIdentity((sql) =>
    sql.query<{ length: number | null; slug: string; login: string | null; name: string | null }>(
      `SELECT s.password_length_min AS length, t.slug, p.login, p.name FROM platform.tenant t
       LEFT JOIN identity.security_setting s ON s.tenant_id = t.id
       LEFT JOIN identity.person p ON p.id = $2 WHERE t.id = $1`,
      [tenantId, "personId" in person ? person.personId : null],
    ),
  );
  const [row] = rows;
  const { login, name } = "login" in person ? person : { login: row?.login ?? "", name: row?.name ?? "" };
  return {
    lengthMin: row?.length ?? PASSWORD_LENGTH_MIN,
    words: [login, ...login.split(/[^\p{L}\p{N}]+/u), name, row?.slug ?? ""],
  };
}
