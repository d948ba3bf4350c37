import { withIdentity } from "#app/platform/database.ts";
import { systemScope } from "#app/platform/tenancy.ts";
import { auditIdentity } from "#app/services/audit/record-audit.ts";
import type { Locale } from "#engines/kernel/errors.ts";
import { countTry } from "../allowance.ts";
import { identityError } from "../errors.ts";
import { loginOf } from "../login.ts";
import { tellQuietly } from "../messages/tell.ts";
import { hashPassword } from "../password.ts";
import { passwordContext } from "../password-context.ts";
import { inSameTime } from "../same-time.ts";
import { setPassword } from "../set-password.ts";
import { tenantOf } from "../tenant-of.ts";
import { hashToken, newToken } from "../token.ts";

const LINK_MINUTES = 30;

/**
 * Sends a link to a new password to the e-mail of who has this login, or this e-mail, at the utility. The answer and its
 * time are the same where nobody has it, or no e-mail is known.
 * @param linkTo the address of the page for a token
 * @throws TOO_OFTEN
 */
export async function requestReset(input: {
  readonly slug: string;
  readonly as: "staff" | "customer";
  readonly login: string;
  readonly ip: string | undefined;
  readonly locale: Locale;
  readonly linkTo: (token: string) => string;
}): Promise<void> {
  const tenantId = await tenantOf(input.slug);
  const login = loginOf(input.login);
  const population = input.as === "staff" ? "staff" : tenantId;
  await countTry(
    { kind: "ask-target", key: `reset:${population}:${login}`, max: 3, minutes: 60 },
    { kind: "ask-address", key: `reset:${input.ip ?? "unknown"}`, max: 30, minutes: 60 },
  );
  await inSameTime(async () => {
    const { rows } = await withIdentity((sql) =>
      sql.query<{ id: string; name: string; email: string }>(
        `SELECT p.id, p.name, p.email FROM identity.person p
         WHERE p.tenant_id IS NOT DISTINCT FROM $3 AND (p.login = $2 OR p.email = $2) AND p.email IS NOT NULL AND p.disabled_at IS NULL
           AND (EXISTS (SELECT 1 FROM identity.membership m WHERE m.tenant_id = $1 AND m.person_id = p.id)
             OR EXISTS (SELECT 1 FROM identity.customer_login l WHERE l.tenant_id = $1 AND l.person_id = p.id))
         ORDER BY p.login = $2 DESC LIMIT 1`,
        [tenantId, login, input.as === "staff" ? null : tenantId],
      ),
    );
    const [person] = rows;
    if (person === undefined) return;
    const token = newToken();
    await withIdentity((sql) =>
      sql.query(
        `INSERT INTO identity.password_reset (token_hash, tenant_id, person_id, created_at, expires_at)
         VALUES ($1, $2, $3, now(), now() + $4::interval)`,
        [hashToken(token), tenantId, person.id, `${LINK_MINUTES} minutes`],
      ),
    );
    await tellQuietly(tenantId, {
      template: "password-reset",
      to: { channel: "email", address: person.email, locale: input.locale },
      data: { name: person.name, minutes: LINK_MINUTES },
      secret: { link: input.linkTo(token) },
      key: `password-reset:${hashToken(token).toString("base64url")}`,
    });
  });
}

/** For whom a link is, if it is still good. @throws LINK_GONE */
export async function showReset(
  slug: string,
  token: string,
): Promise<{ login: string; as: "staff" | "customer" }> {
  const { rows } = await withIdentity((sql) =>
    sql.query<{ login: string; as: "staff" | "customer" }>(
      `SELECT p.login, CASE WHEN p.tenant_id IS NULL THEN 'staff' ELSE 'customer' END AS as
       FROM identity.password_reset r JOIN identity.person p ON p.id = r.person_id AND p.disabled_at IS NULL
       JOIN platform.tenant t ON t.id = r.tenant_id
       WHERE r.token_hash = $1 AND t.slug = $2 AND r.expires_at > now()`,
      [hashToken(token), slug],
    ),
  );
  if (rows[0] === undefined) throw identityError("LINK_GONE");
  return rows[0];
}

/**
 * Sets the new password. The link and every other of the person are worth nothing afterwards, and all their sessions end,
 * at every utility. A second factor stays.
 * @throws LINK_GONE, PASSWORD_WEAK and its kin
 */
export async function resetPassword(
  slug: string,
  token: string,
  password: string,
  request: { readonly ip: string | undefined; readonly requestId: string; readonly locale: Locale },
): Promise<{ as: "staff" | "customer" }> {
  const { as, login } = await showReset(slug, token);
  const tenantId = await tenantOf(slug);
  const secret = await hashPassword(password, await passwordContext(tenantId, { login, name: "" }));
  const person = await withIdentity(async (sql) => {
    // Of two who bring the same link one gets through.
    const { rows } = await sql.query<{ person_id: string }>(
      "DELETE FROM identity.password_reset WHERE token_hash = $1 AND expires_at > now() RETURNING person_id",
      [hashToken(token)],
    );
    const personId = rows[0]?.person_id;
    if (personId === undefined) throw identityError("LINK_GONE");
    await setPassword(sql, personId, secret);
    await sql.query("DELETE FROM identity.password_reset WHERE person_id = $1", [personId]);
    await sql.query("DELETE FROM identity.session WHERE person_id = $1", [personId]);
    await sql.query("DELETE FROM identity.pending_sign_in WHERE person_id = $1", [personId]);
    const population = as === "staff" ? "staff" : tenantId;
    await sql.query("DELETE FROM identity.attempt WHERE kind = 'login' AND key = $1", [
      `${population}:${login}`,
    ]);
    const found = await sql.query<{ id: string; name: string; email: string | null }>(
      "SELECT id, name, email FROM identity.person WHERE id = $1",
      [personId],
    );
    const [who] = found.rows;
    if (who === undefined) throw identityError("LINK_GONE");
    const scope = {
      ...systemScope(tenantId),
      actor: { kind: as, id: personId, name: who.name },
      requestId: request.requestId,
      ...(request.ip === undefined ? {} : { ip: request.ip }),
    };
    await auditIdentity(sql, scope, { action: "reset-password", noun: "person", nounId: personId });
    return who;
  });
  if (person.email !== null)
    await tellQuietly(tenantId, {
      template: "password-changed",
      to: { channel: "email", address: person.email, locale: request.locale },
      data: { name: person.name },
      key: `password-changed:${request.requestId}`,
    });
  return { as };
}
