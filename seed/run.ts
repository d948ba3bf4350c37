import path from "node:path";
import { type Scope, systemScope } from "#app/platform/tenancy.ts";
import { findTenant, type TenantRow } from "#app/services/blueprint/export-pack.ts";
import { loadPack, PackRefused } from "#app/services/blueprint/load-pack.ts";
import { packFolders, readPackFolder } from "#app/services/blueprint/pack-folder.ts";
import { type LocalDay, localDayOf, parseDay, zoneOf } from "#engines/kernel/zone.ts";
import { writeAlarms } from "./alarms.ts";
import { writeBills } from "./bills.ts";
import { writeCases } from "./cases.ts";
import { keptToday } from "./kept-today.ts";
import { writeMessages } from "./messages.ts";
import { writePayments } from "./payments.ts";
import { PLANS, type UtilityPlan } from "./plans.ts";
import { sampleSubscribers } from "./samples.ts";
import { type DemoLogin, loginOfCustomer, staffLogins, writeCustomerLogin, writeStaff } from "./staff.ts";
import { type Subscriber, subscriberOf } from "./subscriber.ts";
import { windowOf } from "./window.ts";
import { organisationOf, writeOrganisation, writeSubscribers } from "./write-network.ts";
import { writeReads } from "./write-reads.ts";

export interface SeedOptions {
  /** Multiplies the number of customers; 1 is a few thousand. Default: SEED_SCALE. */
  readonly scale?: number;
  /** The day that the demo takes for today, "2026-11-01". Kept by the database: a later run keeps the first one's. */
  readonly today?: string;
  readonly onProgress?: (words: string) => void;
}

export interface SeedReport {
  readonly today: string;
  readonly tenants: readonly {
    readonly slug: string;
    readonly release: number;
    readonly customers: number;
    readonly indices: number;
    readonly days: number;
    readonly bills: number;
  }[];
  readonly logins: readonly DemoLogin[];
}

const TENANTS = path.resolve(import.meta.dirname, "../tenants");
const SUBSCRIBERS_AT_ONCE = 4_000;
/** Customers of each utility that can sign in to the portal: the first ones, one of each class. */
const CUSTOMER_LOGINS = 3;
const FOUNDED_MS = Date.UTC(2009, 0, 1);

/**
 * Fills an installation with the demo: packs, organisation, staff, customers with their equipment, a year of reads. The
 * same in every run for the same scale and day; what is there already is left as it is, so a broken run is run again.
 */
export async function seed(options: SeedOptions = {}): Promise<SeedReport> {
  const scale = options.scale ?? scaleOf(process.env.SEED_SCALE);
  const say = options.onProgress ?? (() => {});
  const today = await keptToday(options.today);
  const tenants: SeedReport["tenants"][number][] = [];
  for (const folder of await packFolders(TENANTS)) {
    const { pack, faults } = await readPackFolder(folder);
    if (pack === undefined) throw new PackRefused(faults);
    say(`${pack.tenant.slug}: pack`);
    const loaded = await loadPack(pack, { now: new Date(), actor: { kind: "system", name: "seed" } });
    const tenant = await findTenant(pack.tenant.slug);
    const plan = PLANS.find(({ slug }) => slug === tenant.slug);
    const counts = await fillTenant(tenant, plan, scale, parseDay(today) as LocalDay, say);
    tenants.push({ slug: tenant.slug, release: loaded.release.number, ...counts });
  }
  return { today, tenants, logins: await demoLogins() };
}

/** Everybody whom the demo lets in, without asking the database. */
export async function demoLogins(): Promise<DemoLogin[]> {
  const logins: DemoLogin[] = [];
  const window = windowOf(localDayOf(zoneOf("UTC"), FOUNDED_MS) + 6_000);
  for (const folder of await packFolders(TENANTS)) {
    const { pack } = await readPackFolder(folder);
    if (pack === undefined) continue;
    const { slug, tier, locale } = pack.tenant;
    logins.push(...staffLogins({ slug, tier, language: locale }));
    const plan = PLANS.find((each) => each.slug === slug);
    if (plan) {
      for (let at = 0; at < CUSTOMER_LOGINS; at++)
        logins.push(loginOfCustomer(slug, subscriberOf(plan, at, window)));
    }
  }
  return logins;
}

