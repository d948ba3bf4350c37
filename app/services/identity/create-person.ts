import { withIdentity } from "#app/platform/database.ts";
import { newId } from "#app/platform/ids.ts";
import type { Scope } from "#app/platform/tenancy.ts";
import { auditIdentity } from "#app/services/audit/record-audit.ts";
import { identityError } from "./errors.ts";
import { loginOf } from "./login.ts";
import { hashPassword } from "./password.ts";

export interface NewPerson {
  /** Given by a seed, so that running it twice makes nobody twice: a person with this id is left as they are. */
  readonly id?: string;
  /** `staff` are one population for the whole installation; `customer` is the population of the scope's tenant. */
  readonly population: "staff" | "customer";
  /** What they type to sign in: name, e-mail or telephone. Upper and lower case are the same. */
  readonly login: string;
  readonly name: string;
  readonly password: string;
  /** Where messages about the account go. */
  readonly email?: string;
  readonly phone?: string;
}

/**
 * Makes a person who can sign in. They belong to no tenant yet: `addMembership` and `linkCustomer` do that.
 * @throws LOGIN_TAKEN, PASSWORD_WEAK
 */
export async function createPerson(scope: Scope, person: NewPerson): Promise<{ id: string }> {
  const id = person.id ?? newId();
  const login = loginOf(person.login);
  const secret = await hashPassword(person.password);
  return withIdentity(async (sql) => {
    const made = await sql.query(
      `INSERT INTO identity.person (id, tenant_id, login, name, email, phone, created_at) VALUES ($1, $2, $3, $4, $5, $6, now())
       ON CONFLICT DO NOTHING`,
      [
        id,
        person.population === "customer" ? scope.tenantId : null,
        login,
        person.name,
        person.email?.toLowerCase() ?? null,
        person.phone ?? null,
      ],
    );
    if (made.rowCount === 0) {
      const { rowCount } = await sql.query("SELECT 1 FROM identity.person WHERE id = $1 AND login = $2", [
        id,
        login,
      ]);
      if (rowCount === 0) throw identityError("LOGIN_TAKEN", { login });
      return { id };
    }
    await sql.query(
      "INSERT INTO identity.credential (person_id, kind, secret, changed_at) VALUES ($1, 'password', $2, now())",
      [id, secret],
    );
    const after = { login, name: person.name, population: person.population };
    await auditIdentity(sql, scope, { action: "create", noun: "person", nounId: id, after });
    return { id };
  });
}
