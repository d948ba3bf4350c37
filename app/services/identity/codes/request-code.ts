import { randomInt } from "node:crypto";
import { readTenant, withIdentity } from "#app/platform/database.ts";
import { keyedHash } from "#app/platform/sealed.ts";
import { systemScope } from "#app/platform/tenancy.ts";
import type { Locale } from "#engines/kernel/errors.ts";
import { countTry } from "../allowance.ts";
import { identityError } from "../errors.ts";
import { tellQuietly } from "../messages/tell.ts";
import { phoneOf } from "../phone.ts";
import { inSameTime } from "../same-time.ts";
import { securityOf } from "../settings/security.ts";
import { tenantOf } from "../tenant-of.ts";
import { hashToken, newToken } from "../token.ts";

export const CODE_MINUTES = 5;

interface CodeRequest {
  readonly slug: string;
  readonly phone: string;
  readonly ip: string | undefined;
  readonly locale: Locale;
}

/**
 * Sends a code to a telephone by which somebody signs in here, and returns the token of this browser, without which the
 * code is worth nothing. The answer is the same for a number that nobody has.
 * @throws PHONE_INVALID, TOO_OFTEN, CODES_OFF
 */
export async function requestSignInCode(request: CodeRequest): Promise<{ token: string }> {
  const { tenantId, phone } = await begin(request);
  return inSameTime(async () => {
    const { rows } = await withIdentity((sql) => sql.query<{ known: boolean }>(KNOWN, [tenantId, phone]));
    return send(
      tenantId,
      phone,
      { purpose: "sign-in", customerId: null, known: rows[0]?.known ?? false },
      request.locale,
    );
  });
}

/**
 * The same for who has no login yet: the code goes to the telephone that the utility has on file for the customer number,
 * if it is the one that was typed. What does not fit is not told.
 */
export async function requestClaimCode(
  request: CodeRequest & { readonly customerNumber: string },
): Promise<{ token: string }> {
  const { tenantId, phone } = await begin(request);
  return inSameTime(async () => {
    const [customer] = await readTenant<{ id: string; phone: string | null }>(
      systemScope(tenantId, "identity"),
      "identity.claimed-customer",
      "SELECT id, phone FROM customer WHERE tenant_id = $1 AND number = $2",
      [tenantId, request.customerNumber.normalize("NFKC").trim()],
    );
    const fits = customer !== undefined && samePhone(customer.phone, phone);
    const customerId = fits ? customer.id : null;
    return send(tenantId, phone, { purpose: "claim", customerId, known: fits }, request.locale);
  });
}

/** Numbers that are proved, or were given as login when the account was opened; and those that an owner has invited. */
const KNOWN = `SELECT EXISTS (
    SELECT 1 FROM identity.person p WHERE p.tenant_id = $1 AND p.disabled_at IS NULL
      AND (p.phone = $2 OR (p.phone IS NULL AND p.login = $2))
      AND EXISTS (SELECT 1 FROM identity.customer_login l WHERE l.tenant_id = $1 AND l.person_id = p.id)
  ) OR EXISTS (
    SELECT 1 FROM identity.account_invitation i WHERE i.tenant_id = $1 AND i.phone = $2
      AND i.answered_at IS NULL AND i.revoked_at IS NULL AND i.expires_at > now()
  ) AS known`;

/** Counted before anything is looked up, the same for every number. */
async function begin({ slug, phone: typed, ip }: CodeRequest): Promise<{ tenantId: string; phone: string }> {
  const phone = phoneOf(typed);
  const tenantId = await tenantOf(slug);
  const { customerCodes } = await withIdentity((sql) => securityOf(sql, tenantId));
  if (!customerCodes) throw identityError("CODES_OFF");
  await countTry(
    { kind: "ask-target", key: `code:${tenantId}:${phone}`, max: 5, minutes: 60 },
    { kind: "ask-address", key: `code:${ip ?? "unknown"}`, max: 60, minutes: 60 },
    { kind: "ask-tenant", key: `code:${tenantId}`, max: 5_000, minutes: 60 },
  );
  return { tenantId, phone };
}

async function send(
  tenantId: string,
  phone: string,
  { purpose, customerId, known }: { purpose: "sign-in" | "claim"; customerId: string | null; known: boolean },
  locale: Locale,
): Promise<{ token: string }> {
  const token = newToken();
  const code = String(randomInt(1_000_000)).padStart(6, "0");
  await withIdentity((sql) =>
    sql.query(
      `INSERT INTO identity.one_time_code (token_hash, tenant_id, purpose, phone, customer_id, code_hash, created_at, expires_at)
       VALUES ($1, $2, $3, $4, $5, $6, now(), now() + $7::interval)`,
      [
        hashToken(token),
        tenantId,
        purpose,
        phone,
        customerId,
        codeHash(token, code),
        `${CODE_MINUTES} minutes`,
      ],
    ),
  );
  if (known)
    await tellQuietly(tenantId, {
      template: "one-time-code",
      to: { channel: "sms", address: phone, locale },
      data: { minutes: CODE_MINUTES },
      secret: { code },
      key: `one-time-code:${hashToken(token).toString("base64url")}`,
    });
  return { token };
}

/** Keyed, because a million codes are quickly tried; bound to the browser that asked. */
export const codeHash = (token: string, code: string): Buffer => keyedHash("one-time code", token, code);

function samePhone(onFile: string | null, typed: string): boolean {
  if (onFile === null) return false;
  try {
    return phoneOf(onFile) === typed;
  } catch {
    return false;
  }
}
