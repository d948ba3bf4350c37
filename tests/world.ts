import { withIdentity, withTenant } from "#app/platform/database.ts";
import { newId } from "#app/platform/ids.ts";
import { systemScope } from "#app/platform/tenancy.ts";
import { STAFF_ROLES, type StaffRole } from "#app/policies/policy.ts";
import { addMembership } from "#app/services/identity/add-membership.ts";
import { createPerson } from "#app/services/identity/create-person.ts";
import { linkCustomer } from "#app/services/identity/link-customer.ts";

/** Everybody in a test world has this password. */
export const PASSWORD = "correct horse battery";

export interface TestTenant {
  readonly id: string;
  readonly slug: string;
}

export interface TestCustomer {
  readonly id: string;
  readonly personId: string;
  readonly login: string;
  readonly premiseId: string;
  readonly servicePointId: string;
  readonly agreementId: string;
  readonly meterId: string;
  readonly registerId: string;
  readonly channelId: string;
}

/**
 * A small world for tests of who may do what: a province (`qingjiang`) with a city below it (`linzhou`), and a gas company
 * that belongs to neither (`linzhou-gas`). In the city: one member of staff for each role (login `<role>@<slug>`), two
 * customers with all that hangs on them; in the others an admin, in the province a viewer of the subtree as well.
 */
export interface World {
  readonly province: TestTenant;
  readonly city: TestTenant;
  readonly gas: TestTenant;
  /** Staff of the city, by role. */
  readonly staff: Readonly<Record<StaffRole, { personId: string; login: string }>>;
  readonly li: TestCustomer;
  readonly wang: TestCustomer;
  readonly gasAdmin: { personId: string; login: string };
  readonly gasCustomer: TestCustomer;
  readonly viewer: { personId: string; login: string };
}

export async function makeWorld(): Promise<World> {
  const province = await makeTenant("qingjiang", "power", "province");
  const city = await makeTenant("linzhou", "power", "city", province.id);
  const gas = await makeTenant("linzhou-gas", "gas", "city");
  const staff = Object.fromEntries(
    await Promise.all(STAFF_ROLES.map(async (role) => [role, await makeStaff(city, role)] as const)),
  ) as World["staff"];
  const [li, wang, gasCustomer] = [
    await makeCustomer(city, "li", "electricity"),
    await makeCustomer(city, "wang", "electricity"),
    // The same login as in the city: customers are a population per utility.
    await makeCustomer(gas, "li", "gas"),
  ];
  const gasAdmin = await makeStaff(gas, "tenant-admin");
  const viewer = await makeStaff(province, "upper-viewer");
  return { province, city, gas, staff, li, wang, gasAdmin, gasCustomer, viewer };
}

export async function makeTenant(
  slug: string,
  kind: string,
  tier: string,
  parentId?: string,
): Promise<TestTenant> {
  const id = newId();
  await withIdentity((sql) =>
    sql.query(
      `INSERT INTO platform.tenant (id, parent_id, slug, kind, tier, name, timezone, currency, locale)
       VALUES ($1, $2, $3, $4, $5, $6, 'Asia/Shanghai', 'CNY', 'zh-CN')`,
      [id, parentId ?? null, slug, kind, tier, JSON.stringify({ "zh-CN": slug, en: slug })],
    ),
  );
  return { id, slug };
}

/** A member of staff with one role (login `<role>@<slug>`) or, to test what no role may do, all of them (`all@<slug>`). */
export async function makeStaff(
  tenant: TestTenant,
  role: StaffRole | "all",
): Promise<{ personId: string; login: string }> {
  const scope = systemScope(tenant.id);
  const login = `${role}@${tenant.slug}`;
  const { id } = await createPerson(scope, {
    population: "staff",
    login,
    name: `${role} ${tenant.slug}`,
    password: PASSWORD,
  });
  await addMembership(scope, { personId: id, roles: role === "all" ? STAFF_ROLES : [role] });
  return { personId: id, login };
}

/** A customer with premise, service point, agreement and an installed meter with one register and one channel. */
export async function makeCustomer(
  tenant: TestTenant,
  login: string,
  commodity: "electricity" | "gas",
): Promise<TestCustomer> {
  const scope = systemScope(tenant.id);
  const [id, premiseId, servicePointId, agreementId, meterId] = [newId(), newId(), newId(), newId(), newId()];
  const [registerId, channelId] = [newId(), newId()];
  const tenantId = tenant.id;
  const now = new Date("2025-01-01T00:00:00Z");
  const number = `${tenant.slug}-${login}`;
  await withTenant(scope, async (tx) => {
    await tx.customer.create({
      data: {
        tenantId,
        id,
        number,
        kind: "household",
        name: `${login} of ${tenant.slug}`,
        createdAt: now,
        updatedAt: now,
      },
    });
    await tx.premise.create({ data: { tenantId, id: premiseId, number, address: `${login}'s street` } });
    await tx.servicePoint.create({
      data: {
        tenantId,
        id: servicePointId,
        number,
        premiseId,
        commodity,
        status: "active",
        timezone: "Asia/Shanghai",
      },
    });
    await tx.agreement.create({
      data: {
        tenantId,
        id: agreementId,
        number,
        customerId: id,
        servicePointId,
        tariffKey: "household",
        usageSource: "register",
        startOn: now,
      },
    });
    await tx.meter.create({ data: { tenantId, id: meterId, serial: number, model: "test", commodity } });
    await tx.meterInstallation.create({
      data: { tenantId, id: newId(), meterId, servicePointId, installedAt: now },
    });
    await tx.register.create({
      data: {
        tenantId,
        id: registerId,
        meterId,
        code: commodity === "gas" ? "volume" : "total",
        direction: "forward",
        unit: commodity === "gas" ? "m3" : "kWh",
        integerDigits: 6,
        decimalDigits: 2,
      },
    });
    await tx.channel.create({
      data: {
        tenantId,
        id: channelId,
        servicePointId,
        code: "main",
        direction: "forward",
        unit: commodity === "gas" ? "m3" : "kWh",
        intervalMinutes: 60,
        timezone: "Asia/Shanghai",
        exponent: -3,
      },
    });
  });
  const person = await createPerson(scope, {
    population: "customer",
    login,
    name: login,
    password: PASSWORD,
  });
  await linkCustomer(scope, { personId: person.id, customerId: id });
  return {
    id,
    personId: person.id,
    login,
    premiseId,
    servicePointId,
    agreementId,
    meterId,
    registerId,
    channelId,
  };
}
