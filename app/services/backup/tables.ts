import type { TenantSql } from "#app/platform/database.ts";

/** A table as a backup sees it. */
export interface BackupTable {
  readonly name: string;
  readonly columns: readonly string[];
  /** ORDER BY of the primary key; text in order of its bytes, whatever the language of the server. */
  readonly order: string;
}

/** Every table of tenants, those that others refer to first: what is restored in this order finds what it refers to. */
export async function tenantTables(sql: TenantSql): Promise<readonly BackupTable[]> {
  const { rows: tables } = await sql.query<BackupTable & { oid: number }>(`
    SELECT c.oid::int, quote_ident(c.relname) AS name,
      (SELECT array_agg(quote_ident(a.attname) ORDER BY a.attnum) FROM pg_attribute a
        WHERE a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped AND a.attgenerated = '') AS columns,
      (SELECT string_agg('t.' || quote_ident(a.attname) || CASE a.atttypid WHEN 'text'::regtype THEN ' COLLATE "C"' ELSE '' END, ', '
          ORDER BY array_position(k.conkey, a.attnum)) FROM pg_attribute a
        WHERE a.attrelid = c.oid AND a.attnum = ANY (k.conkey)) AS "order"
    FROM pg_class c
    JOIN pg_namespace n ON n.oid = c.relnamespace AND n.nspname = 'public'
    JOIN pg_constraint k ON k.conrelid = c.oid AND k.contype = 'p'
    WHERE c.relkind IN ('r', 'p') AND NOT c.relispartition AND c.relrowsecurity
    ORDER BY c.relname`);
  const { rows: links } = await sql.query<{ child: number; parent: number }>(`
    SELECT conrelid::int AS child, confrelid::int AS parent FROM pg_constraint
     WHERE contype = 'f' AND conrelid <> confrelid`);
  const known = new Set(tables.map(({ oid }) => oid));
  const sorted: BackupTable[] = [];
  const done = new Set<number>();
  while (sorted.length < tables.length) {
    const ready = tables.filter(
      ({ oid }) =>
        !done.has(oid) &&
        links.every(({ child, parent }) => child !== oid || !known.has(parent) || done.has(parent)),
    );
    if (ready.length === 0) throw new Error("tables refer to one another in a circle");
    for (const { oid, ...table } of ready) {
      done.add(oid);
      sorted.push(table);
    }
  }
  return sorted;
}

const OF_ITS_PEOPLE = `t.person_id IN (
  SELECT id FROM identity.person WHERE tenant_id = $1
  UNION SELECT person_id FROM identity.membership WHERE tenant_id = $1)`;

/**
 * Tables before tenancy, in the order in which they refer to one another, with what of them belongs to a tenant ($1).
 * Sessions, failed tries and processes are of the moment and are left out.
 */
export const GLOBAL_TABLES: readonly (BackupTable & { readonly of: string })[] = [
  {
    name: "platform.tenant",
    columns: list(
      "id parent_id slug hosts kind tier name timezone currency locale brand created_at hotline map",
    ),
    order: "t.id",
    of: "t.id = $1",
  },
  {
    name: "identity.person",
    columns: list("id tenant_id login name created_at disabled_at email phone"),
    order: "t.id",
    of: `(t.tenant_id = $1 OR t.id IN (
      SELECT person_id FROM identity.membership WHERE tenant_id = $1
      UNION SELECT created_by FROM identity.api_key WHERE tenant_id = $1
      UNION SELECT invited_by FROM identity.invitation WHERE tenant_id = $1))`,
  },
  {
    name: "identity.credential",
    columns: list("person_id kind secret changed_at"),
    order: 't.person_id, t.kind COLLATE "C"',
    of: OF_ITS_PEOPLE,
  },
  {
    name: "identity.totp",
    columns: list("person_id secret last_step created_at confirmed_at"),
    order: "t.person_id",
    of: OF_ITS_PEOPLE,
  },
  {
    name: "identity.recovery_code",
    columns: list("person_id code_hash used_at"),
    order: "t.person_id, t.code_hash",
    of: OF_ITS_PEOPLE,
  },
  {
    name: "identity.security_setting",
    columns: list("tenant_id second_factor_roles password_length_min customer_codes changed_at"),
    order: "t.tenant_id",
    of: "t.tenant_id = $1",
  },
  {
    name: "identity.membership",
    columns: list("tenant_id person_id roles created_at"),
    order: "t.tenant_id, t.person_id",
    of: "t.tenant_id = $1",
  },
  {
    name: "identity.sign_on_provider",
    columns: list("tenant_id name issuer client_id secret enabled changed_at"),
    order: "t.tenant_id",
    of: "t.tenant_id = $1",
  },
  {
    name: "identity.sign_on_link",
    columns: list("tenant_id issuer subject person_id created_at"),
    order: 't.tenant_id, t.issuer COLLATE "C", t.subject COLLATE "C"',
    of: `t.tenant_id = $1 AND ${OF_ITS_PEOPLE}`,
  },
  {
    name: "identity.customer_login",
    columns: list("tenant_id person_id customer_id created_at access"),
    order: "t.tenant_id, t.person_id, t.customer_id",
    of: "t.tenant_id = $1",
  },
  {
    name: "identity.account_invitation",
    columns: list(
      "tenant_id id customer_id phone access invited_by invited_by_name created_at expires_at answered_at accepted_by revoked_at",
    ),
    order: "t.tenant_id, t.id",
    of: "t.tenant_id = $1",
  },
  {
    name: "identity.invitation",
    columns: list(
      "id tenant_id email name roles token_hash invited_by created_at sent_at expires_at accepted_at accepted_by revoked_at",
    ),
    order: "t.id",
    of: "t.tenant_id = $1",
  },
  {
    name: "identity.api_key",
    columns: list("id tenant_id name hint key_hash scopes created_by created_at used_at revoked_at"),
    order: "t.id",
    of: "t.tenant_id = $1",
  },
  {
    // The very bundles that the utility's releases grant: without them its bills could not be made.
    name: "platform.plugin_version",
    columns: list("plugin_id version hash manifest source trust publisher_key published_at withdrawn_at"),
    order: 't.plugin_id COLLATE "C", t.version COLLATE "C"',
    of: "t.hash IN (SELECT content ->> 'hash' FROM blueprint_item WHERE tenant_id = $1 AND kind = 'grant')",
  },
];

/** Global tables that a backup leaves out, each with the reason; a test holds that none is forgotten. */
export const LEFT_OUT: Readonly<Record<string, string>> = {
  "identity.attempt": "failed sign-ins of the last minutes",
  "identity.device": "known again at the next sign-in",
  "identity.one_time_code": "codes of the last minutes",
  "identity.password_reset": "links of the last half hour",
  "identity.pending_sign_in": "sign-ins of the last minutes",
  "identity.process": "processes that run now",
  "identity.session": "people sign in anew after a restore",
  "identity.sign_on_attempt": "sign-ons of the last minutes",
  "platform.milestone": "in the manifest of a backup of all utilities",
  "public.schema_version": "in the manifest",
};

function list(names: string): readonly string[] {
  return names.split(" ");
}

/** The newest migration that the database has. */
export async function schemaVersion(sql: TenantSql): Promise<number> {
  const { rows } = await sql.query<{ version: number }>(
    "SELECT max(version)::int AS version FROM public.schema_version",
  );
  return rows[0]?.version ?? 0;
}
