import type pg from "pg";

/**
 * Writes the Prisma models of a migrated database: SQL migrations are the truth, the models follow. `npm run models` puts
 * them into schema/database/models/, one file a noun; a test compares the two, so neither can move without the other.
 * (`prisma db pull` would need a schema engine that npm does not carry.)
 */
export async function modelsOf(client: pg.ClientBase): Promise<Map<string, string>> {
  const { rows: columns } = await client.query<Column>(COLUMNS);
  const { rows: keys } = await client.query<Key>(KEYS);
  const { rows: references } = await client.query<Reference>(REFERENCES);
  const tables = [...new Set(columns.map((column) => column.table))];
  return new Map(
    tables.map((table) => [
      `${table}.prisma`,
      model(
        columns.filter((column) => column.table === table),
        keys.filter((key) => key.table === table),
        references,
      ),
    ]),
  );
}

/** The schemas whose tables the app reaches by Prisma; identity and the job queue have faces of their own. */
const SCHEMAS = "('public', 'platform')";

interface Column {
  schema: string;
  table: string;
  column: string;
  type: string;
  array: boolean;
  nullable: boolean;
  default: string | null;
  generated: boolean;
}
interface Key {
  table: string;
  name: string;
  primary: boolean;
  columns: string[];
}
interface Reference {
  name: string;
  table: string;
  columns: string[];
  target: string;
  target_columns: string[];
  on_delete: "Restrict" | "Cascade";
  one_to_one: boolean;
}

const COLUMNS = `
  SELECT n.nspname AS schema, c.relname AS table, a.attname AS column,
    format_type(coalesce(nullif(t.typelem, 0), t.oid), CASE WHEN t.typcategory = 'A' THEN NULL ELSE a.atttypmod END) AS type,
    t.typcategory = 'A' AS array, NOT a.attnotnull AS nullable, pg_get_expr(d.adbin, d.adrelid) AS default,
    a.attgenerated <> '' OR a.attidentity <> '' AS generated
  FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
  JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
  JOIN (SELECT oid, typcategory, CASE WHEN typcategory = 'A' THEN typelem ELSE 0 END AS typelem FROM pg_type) t ON t.oid = a.atttypid
  LEFT JOIN pg_attrdef d ON d.adrelid = c.oid AND d.adnum = a.attnum
  WHERE n.nspname IN ${SCHEMAS} AND c.relkind IN ('r', 'p') AND NOT c.relispartition AND c.relname <> 'schema_version'
    AND EXISTS (SELECT 1 FROM pg_constraint k WHERE k.conrelid = c.oid AND k.contype = 'p')
  ORDER BY c.relname, a.attnum`;

const columnNames = (oid: string, numbers: string) =>
  `(SELECT array_agg(a.attname::text ORDER BY u.position) FROM unnest(${numbers}) WITH ORDINALITY u (number, position)
    JOIN pg_attribute a ON a.attrelid = ${oid} AND a.attnum = u.number)`;

const KEYS = `
  SELECT c.relname AS table, k.conname AS name, k.contype = 'p' AS primary, ${columnNames("k.conrelid", "k.conkey")} AS columns
  FROM pg_constraint k JOIN pg_class c ON c.oid = k.conrelid JOIN pg_namespace n ON n.oid = c.relnamespace
  WHERE n.nspname IN ${SCHEMAS} AND k.contype IN ('p', 'u') AND NOT c.relispartition ORDER BY c.relname, k.contype, k.conname`;

const REFERENCES = `
  SELECT k.conname AS name, c.relname AS table, ${columnNames("k.conrelid", "k.conkey")} AS columns,
    f.relname AS target, ${columnNames("k.confrelid", "k.confkey")} AS target_columns,
    CASE k.confdeltype WHEN 'c' THEN 'Cascade' ELSE 'Restrict' END AS on_delete,
    EXISTS (SELECT 1 FROM pg_constraint u WHERE u.conrelid = k.conrelid AND u.contype IN ('p', 'u')
      AND u.conkey @> k.conkey AND u.conkey <@ k.conkey) AS one_to_one
  FROM pg_constraint k JOIN pg_class c ON c.oid = k.conrelid JOIN pg_class f ON f.oid = k.confrelid
  JOIN pg_namespace n ON n.oid = c.relnamespace JOIN pg_namespace m ON m.oid = f.relnamespace
  WHERE k.contype = 'f' AND n.nspname IN ${SCHEMAS} AND m.nspname IN ${SCHEMAS} AND NOT c.relispartition
    AND k.conparentid = 0 AND f.relname <> 'tenant'
  ORDER BY c.relname, k.conname`;

