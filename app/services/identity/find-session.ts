import { askIdentity } from "#app/platform/database.ts";
import type { Session } from "#app/platform/session.ts";
import type { CustomerAccess } from "#app/policies/customer-access.ts";
import { STAFF_ROLES, type StaffRole } from "#app/policies/policy.ts";
import { hashToken } from "./token.ts";

/** How long a session lasts: `idle` since it was last used, `longest` since the sign-in. */
export const SESSION_LIFE = {
  staff: { idle: "12 hours", longest: "14 days" },
  customer: { idle: "30 days", longest: "90 days" },
} as const;

interface Row {
  id: string;
  kind: "staff" | "customer";
  tenant_id: string;
  person_id: string;
  customer_id: string | null;
  access: CustomerAccess | null;
  name: string;
  roles: string[] | null;
  readable: string[];
}

/**
 * Whose session a token is, at the utility `slug`, or null: unknown, expired, of another utility, or of a person who has
 * been shut out since. One round trip, which also moves the expiry on (at most once a minute, so that reads stay reads).
 */
export async function findSession(slug: string, token: string): Promise<Session | null> {
  const [row] = await askIdentity<Row>("identity.find-session", FIND, [
    hashToken(token),
    slug,
    SESSION_LIFE.staff.idle,
    SESSION_LIFE.customer.idle,
  ]);
  return row === undefined ? null : sessionOf(row);
}

/** The same without moving the expiry on: for a connection that stays open by itself, whether or not anybody is there. */
export async function recheckSession(slug: string, token: string): Promise<Session | null> {
  const [row] = await askIdentity<Row>("identity.recheck-session", RECHECK, [hashToken(token), slug]);
  return row === undefined ? null : sessionOf(row);
}

function sessionOf(row: Row): Session | null {
  const common = {
    id: row.id,
    userId: row.person_id,
    displayName: row.name,
    tenantId: row.tenant_id,
    readable: row.readable,
  };
  if (row.kind === "staff") return { ...common, kind: "staff", roles: (row.roles ?? []).filter(isRole) };
  const { customer_id: customerId, access } = row;
  return customerId === null || access === null ? null : { ...common, kind: "customer", customerId, access };
}

const isRole = (text: string): text is StaffRole => STAFF_ROLES.some((role) => role === text);

// Rights are read anew each time: a role taken away, or a person shut out, counts from the next request on. So does a
// second factor that a role has come to need: a session without it is over.
// Only those who look after an upper tier read the subtree of their utility.
const FOUND = `
  WITH found AS (
    SELECT s.* FROM identity.session s JOIN platform.tenant t ON t.id = s.tenant_id
    WHERE s.token_hash = $1 AND t.slug = $2 AND s.expires_at > now()
  )`;
const TOUCHED = `, touched AS (
    UPDATE identity.session s
    SET seen_at = now(),
      expires_at = least(s.ends_at, now() + CASE s.kind WHEN 'staff' THEN $3::interval ELSE $4::interval END)
    FROM found WHERE s.token_hash = found.token_hash AND found.seen_at < now() - interval '1 minute'
  )`;
const WHO = `
  SELECT f.id, f.kind, f.tenant_id, f.person_id, f.customer_id, l.access, p.name, m.roles,
    CASE WHEN 'upper-viewer' = ANY (m.roles) THEN platform.subtree(f.tenant_id) ELSE ARRAY[f.tenant_id] END AS readable
  FROM found f
  JOIN identity.person p ON p.id = f.person_id AND p.disabled_at IS NULL
  LEFT JOIN identity.security_setting q ON f.kind = 'staff' AND q.tenant_id = f.tenant_id
  LEFT JOIN identity.membership m ON f.kind = 'staff' AND m.tenant_id = f.tenant_id AND m.person_id = f.person_id
  LEFT JOIN identity.customer_login l ON f.kind = 'customer' AND l.tenant_id = f.tenant_id
    AND l.person_id = f.person_id AND l.customer_id = f.customer_id
  WHERE (m.person_id IS NOT NULL OR l.person_id IS NOT NULL)
    AND (f.second_factor OR q.second_factor_roles && m.roles IS NOT TRUE)`;
const FIND = FOUND + TOUCHED + WHO;
const RECHECK = FOUND + WHO;
