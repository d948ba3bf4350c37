import { askIdentity, type TenantSql } from "#app/platform/database.ts";
import type { Scope } from "#app/platform/tenancy.ts";
import { errorsOf, type Locale } from "#engines/kernel/errors.ts";
import type { Recipient } from "./choose-channels.ts";
import { outboxErrors } from "./errors.ts";
import type { MessageTo } from "./queue-message.ts";

const fail = errorsOf(outboxErrors);

export interface PlaceOfTenant {
  readonly locale: Locale;
  readonly timezone: string;
  readonly currency: string;
}

/** Language, zone and currency of the utility itself. */
export async function placeOf(sql: TenantSql, scope: Scope): Promise<PlaceOfTenant> {
  const { rows } = await sql.query<PlaceOfTenant>(
    "SELECT locale, timezone, currency FROM platform.tenant WHERE id = $1",
    [scope.tenantId],
  );
  return rows[0] as PlaceOfTenant;
}

/** Looks up everybody in at most three statements. In the order asked. @throws MESSAGE_RECIPIENT_UNKNOWN */
export async function recipientsOf(
  sql: TenantSql,
  scope: Scope,
  asked: readonly MessageTo[],
): Promise<readonly Recipient[]> {
  const customers = await customersOf(
    sql,
    scope.tenantId,
    asked.flatMap((to) => ("customerId" in to ? [to.customerId] : [])),
  );
  const people = await peopleOf(
    sql,
    scope.tenantId,
    asked.flatMap((to) => ("personId" in to ? [to.personId] : [])),
  );
  return asked.map((to) => {
    if ("address" in to) return directly(to);
    const [known, id] = "customerId" in to ? [customers, to.customerId] : [people, to.personId];
    const recipient = known.get(id);
    if (recipient === undefined) throw fail("MESSAGE_RECIPIENT_UNKNOWN", { recipient: id });
    return recipient;
  });
}

function directly(to: Extract<MessageTo, { address: string }>): Recipient {
  return {
    locale: to.locale,
    addresses: { [to.channel]: to.address },
    declined: [],
    accepted: [],
    only: to.channel,
  };
}

async function customersOf(
  sql: TenantSql,
  tenantId: string,
  ids: readonly string[],
): Promise<ReadonlyMap<string, Recipient>> {
  if (ids.length === 0) return new Map();
  const { rows } = await sql.query<{
    id: string;
    phone: string | null;
    email: string | null;
    locale: Locale | null;
    declined: string[] | null;
    accepted: string[] | null;
  }>(
    `SELECT c.id, c.phone, c.email, p.locale, p.declined, p.accepted
     FROM customer c LEFT JOIN message_preference p ON p.tenant_id = c.tenant_id AND p.customer_id = c.id
     WHERE c.tenant_id = $1 AND c.id = ANY ($2::uuid[])`,
    [tenantId, ids],
  );
  return new Map(
    rows.map(({ id, phone, email, locale, declined, accepted }) => [
      id,
      {
        customerId: id,
        locale: locale ?? undefined,
        addresses: { ...(phone && { sms: phone }), ...(email && { email }) },
        declined: declined ?? [],
        accepted: accepted ?? [],
      },
    ]),
  );
}

/** By the telephone of the profile and the address that they are known by; anybody by a login that is an address itself. */
async function peopleOf(
  sql: TenantSql,
  tenantId: string,
  ids: readonly string[],
): Promise<ReadonlyMap<string, Recipient>> {
  if (ids.length === 0) return new Map();
  const { rows: staff } = await sql.query<{ person_id: string; phone: string | null }>(
    "SELECT person_id, phone FROM staff WHERE tenant_id = $1 AND person_id = ANY ($2::uuid[])",
    [tenantId, ids],
  );
  const phones = new Map(staff.map(({ person_id, phone }) => [person_id, phone]));
  // Only people of this utility: its staff by membership, its customers by their population.
  const people = await askIdentity<{ id: string; login: string; email: string | null; phone: string | null }>(
    "message.people",
    `SELECT p.id, p.login, p.email, p.phone FROM identity.person p
     WHERE p.id = ANY ($2::uuid[]) AND (p.tenant_id = $1
       OR EXISTS (SELECT 1 FROM identity.membership m WHERE m.person_id = p.id AND m.tenant_id = $1))`,
    [tenantId, ids],
  );
  return new Map(
    people.map(({ id, login, ...known }) => {
      const phone = phones.get(id) ?? known.phone ?? (isPhone(login) ? login : null);
      const email = known.email ?? (isEmail(login) ? login : null);
      const addresses = { ...(phone && { sms: phone }), ...(email && { email }) };
      return [id, { personId: id, locale: undefined, addresses, declined: [], accepted: [] }];
    }),
  );
}

const isPhone = (text: string): boolean => /^\+?\d{8,15}$/.test(text);
const isEmail = (text: string): boolean => /^[^\s@]+@[^\s@]+\.[a-z]{2,}$/i.test(text);
