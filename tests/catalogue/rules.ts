/**
 * What must hold of the schema, read from PostgreSQL's own catalogue: tenancy (docs/decisions/0002) and the rules that keep
 * the way to a distributed database open. `find` returns a line for each breach. `breach` makes one on purpose: a rule
 * that does not notice it is no rule.
 */
export interface Rule {
  readonly name: string;
  readonly find: string;
  readonly breach: string;
}

/** Tables of ours: not PostgreSQL's, not the queue's. */
const OURS = `n.nspname NOT IN ('pg_catalog', 'information_schema', 'pg_toast', 'graphile_worker')
  AND n.nspname NOT LIKE 'pg_temp%' AND n.nspname NOT LIKE 'pg_toast%'`;

/** A tenant's table: in the schema public and not on the list of global tables. */
const tenantTable = (alias: string): string =>
  `${alias}.relnamespace = 'public'::regnamespace AND ${alias}.relkind IN ('r', 'p') AND ${alias}.relname <> 'schema_version'`;

/** `tenantTable`, without partitions: those are reached through their parent only. */
const tenantParent = (alias: string): string => `${tenantTable(alias)} AND NOT ${alias}.relispartition`;

const firstColumn = (relation: string, number: string): string =>
  `(SELECT attname FROM pg_attribute WHERE attrelid = ${relation} AND attnum = ${number})`;

const APP_ROLES = (prefix: string): string =>
  `('${prefix}_app', '${prefix}_portal', '${prefix}_identity', '${prefix}_jobs')`;

const BAD =
  "CREATE TABLE public.bad (tenant_id uuid NOT NULL, id uuid NOT NULL, CONSTRAINT bad_pk PRIMARY KEY (tenant_id, id))";
const BAD_PROTECTED = `${BAD}; SELECT app.protect('public.bad')`;

