import { readTenant, withIdentity } from "#app/platform/database.ts";
import { systemScope } from "#app/platform/tenancy.ts";
import { errorsOf } from "#engines/kernel/errors.ts";
import { itemKinds } from "#schema/blueprint/kinds.ts";
import { type PackFiles, writePack } from "#schema/blueprint/pack.ts";
import { tenantSchema } from "#schema/blueprint/tenant.ts";
import { releaseErrors } from "./errors.ts";
import { currentRelease } from "./release.ts";

const fail = errorsOf(releaseErrors);

export interface TenantRow {
  readonly id: string;
  readonly slug: string;
  readonly parent: string | null;
  readonly hosts: readonly string[];
  readonly kind: string;
  readonly tier: string;
  readonly name: { "zh-CN": string; en: string };
  readonly timezone: string;
  readonly currency: string;
  readonly locale: string;
  readonly brand: Readonly<Record<string, unknown>>;
  readonly hotline: string | null;
  readonly map: string | null;
}

/** Every tenant of the installation, by slug: what is public of them. */
export async function listTenants(): Promise<TenantRow[]> {
  return withIdentity(async (sql) => {
    const { rows } = await sql.query<TenantRow & { [column: string]: unknown }>(
      `SELECT t.id, t.slug, p.slug AS parent, t.hosts, t.kind, t.tier, t.name, t.timezone, t.currency, t.locale, t.brand, t.hotline, t.map
         FROM platform.tenant t LEFT JOIN platform.tenant p ON p.id = t.parent_id ORDER BY t.slug`,
    );
    return rows;
  });
}

/** The tenant of a slug. Throws TENANT_UNKNOWN. */
export async function findTenant(slug: string): Promise<TenantRow> {
  const tenants = await listTenants();
  const found = tenants.find((tenant) => tenant.slug === slug);
  if (found === undefined)
    throw fail("TENANT_UNKNOWN", { slug, known: tenants.map((tenant) => tenant.slug).join(", ") || "—" });
  return found;
}

/** The pack of the release in force, as its canonical files: what was loaded, byte for byte. */
export async function exportPack(slug: string): Promise<PackFiles> {
  const row = await findTenant(slug);
  const scope = systemScope(row.id, "export");
  const { items } = await currentRelease(scope);
  const files = new Map(
    (
      await readTenant<{ name: string; content: string }>(
        scope,
        "tenant.files",
        "SELECT name, content FROM tenant_file WHERE tenant_id = $1",
        [row.id],
      )
    ).map(({ name, content }) => [name, content]),
  );
  const { id: _, parent, hotline, map, hosts, ...facts } = row;
  const tenant = tenantSchema.parse({
    ...facts,
    ...(parent === null ? {} : { parent }),
    ...(hotline === null ? {} : { hotline }),
    ...(map === null ? {} : { map }),
    ...(hosts.length === 0 ? {} : { hosts }),
  });
  const logo = tenant.brand.logo === undefined ? undefined : files.get(tenant.brand.logo);
  const mapText = tenant.map === undefined ? undefined : files.get(tenant.map);
  return writePack(
    {
      tenant,
      ...(logo === undefined ? {} : { logo }),
      ...(mapText === undefined ? {} : { map: mapText }),
      items: items.filter(({ origin }) => origin === "own"),
    },
    itemKinds,
  );
}
