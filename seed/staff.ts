import { withTenantSql } from "#app/platform/database.ts";
import type { Scope } from "#app/platform/tenancy.ts";
import type { StaffRole } from "#app/policies/policy.ts";
import { addMembership } from "#app/services/identity/add-membership.ts";
import { createPerson } from "#app/services/identity/create-person.ts";
import { linkCustomer } from "#app/services/identity/link-customer.ts";
import { insertRows, type Row } from "./bulk.ts";
import { Random } from "./random.ts";

/** The one password of everybody in the demo. An installation with real people never loads this seed. */
export const DEMO_PASSWORD = "manifold-demo";

/** Somebody to sign in as; printed by `npm start`. */
export interface DemoLogin {
  readonly tenant: string;
  readonly audience: "staff" | "customer";
  readonly login: string;
  readonly password: string;
  readonly name: string;
  readonly roles: readonly StaffRole[];
}

interface Post {
  readonly account: string;
  readonly names: Readonly<Record<"zh-CN" | "en", string>>;
  readonly roles: readonly StaffRole[];
  /** Code of the unit; the head office where it has none of that code. */
  readonly unit: string;
  readonly skills: readonly string[];
}

const POSTS: readonly Post[] = [
  {
    account: "admin",
    names: { "zh-CN": "周启明", en: "Dana Whitfield" },
    roles: ["tenant-admin"],
    unit: "head",
    skills: [],
  },
  {
    account: "billing",
    names: { "zh-CN": "沈玉兰", en: "Marcus Lund" },
    roles: ["billing-clerk"],
    unit: "billing",
    skills: ["billing"],
  },
  {
    account: "metering",
    names: { "zh-CN": "顾海峰", en: "Priya Raman" },
    roles: ["metering-clerk"],
    unit: "metering",
    skills: ["metering"],
  },
  {
    account: "service",
    names: { "zh-CN": "何雅婷", en: "Joan Ortega" },
    roles: ["service-agent"],
    unit: "service",
    skills: ["service"],
  },
  {
    account: "dispatch",
    names: { "zh-CN": "高志远", en: "Owen Hale" },
    roles: ["dispatcher"],
    unit: "service",
    skills: ["dispatch"],
  },
  {
    account: "field",
    names: { "zh-CN": "马春生", en: "Rosa Delgado" },
    roles: ["field-worker"],
    unit: "station-1",
    skills: ["repair", "reading"],
  },
  {
    account: "auditor",
    names: { "zh-CN": "程亦文", en: "Helen Marsh" },
    roles: ["auditor"],
    unit: "head",
    skills: ["audit"],
  },
  {
    account: "field2",
    names: { "zh-CN": "罗大勇", en: "Theo Marsden" },
    roles: ["field-worker"],
    unit: "station-2",
    skills: ["repair"],
  },
  {
    account: "field3",
    names: { "zh-CN": "秦小川", en: "Ines Kovac" },
    roles: ["field-worker"],
    unit: "station-3",
    skills: ["repair", "inspection"],
  },
  // The second person whom a change of money or safety needs.
  {
    account: "deputy",
    names: { "zh-CN": "宋思远", en: "Carla Nowak" },
    roles: ["tenant-admin"],
    unit: "head",
    skills: [],
  },
];

const UPPER_POSTS: readonly Post[] = [
  {
    account: "admin",
    names: { "zh-CN": "陆建平", en: "Lu Jianping" },
    roles: ["tenant-admin"],
    unit: "head",
    skills: [],
  },
  {
    account: "viewer",
    names: { "zh-CN": "方静怡", en: "Fang Jingyi" },
    roles: ["upper-viewer"],
    unit: "head",
    skills: [],
  },
  {
    account: "deputy",
    names: { "zh-CN": "韩文博", en: "Han Wenbo" },
    roles: ["tenant-admin"],
    unit: "head",
    skills: [],
  },
];

export interface StaffedTenant {
  readonly slug: string;
  readonly tier: string;
  readonly language: "zh-CN" | "en";
}

const postsOf = ({ tier }: StaffedTenant): readonly Post[] =>
  tier === "city" || tier === "county" ? POSTS : UPPER_POSTS;

/** The logins of a utility's staff: `billing@linzhou`. */
export function staffLogins(tenant: StaffedTenant): DemoLogin[] {
  return postsOf(tenant).map(({ account, names, roles }) => ({
    tenant: tenant.slug,
    audience: "staff",
    login: `${account}@${tenant.slug}`,
    password: DEMO_PASSWORD,
    name: names[tenant.language],
    roles,
  }));
}

/** Makes the people, their memberships and their working profiles. A second time changes nothing. */
export async function writeStaff(
  scope: Scope,
  tenant: StaffedTenant,
  units: ReadonlyMap<string, string>,
  foundedMs: number,
): Promise<void> {
  const random = new Random(`${tenant.slug}/staff`);
  const rows: Row[] = [];
  const logins = staffLogins(tenant);
  for (const [at, post] of postsOf(tenant).entries()) {
    const [personId, staffId] = [random.uuid(foundedMs), random.uuid(foundedMs)];
    const { login, password, name } = logins[at] as DemoLogin;
    await createPerson(scope, {
      id: personId,
      population: "staff",
      login,
      name,
      password,
      email: `${login}.example`,
    });
    await addMembership(scope, { personId, roles: post.roles });
    rows.push({
      tenant_id: scope.tenantId,
      id: staffId,
      person_id: personId,
      number: `G${String(at + 1).padStart(4, "0")}`,
      name,
      // Who is on duty is told of a leak by SMS; these numbers are nobody's.
      phone: `${tenant.language === "en" ? "541555" : "1290900"}${String(at + 1).padStart(4, "0")}`,
      org_unit_id: units.get(post.unit) ?? units.get("head"),
      skills: post.skills,
    });
  }
  await withTenantSql(scope, (sql) => insertRows(sql, "staff", rows));
}

/** Gives a customer a login for the portal: the telephone number. */
export async function writeCustomerLogin(
  scope: Scope,
  tenant: string,
  customer: {
    readonly id: string;
    readonly name: string;
    readonly phone: string;
    readonly createdAtMs: number;
  },
): Promise<DemoLogin> {
  const login = loginOfCustomer(tenant, customer);
  const id = new Random(`${tenant}/login/${login.login}`).uuid(customer.createdAtMs);
  await createPerson(scope, {
    id,
    population: "customer",
    login: login.login,
    name: customer.name,
    password: DEMO_PASSWORD,
    phone: login.login,
  });
  await linkCustomer(scope, { personId: id, customerId: customer.id });
  return login;
}

export function loginOfCustomer(
  tenant: string,
  customer: { readonly name: string; readonly phone: string },
): DemoLogin {
  const login = customer.phone.replace(/\D/g, "");
  return { tenant, audience: "customer", login, password: DEMO_PASSWORD, name: customer.name, roles: [] };
}
