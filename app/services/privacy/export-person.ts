import { commonError } from "#app/platform/common-errors.ts";
import { readTenant, type TenantSql, withIdentity, withTenantSql } from "#app/platform/database.ts";
import type { Scope } from "#app/platform/tenancy.ts";
import { COLUMNS } from "./columns.ts";
import { type DataClass, HOLDINGS, type Holding, IDENTITY_HOLDINGS } from "./holdings.ts";
import { ABOUT, inTenant } from "./list-holdings.ts";
import { personsOf } from "./persons.ts";

export type ExportedRow = Readonly<Record<string, unknown>>;

/** Rows of one table about the customer; a large table comes in several parts. */
export interface ExportedPart {
  readonly of: DataClass;
  readonly table: string;
  readonly rows: readonly ExportedRow[];
}

/**
 * Everything that is stored about one customer (GB/T 35273-2020, 8.6), table by table, in the state of one moment. Left
 * out: secrets that prove a sign-in, and where members of staff sat when they looked.
 */
export async function* exportPerson(scope: Scope, customerId: string): AsyncGenerator<ExportedPart> {
  const { tenantId } = scope;
  const { persons, signIn } = await withIdentity(async (sql) => {
    const { all } = await personsOf(sql, tenantId, customerId);
    const parts: ExportedPart[] = [];
    for (const holding of IDENTITY_HOLDINGS)
      parts.push(await partOf(sql, holding, [tenantId, customerId, all]));
    return { persons: all, signIn: parts };
  });
  for (const [index, holding] of HOLDINGS.entries()) {
    yield await withTenantSql(scope, (sql) => partOf(sql, holding, [tenantId, customerId, persons]));
    if (index === 0) yield* signIn;
  }
}

/** The customer's number, for the name of the file. @throws NOT_FOUND */
export async function customerNumber(scope: Scope, customerId: string): Promise<string> {
  const [row] = await readTenant<{ number: string }>(
    scope,
    "privacy.customer-number",
    "SELECT number FROM customer WHERE tenant_id = $1 AND id = $2",
    [scope.tenantId, customerId],
  );
  if (row === undefined) throw commonError("NOT_FOUND");
  return row.number;
}

async function partOf(
  sql: TenantSql,
  { of, table, rows: which, order }: Holding,
  about: readonly unknown[],
): Promise<ExportedPart> {
  const { rows } = await sql.query<{ row: ExportedRow }>(
    `SELECT ${rowOf(table)} AS row FROM ${table} t WHERE ${inTenant(table)} AND ${which} AND ${ABOUT} ORDER BY ${order}`,
    about,
  );
  return { of, table, rows: rows.map(({ row }) => row) };
}

/** A row as JSON without what is left out; bytes in base64. */
function rowOf(table: string): string {
  const left = ["tenant_id", "token_hash", "code_hash", "key_hash"];
  for (const [name, column] of Object.entries(COLUMNS[table]?.personal ?? {}))
    if (column.kind === "secret" || (column.of === "staff" && column.kind === "ip")) left.push(name);
  const bare = `to_jsonb(t) - ARRAY[${left.map((name) => `'${name}'`).join(", ")}]`;
  return table === "attachment"
    ? `(${bare}) || jsonb_build_object('content', encode(t.content, 'base64'))`
    : bare;
}
