import { once } from "node:events";
import { finished } from "node:stream/promises";
import type { TenantSql } from "#app/platform/database.ts";

/** A value of a column. Objects go in as JSON, lists as arrays of text. */
export type Field =
  | string
  | number
  | null
  | undefined
  | Date
  | readonly string[]
  | { readonly [name: string]: unknown };

export type Row = Readonly<Record<string, Field>>;

const CHUNK_LENGTH = 64 * 1024;

/**
 * Writes many rows of one table in the caller's transaction: COPY into a staging table without policies, then one
 * INSERT … SELECT. Rows that stand already are left as they are, so a broken seed can be run again.
 * Returns how many rows were new.
 */
export async function insertRows(sql: TenantSql, table: string, rows: readonly Row[]): Promise<number> {
  const first = rows[0];
  if (first === undefined) return 0;
  const columns = Object.keys(first);
  const list = columns.join(", ");
  await sql.query(
    `CREATE TEMPORARY TABLE seed_stage ON COMMIT DROP AS SELECT ${list} FROM ${table} WITH NO DATA`,
  );
  const stream = sql.copyFrom(`COPY pg_temp.seed_stage FROM STDIN`);
  const done = finished(stream);
  let chunk = "";
  for (const row of rows) {
    chunk += `${columns.map((column) => fieldText(row[column])).join("\t")}\n`;
    if (chunk.length < CHUNK_LENGTH) continue;
    if (!stream.write(chunk)) await Promise.race([once(stream, "drain"), done]);
    chunk = "";
  }
  stream.end(chunk);
  await done;
  const { rowCount } = await sql.query(
    `INSERT INTO ${table} (${list}) SELECT ${list} FROM pg_temp.seed_stage ON CONFLICT DO NOTHING`,
  );
  await sql.query("DROP TABLE pg_temp.seed_stage");
  return rowCount;
}

/** A field in COPY's text format. */
function fieldText(field: Field): string {
  if (field === null || field === undefined) return "\\N";
  if (typeof field === "number") return String(field);
  if (field instanceof Date) return field.toISOString();
  if (Array.isArray(field))
    return escaped(`{${field.map((text: string) => JSON.stringify(text)).join(",")}}`);
  return escaped(typeof field === "string" ? field : JSON.stringify(field));
}

function escaped(text: string): string {
  return text
    .replaceAll("\\", "\\\\")
    .replaceAll("\t", "\\t")
    .replaceAll("\n", "\\n")
    .replaceAll("\r", "\\r");
}