async function fillTenant(
  tenant: TenantRow,
  plan: UtilityPlan | undefined,
  scale: number,
  today: LocalDay,
  say: (words: string) => void,
): Promise<{ customers: number; indices: number; days: number; bills: number }> {
  const scope: Scope = systemScope(tenant.id, "seed");
  const staffed = { slug: tenant.slug, tier: tenant.tier, language: plan?.language ?? "zh-CN" } as const;
  if (plan === undefined) {
    const units = await writeHeadOffice(scope, tenant);
    await writeStaff(scope, staffed, units, FOUNDED_MS);
    return { customers: 0, indices: 0, days: 0, bills: 0 };
  }
  const window = windowOf(today);
  const organisation = organisationOf(plan, tenant.id, tenant.name[plan.language]);
  await writeOrganisation(scope, organisation);
  await writeStaff(scope, staffed, organisation.units, FOUNDED_MS);
  const customers = Math.max(CUSTOMER_LOGINS, plan.mix.length, Math.round(plan.customers * scale));
  const counts = { customers, indices: 0, days: 0, bills: 0 };
  for (let from = 0; from < customers; from += SUBSCRIBERS_AT_ONCE) {
    const length = Math.min(SUBSCRIBERS_AT_ONCE, customers - from);
    const subscribers: Subscriber[] = Array.from({ length }, (_, at) =>
      subscriberOf(plan, from + at, window),
    );
    say(`${tenant.slug}: customers ${from + length} of ${customers}`);
    await writeSubscribers(scope, subscribers, organisation, tenant.timezone);
    const reads = await writeReads(scope, plan, subscribers, tenant.timezone, window, ({ indices, days }) =>
      say(`${tenant.slug}: ${counts.indices + indices} indices, ${counts.days + days} days of hourly values`),
    );
    counts.indices += reads.indices;
    counts.days += reads.days;
    for (const { at, ids, name, phone, createdAtMs } of subscribers) {
      if (at < CUSTOMER_LOGINS)
        await writeCustomerLogin(scope, tenant.slug, { id: ids.customer, name, phone, createdAtMs });
    }
  }
  await writeSubscribers(scope, sampleSubscribers(plan, window), organisation, tenant.timezone);
  const zone = zoneOf(tenant.timezone);
  counts.bills = await writeBills(scope, zone, window, (month) => say(`${tenant.slug}: bills of ${month}`));
  say(`${tenant.slug}: payments`);
  await writePayments(scope, tenant.slug, zone, window);
  say(`${tenant.slug}: alarms`);
  await writeAlarms(scope, plan, customers, zone, window);
  const told = Array.from(
    { length: CUSTOMER_LOGINS },
    (_, at) => subscriberOf(plan, at, window).ids.customer,
  );
  await writeMessages(scope, told);
  say(`${tenant.slug}: cases`);
  await writeCases(scope, tenant.slug, zone, window, plan.language);
  return counts;
}

/** An upper tier has an office and no customers of its own. */
async function writeHeadOffice(scope: Scope, tenant: TenantRow): Promise<ReadonlyMap<string, string>> {
  const { Random } = await import("./random.ts");
  const id = new Random(`${tenant.slug}/organisation`).uuid(FOUNDED_MS);
  const rows = [{ tenant_id: tenant.id, id, parent_id: null, code: "head", name: tenant.name["zh-CN"] }];
  await writeOrganisation(scope, { units: new Map(), rows, cells: new Map(), cellRows: [] });
  return new Map([["head", id]]);
}

function scaleOf(text: string | undefined): number {
  const scale = Number(text || 1);
  if (!(scale > 0 && scale <= 1000))
    throw new RangeError(`SEED_SCALE must be a number above 0, at most 1000; it is ${text}`);
  return scale;
}