export const rulesFor = (prefix: string): readonly Rule[] => [
  {
    name: "a tenant's table has tenant_id, a uuid that is never null",
    find: `SELECT c.oid::regclass::text FROM pg_class c WHERE ${tenantTable("c")} AND NOT EXISTS (
      SELECT 1 FROM pg_attribute a WHERE a.attrelid = c.oid AND a.attname = 'tenant_id' AND a.attnotnull AND a.atttypid = 'uuid'::regtype)`,
    breach: "CREATE TABLE public.bad (id uuid CONSTRAINT bad_pk PRIMARY KEY)",
  },
  {
    name: "row-level security is on and forced on each tenant's table",
    find: `SELECT c.oid::regclass::text FROM pg_class c WHERE ${tenantParent("c")} AND NOT (c.relrowsecurity AND c.relforcerowsecurity)`,
    breach: `${BAD}; ALTER TABLE public.bad ENABLE ROW LEVEL SECURITY`,
  },
  {
    name: "each tenant's table has the four policies that app.protect makes, and no further permissive one",
    find: `SELECT format('%s: %s', c.oid::regclass, coalesce(string_agg(p.polname || ' ' || p.polcmd::text, ', ' ORDER BY p.polname), 'none'))
      FROM pg_class c LEFT JOIN pg_policy p ON p.polrelid = c.oid AND p.polpermissive
      WHERE ${tenantParent("c")} GROUP BY c.oid
      HAVING coalesce(string_agg(p.polname || ' ' || p.polcmd::text, ', ' ORDER BY p.polname), '')
        <> 'tenant_deletes d, tenant_inserts a, tenant_reads r, tenant_updates w'`,
    breach: `${BAD_PROTECTED}; CREATE POLICY everything ON public.bad FOR SELECT USING (true)`,
  },
  {
    name: "reading is bound to the scope, writing to the tenant, in each policy",
    find: `SELECT format('%s.%s', c.oid::regclass, p.polname) FROM pg_class c JOIN pg_policy p ON p.polrelid = c.oid AND p.polpermissive
      WHERE ${tenantParent("c")} AND (
        (p.polcmd = 'r' AND pg_get_expr(p.polqual, c.oid) !~ '^\\(tenant_id = ANY .*app\\.tenant_scope')
        OR (p.polcmd IN ('w', 'd') AND pg_get_expr(p.polqual, c.oid) !~ '^\\(tenant_id = \\( SELECT .*app\\.tenant_id')
        OR (p.polcmd IN ('a', 'w') AND pg_get_expr(p.polwithcheck, c.oid) !~ '^\\(tenant_id = \\( SELECT .*app\\.tenant_id'))`,
    breach: `${BAD_PROTECTED}; ALTER POLICY tenant_updates ON public.bad USING (tenant_id IS NOT NULL)`,
  },
  {
    name: "what the portal may read has a floor per customer, or is named here as the same for all",
    find: `SELECT c.oid::regclass::text FROM pg_class c
      WHERE ${tenantParent("c")} AND has_table_privilege('${prefix}_portal', c.oid, 'SELECT, UPDATE, DELETE')
        -- Published to every customer: which release is in force, and what it lists. Its items have a floor by kind.
        AND c.relname NOT IN ('release', 'release_item', 'release_current')
        AND NOT EXISTS (SELECT 1 FROM pg_policy p WHERE p.polrelid = c.oid AND NOT p.polpermissive AND p.polcmd = '*'
          AND p.polroles = ARRAY['${prefix}_portal'::regrole::oid])`,
    breach: `${BAD_PROTECTED}; GRANT SELECT ON public.bad TO "${prefix}_portal"`,
  },
  {
    name: "a primary, unique or exclusion key begins with the tenant",
    find: `SELECT format('%s.%s', c.oid::regclass, i.indexrelid::regclass) FROM pg_class c JOIN pg_index i ON i.indrelid = c.oid
      WHERE ${tenantTable("c")} AND (i.indisunique OR i.indisexclusion) AND ${firstColumn("c.oid", "i.indkey[0]")} IS DISTINCT FROM 'tenant_id'`,
    breach: `${BAD}; ALTER TABLE public.bad ADD CONSTRAINT bad_id_unique UNIQUE (id)`,
  },
  {
    name: "an index for searching begins with the tenant (but for inverted ones, which cannot)",
    find: `SELECT format('%s.%s', c.oid::regclass, i.indexrelid::regclass) FROM pg_class c JOIN pg_index i ON i.indrelid = c.oid
      JOIN pg_class x ON x.oid = i.indexrelid JOIN pg_am m ON m.oid = x.relam
      WHERE ${tenantTable("c")} AND m.amname NOT IN ('gin', 'brin') AND ${firstColumn("c.oid", "i.indkey[0]")} IS DISTINCT FROM 'tenant_id'`,
    breach: `${BAD}; CREATE INDEX bad_by_id ON public.bad (id)`,
  },
  {
    name: "a foreign key of a tenant's table begins with the tenant on both sides, or points to the tenant itself",
    find: `SELECT format('%s.%s', c.oid::regclass, k.conname) FROM pg_constraint k JOIN pg_class c ON c.oid = k.conrelid
      WHERE k.contype = 'f' AND ${tenantTable("c")} AND NOT (
        ${firstColumn("k.conrelid", "k.conkey[1]")} = 'tenant_id' AND (
          ${firstColumn("k.confrelid", "k.confkey[1]")} = 'tenant_id'
          OR (k.confrelid = 'platform.tenant'::regclass AND cardinality(k.conkey) = 1)))`,
    breach: `${BAD}; ALTER TABLE public.bad ADD COLUMN other uuid; ALTER TABLE public.bad ADD CONSTRAINT bad_other_fk FOREIGN KEY (other, tenant_id) REFERENCES public.bad (id, tenant_id)`,
  },
  {
    name: "no global table points to a tenant's",
    find: `SELECT format('%s.%s', k.conrelid::regclass, k.conname) FROM pg_constraint k
      JOIN pg_class c ON c.oid = k.conrelid JOIN pg_class f ON f.oid = k.confrelid
      WHERE k.contype = 'f' AND ${tenantTable("f")} AND NOT (${tenantTable("c")})`,
    breach: `CREATE TABLE platform.bad (tenant_id uuid, id uuid CONSTRAINT bad_pk PRIMARY KEY,
      CONSTRAINT bad_customer_fk FOREIGN KEY (tenant_id, id) REFERENCES public.customer (tenant_id, id))`,
  },
  {
    name: "a foreign key deletes by cascade or not at all, and never changes keys",
    find: `SELECT format('%s.%s', k.conrelid::regclass, k.conname) FROM pg_constraint k
      JOIN pg_class c ON c.oid = k.conrelid JOIN pg_namespace n ON n.oid = c.relnamespace
      WHERE ${OURS} AND k.contype = 'f' AND (k.confdeltype IN ('n', 'd') OR k.confupdtype <> 'a')`,
    breach: `${BAD}; ALTER TABLE public.bad ADD COLUMN premise_id uuid; ALTER TABLE public.bad ADD CONSTRAINT bad_premise_fk
      FOREIGN KEY (tenant_id, premise_id) REFERENCES public.premise (tenant_id, id) ON DELETE SET NULL (premise_id)`,
  },
  {
    name: "each constraint was given its name",
    find: `SELECT format('%s.%s', k.conrelid::regclass, k.conname) FROM pg_constraint k
      JOIN pg_class c ON c.oid = k.conrelid JOIN pg_namespace n ON n.oid = c.relnamespace
      WHERE ${OURS} AND c.relname <> 'schema_version' AND NOT c.relispartition AND k.contype IN ('p', 'u', 'f', 'c', 'x')
        AND k.conname ~ '_(pkey|key|fkey|check|excl)\\d*$'`,
    breach:
      "CREATE TABLE public.bad (tenant_id uuid NOT NULL, id uuid NOT NULL, PRIMARY KEY (tenant_id, id))",
  },
  {
    name: "there are no triggers: what must happen is written in code",
    find: `SELECT format('%s.%s', t.tgrelid::regclass, t.tgname) FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid
      JOIN pg_namespace n ON n.oid = c.relnamespace WHERE ${OURS} AND NOT t.tgisinternal`,
    breach: `CREATE FUNCTION public.bad() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END';
      CREATE TRIGGER bad BEFORE INSERT ON public.customer FOR EACH ROW EXECUTE FUNCTION public.bad()`,
  },
  {
    name: "there are no rules",
    find: `SELECT format('%s.%s', r.ev_class::regclass, r.rulename) FROM pg_rewrite r JOIN pg_class c ON c.oid = r.ev_class
      JOIN pg_namespace n ON n.oid = c.relnamespace WHERE ${OURS} AND r.rulename <> '_RETURN' AND NOT EXISTS (
        SELECT 1 FROM pg_depend d WHERE d.objid = c.oid AND d.deptype = 'e')`,
    breach: "CREATE RULE bad AS ON DELETE TO public.customer DO INSTEAD NOTHING",
  },
  {
    name: "a view asks with the rights of who asks, and nothing is materialised",
    find: `SELECT c.oid::regclass::text FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
      WHERE ${OURS} AND (c.relkind = 'm' OR (c.relkind = 'v' AND NOT coalesce(c.reloptions @> '{security_invoker=true}', false)))
        AND NOT EXISTS (SELECT 1 FROM pg_depend d WHERE d.objid = c.oid AND d.deptype = 'e')`,
    breach: "CREATE VIEW public.bad AS SELECT * FROM public.customer",
  },
  {
    name: "no default is volatile: keys and random values are made in code",
    find: `SELECT format('%s.%s', d.adrelid::regclass, a.attname) FROM pg_attrdef d
      JOIN pg_attribute a ON a.attrelid = d.adrelid AND a.attnum = d.adnum
      JOIN pg_class c ON c.oid = d.adrelid JOIN pg_namespace n ON n.oid = c.relnamespace
      WHERE ${OURS} AND a.attgenerated = '' AND a.attidentity = '' AND EXISTS (
        SELECT 1 FROM regexp_matches(pg_get_expr(d.adbin, d.adrelid), '(\\w+)\\(', 'g') called
        JOIN pg_proc p ON p.proname = called[1] WHERE p.provolatile = 'v')`,
    breach: `${BAD}; ALTER TABLE public.bad ALTER COLUMN id SET DEFAULT gen_random_uuid()`,
  },
  {
    name: "nobody is granted a partition: partitions carry no policies",
    find: `SELECT format('%s to %s', c.oid::regclass, g.grantee::regrole) FROM pg_class c, aclexplode(c.relacl) g
      WHERE c.relispartition AND c.relkind IN ('r', 'p') AND g.grantee <> c.relowner`,
    breach: `CREATE TABLE public.bad (tenant_id uuid NOT NULL, day date NOT NULL, CONSTRAINT bad_pk PRIMARY KEY (tenant_id, day)) PARTITION BY RANGE (day);
      CREATE TABLE public.bad_2026 PARTITION OF public.bad FOR VALUES FROM ('2026-01-01') TO ('2027-01-01');
      GRANT SELECT ON public.bad_2026 TO "${prefix}_app"`,
  },
  {
    name: "nothing is granted to everybody",
    find: `SELECT format('%s: %s', c.oid::regclass, g.privilege_type) FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace,
        aclexplode(c.relacl) g WHERE ${OURS} AND g.grantee = 0
      UNION ALL SELECT format('schema %s: %s', n.nspname, g.privilege_type) FROM pg_namespace n, aclexplode(n.nspacl) g
      WHERE ${OURS} AND g.grantee = 0
      UNION ALL SELECT 'default privileges' FROM pg_default_acl`,
    breach: "GRANT SELECT ON public.customer TO PUBLIC",
  },
  {
    name: "a single column is granted for UPDATE only, and never one of the primary key",
    find: `SELECT format('%s.%s: %s', a.attrelid::regclass, a.attname, g.privilege_type) FROM pg_attribute a
      JOIN pg_class c ON c.oid = a.attrelid JOIN pg_namespace n ON n.oid = c.relnamespace, aclexplode(a.attacl) g
      WHERE ${OURS} AND NOT EXISTS (SELECT 1 FROM pg_depend d WHERE d.objid = c.oid AND d.deptype = 'e') AND (
        g.privilege_type <> 'UPDATE'
        OR EXISTS (SELECT 1 FROM pg_index i WHERE i.indrelid = c.oid AND i.indisprimary AND a.attnum = ANY (i.indkey)))`,
    breach: `GRANT UPDATE (tenant_id) ON public.customer TO "${prefix}_app"`,
  },
  {
    name: "the roles own nothing but the queue and the functions that stand before it",
    find: `SELECT c.oid::regclass::text FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
      WHERE ${OURS} AND c.relowner::regrole::text IN ${APP_ROLES(prefix)}
      UNION ALL SELECT p.oid::regprocedure::text FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace
      WHERE ${OURS} AND p.proowner::regrole::text IN ${APP_ROLES(prefix)} AND p.proname NOT IN ('add_job', 'job_summary')`,
    breach: `${BAD}; GRANT CREATE ON SCHEMA public TO "${prefix}_jobs"; ALTER TABLE public.bad OWNER TO "${prefix}_jobs"`,
  },
  {
    name: "no role is a superuser, passes by policies, makes roles or inherits another",
    find: `SELECT r.rolname FROM pg_roles r WHERE r.rolname IN ${APP_ROLES(prefix)}
        AND (r.rolsuper OR r.rolbypassrls OR r.rolcreaterole OR r.rolcreatedb OR r.rolreplication)
      UNION ALL SELECT format('%s in %s', m.member::regrole, m.roleid::regrole) FROM pg_auth_members m
      WHERE m.member::regrole::text IN ${APP_ROLES(prefix)}`,
    breach: `GRANT "${prefix}_app" TO "${prefix}_portal"`,
  },
  {
    name: "a function that runs with its owner's rights has a fixed search path and is not for everybody",
    find: `SELECT p.oid::regprocedure::text FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace
      WHERE ${OURS} AND p.prosecdef AND NOT (
        EXISTS (SELECT 1 FROM unnest(p.proconfig) setting WHERE setting LIKE 'search_path=%')
        AND p.proacl IS NOT NULL AND NOT EXISTS (SELECT 1 FROM aclexplode(p.proacl) g WHERE g.grantee = 0))`,
    breach: "CREATE FUNCTION public.bad() RETURNS integer LANGUAGE sql SECURITY DEFINER AS 'SELECT 1'",
  },
];
