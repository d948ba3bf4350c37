import { once } from "node:events";
import { finished } from "node:stream/promises";
import type { TenantSql } from "#app/platform/database.ts";

/** Bytes gathered before they are given to the connection. */
const CHUNK_LENGTH = 64 * 1024;

/**
 * Bulk goes through a staging table of the connection (COPY is refused on tables with policies) and from there by one
 * INSERT … SELECT. The table empties itself at the end of the transaction, so a pooled connection carries nothing over.
 */
export async function stage(
  sql: TenantSql,
  table: string,
  columns: string,
  lines: Iterable<string>,
): Promise<void> {
  await sql.query(`CREATE TEMPORARY TABLE IF NOT EXISTS ${table} (${columns}) ON COMMIT DELETE ROWS`);
  await sql.query(`DELETE FROM pg_temp.${table}`);
  const stream = sql.copyFrom(`COPY pg_temp.${table} FROM STDIN`);
  const done = finished(stream);
  let chunk = "";
  for (const line of lines) {
    chunk += line;
    if (chunk.length < CHUNK_LENGTH) continue;
    if (!stream.write(chunk)) await Promise.race([once(stream, "drain"), done]);
    chunk = "";
  }
  stream.end(chunk);
  await done;
}

/** A line of COPY's text format. Fields must be free of tabs, line breaks and backslashes (numbers, uuids, arrays, `\\x…`). */
export function copyLine(fields: readonly (string | number | bigint | null)[]): string {
  return `${fields.map((field) => (field === null ? "\\N" : field)).join("\t")}\n`;
}

/** A SHA-256 in hexadecimal as COPY takes bytea. */
export function copyHash(hash: string): string {
  return `\\\\x${hash}`;
}

/** An array of numbers as COPY and parameters take it. */
export function arrayText(values: readonly (bigint | number | null)[]): string {
  let text = "{";
  for (let at = 0; at < values.length; at += 1) {
    if (at > 0) text += ",";
    text += values[at] ?? "NULL";
  }
  return `${text}}`;
}