function model(columns: Column[], keys: Key[], references: Reference[]): string {
  const { table, schema } = columns[0] as Column;
  const lines = columns.map(field);
  const outgoing = references.filter((reference) => reference.table === table);
  for (const reference of outgoing) {
    const optional = columns.some((column) => reference.columns.includes(column.column) && column.nullable);
    lines.push(
      `${outgoingName(reference)} ${pascal(reference.target)}${optional ? "?" : ""} @relation("${reference.name}", fields: [${reference.columns.map(camel).join(", ")}], references: [${reference.target_columns.map(camel).join(", ")}], map: "${reference.name}", onDelete: ${reference.on_delete}, onUpdate: NoAction)`,
    );
  }
  for (const reference of references.filter((candidate) => candidate.target === table)) {
    lines.push(
      `${incomingName(reference, references)} ${pascal(reference.table)}${reference.one_to_one ? "?" : "[]"} @relation("${reference.name}")`,
    );
  }
  lines.push("");
  for (const key of keys) {
    const fields = key.columns.map(camel).join(", ");
    lines.push(`${key.primary ? "@@id" : "@@unique"}([${fields}], map: "${key.name}")`);
  }
  lines.push(`@@map("${table}")`, `@@schema("${schema}")`);
  return `// Written by \`npm run models\` from the migrations.\nmodel ${pascal(table)} {\n${lines.map((line) => (line === "" ? "" : `  ${line}`)).join("\n")}\n}\n`;
}

function field(column: Column): string {
  const name = camel(column.column);
  const [type, native] = prismaType(column.type);
  const parts = [name, `${type}${column.array ? "[]" : column.nullable ? "?" : ""}`];
  if (column.default !== null && !column.generated)
    parts.push(`@default(dbgenerated(${JSON.stringify(column.default)}))`);
  if (column.generated) parts.push("@default(dbgenerated())");
  if (native) parts.push(native);
  if (name !== column.column) parts.push(`@map("${column.column}")`);
  return parts.join(" ");
}

/** The Prisma type and native attribute of a PostgreSQL type as format_type prints it. */
function prismaType(type: string): [string, string | undefined] {
  const [, base = type, argument] = /^([^(]+)(?:\(([^)]*)\))?/.exec(type) ?? [];
  const known: Record<string, [string, string | undefined]> = {
    text: ["String", undefined],
    uuid: ["String", "@db.Uuid"],
    character: ["String", `@db.Char(${argument})`],
    "character varying": ["String", `@db.VarChar(${argument})`],
    smallint: ["Int", "@db.SmallInt"],
    integer: ["Int", undefined],
    bigint: ["BigInt", undefined],
    boolean: ["Boolean", undefined],
    numeric: [
      "Decimal",
      argument === undefined ? "@db.Decimal" : `@db.Decimal(${argument.replace(",", ", ")})`,
    ],
    "double precision": ["Float", undefined],
    date: ["DateTime", "@db.Date"],
    "timestamp with time zone": ["DateTime", "@db.Timestamptz(6)"],
    jsonb: ["Json", undefined],
    bytea: ["Bytes", undefined],
    inet: ["String", "@db.Inet"],
  };
  return known[base.trim()] ?? [`Unsupported("${type}")`, undefined];
}

/** `premise.grid_cell_id` → `gridCell`: the foreign column's name without `_id`; else the target's name. */
function outgoingName(reference: Reference): string {
  const own = reference.columns.findLast((column) => column.endsWith("_id") && column !== "tenant_id");
  return camel(own === undefined ? `${reference.target}_of` : own.slice(0, -3));
}

/** The list on the other side, named after the referring table; by the constraint where two refer to the same table. */
function incomingName(reference: Reference, all: Reference[]): string {
  const twins = all.filter((other) => other.target === reference.target && other.table === reference.table);
  return camel(
    twins.length > 1 || reference.target === reference.table
      ? `${reference.name}_inverse`
      : `${reference.table}${reference.one_to_one ? "" : "_list"}`,
  );
}

const camel = (name: string) => name.replace(/_(\w)/g, (_, letter: string) => letter.toUpperCase());
const pascal = (name: string) => camel(`_${name}`);
