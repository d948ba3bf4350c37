import { type TenantSql, withIdentity, withTenantSql } from "#app/platform/database.ts";
import { systemScope } from "#app/platform/tenancy.ts";
import { API_SCOPES } from "#app/policies/index.ts";
import { STAFF_ROLES, type StaffRole } from "#app/policies/policy.ts";
import { createApiKey } from "#app/services/identity/api-keys.ts";
import { createPerson } from "#app/services/identity/create-person.ts";
import { linkCustomer } from "#app/services/identity/link-customer.ts";
import { signIn } from "#app/services/identity/sign-in.ts";
import { hashToken } from "#app/services/identity/token.ts";
import { publishFirstParty } from "#app/services/plugin/registry.ts";
import { makeStaff, makeWorld, PASSWORD, type TestCustomer, type World } from "../world.ts";
import { addAlarmOfLi } from "./alarms.ts";
import { addAttachmentOfLi } from "./attachments.ts";
import { addBillOfLi } from "./bills.ts";
import { addCaseOfLi } from "./cases.ts";

/** How somebody presents themselves: a session's cookie, an API key, or nothing. */
export interface Caller {
  readonly cookie?: string;
  readonly key?: string;
}

/** Everybody who may try. `linzhou` is the utility that is tried; `linzhou-gas` and the province are others. */
export interface Actors {
  readonly world: World;
  readonly staff: Readonly<Record<StaffRole, Caller>>;
  readonly li: Caller;
  /** People who share li's account and may only look, or look and pay. */
  readonly viewerOfLi: Caller;
  readonly payerOfLi: Caller;
  /** Another customer of the same utility. */
  readonly wang: Caller;
  /** Of another utility, with every role: only tenancy stands in the way. */
  readonly stranger: Caller;
  readonly strangeCustomer: Caller;
  readonly strangeKey: Caller;
  /** Of the province above, with every role: may read below where that is meant, never write. */
  readonly above: Caller;
  readonly expired: Caller;
  readonly forged: Caller;
  readonly keyWithAll: Caller;
  keyWith(scope: string): Caller;
}

export async function makeActors(): Promise<Actors> {
  const world = await makeWorld();
  await addBillOfLi(world);
  await addAttachmentOfLi(world);
  await addCaseOfLi(world);
  await addAlarmOfLi(world);
  for (const access of ["viewer", "payer"] as const) await shareAccount(world, access);
  await publishFirstParty(new Date());
  await makeStaff(world.gas, "all");
  await makeStaff(world.province, "all");
  const enter = async (slug: string, as: "staff" | "customer", login: string): Promise<Caller> => ({
    cookie: (
      await signIn({ slug, as, login, password: PASSWORD, ip: undefined, agent: "probe", requestId: "probe" })
    ).token,
  });
  const staff = Object.fromEntries(
    await Promise.all(
      STAFF_ROLES.map(async (role) => [role, await enter("linzhou", "staff", `${role}@linzhou`)] as const),
    ),
  ) as Actors["staff"];
  const expired = await enter("linzhou", "staff", "tenant-admin@linzhou");
  await withIdentity((sql) =>
    sql.query("UPDATE identity.session SET expires_at = now() - interval '1 second' WHERE token_hash = $1", [
      hashToken(expired.cookie ?? ""),
    ]),
  );
  const key = async (tenantId: string, createdBy: string, scopes: readonly string[]): Promise<Caller> => ({
    key: (
      await createApiKey(systemScope(tenantId), {
        name: `probe ${scopes}`,
        scopes: scopes as typeof API_SCOPES,
        createdBy,
      })
    ).key,
  });
  const admin = world.staff["tenant-admin"].personId;
  const keys = new Map(
    await Promise.all(
      API_SCOPES.map(async (scope) => [scope as string, await key(world.city.id, admin, [scope])] as const),
    ),
  );
  return {
    world,
    staff,
    li: await enter("linzhou", "customer", "li"),
    viewerOfLi: await enter("linzhou", "customer", "viewer-of-li"),
    payerOfLi: await enter("linzhou", "customer", "payer-of-li"),
    wang: await enter("linzhou", "customer", "wang"),
    stranger: await enter("linzhou-gas", "staff", "all@linzhou-gas"),
    strangeCustomer: await enter("linzhou-gas", "customer", "li"),
    strangeKey: await key(world.gas.id, world.gasAdmin.personId, API_SCOPES),
    above: await enter("qingjiang", "staff", "all@qingjiang"),
    expired,
    forged: { cookie: "forged-token-that-nobody-was-ever-given" },
    keyWithAll: await key(world.city.id, admin, API_SCOPES),
    keyWith: (scope) => keys.get(scope) ?? {},
  };
}

/** Somebody of the city with a right on li's account and none on another. */
async function shareAccount({ city, li }: World, access: "viewer" | "payer"): Promise<void> {
  const scope = systemScope(city.id);
  const login = `${access}-of-li`;
  const person = { population: "customer", login, name: access, password: PASSWORD } as const;
  const { id: personId } = await createPerson(scope, person);
  await linkCustomer(scope, { personId, customerId: li.id, access });
}

/** Identifiers and numbers that stand for one customer's data: none may be in an answer to who must not see it. */
export function marksOf(customer: TestCustomer, number: string): string[] {
  return [
    ...Object.entries(customer)
      .filter(([name]) => name.endsWith("d"))
      .map(([, id]) => id as string),
    number,
  ];
}

/** Of the whole city. A login of its administrator is left out: that of the gas company's begins alike. */
export function cityMarks({ li, wang, staff }: World): string[] {
  const people = Object.values(staff).flatMap(({ personId, login }) =>
    login.startsWith("tenant-admin") ? [personId] : [personId, login],
  );
  return [...marksOf(li, "linzhou-li"), ...marksOf(wang, "linzhou-wang"), ...people];
}

/** One line for each table of the city's own data: it must be the same after everybody has tried. */
export async function stateOf(tenantId: string): Promise<string[]> {
  const lines = await withTenantSql(systemScope(tenantId), async (sql) => {
    hashes ??= await hashesOfTables(sql);
    return (await sql.query<{ line: string }>(hashes, [tenantId])).rows;
  });
  const { rows } = await withIdentity((sql) =>
    sql.query<{ line: string }>(
      `SELECT 'membership ' || m::text AS line FROM identity.membership m WHERE tenant_id = $1
       UNION ALL SELECT 'login ' || l::text FROM identity.customer_login l WHERE tenant_id = $1
       UNION ALL SELECT 'key ' || k.id || k.scopes::text || coalesce(k.revoked_at::text, '') FROM identity.api_key k WHERE tenant_id = $1
       ORDER BY 1`,
      [tenantId],
    ),
  );
  return [...lines, ...rows].map(({ line }) => line);
}

/** One statement for every table: asked for one by one, they cost ten times as much. */
let hashes: string | undefined;

async function hashesOfTables(sql: TenantSql): Promise<string> {
  const { rows } = await sql.query<{ name: string }>(
    `SELECT c.oid::regclass::text AS name FROM pg_class c
     WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p') AND NOT c.relispartition
       AND has_table_privilege(c.oid, 'SELECT') AND c.relname <> 'audit_entry' ORDER BY 1`,
  );
  return rows
    .map(
      ({ name }) =>
        `SELECT '${name} ' || coalesce(md5(string_agg(t::text, '' ORDER BY t::text)), '') AS line FROM ${name} t WHERE tenant_id = $1`,
    )
    .join(" UNION ALL ");
}
