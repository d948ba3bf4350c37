import { type TenantSql, withIdentity, withTenantSql } from "#app/platform/database.ts";
import type { Scope } from "#app/platform/tenancy.ts";
import { COLUMNS, type ColumnKind, type KeepReason } from "./columns.ts";
import { type DataClass, HOLDINGS, type Holding, IDENTITY_HOLDINGS } from "./holdings.ts";
import { personsOf } from "./persons.ts";

/** What is stored about a customer in one table, and what an erasure does to it. */
export interface StoredData {
  readonly of: DataClass;
  readonly table: string;
  readonly rows: number;
  readonly kinds: readonly ColumnKind[];
  /** `erased`: written over in place; `removed`: the rows go; `kept`: they stay as they are. */
  readonly fate: "erased" | "removed" | "kept";
  readonly why: KeepReason | null;
}

/** What is stored about a customer, by table. It is the dry run of an erasure as well: the same rows are found. */
export async function listHoldings(scope: Scope, customerId: string): Promise<readonly StoredData[]> {
  const { tenantId } = scope;
  const { persons, signIn } = await withIdentity(async (sql) => {
    const found = await personsOf(sql, tenantId, customerId);
    return {
      persons: found.all,
      signIn: await count(sql, IDENTITY_HOLDINGS, [tenantId, customerId, found.all]),
    };
  });
  const inside = await withTenantSql(scope, (sql) => count(sql, HOLDINGS, [tenantId, customerId, persons]));
  return [...inside.slice(0, 1), ...signIn, ...inside.slice(1)];
}

async function count(
  sql: TenantSql,
  holdings: readonly Holding[],
  about: readonly unknown[],
): Promise<StoredData[]> {
  const counted: StoredData[] = [];
  for (const holding of holdings) {
    const { rows } = await sql.query<{ rows: number }>(countOf(holding), about);
    counted.push({ ...classOf(holding), rows: rows[0]?.rows ?? 0 });
  }
  return counted;
}

function classOf({ of, table, stays }: Holding): Omit<StoredData, "rows"> {
  const personal = Object.values(COLUMNS[table]?.personal ?? {}).filter((column) => column.of === "customer");
  const kinds = [...new Set(personal.map(({ kind }) => kind))];
  const keeper = personal.find((column) => column.fate === "kept");
  const why = stays ?? (keeper?.fate === "kept" ? keeper.why : null);
  const fate = personal.some((column) => column.fate === "removed")
    ? "removed"
    : personal.some((column) => column.fate === "erased")
      ? "erased"
      : "kept";
  return { of, table, kinds, fate, why };
}

// Every tenant's table bears the tenant; those before tenancy say it in their rows. $3 is named in all: its type is known.
const countOf = ({ table, rows }: Holding): string =>
  `SELECT count(*)::int AS rows FROM ${table} t WHERE ${inTenant(table)} AND ${rows} AND ${ABOUT}`;

/** All three are named in each statement, so that their types are known. */
export const ABOUT = "$2::uuid IS NOT NULL AND $3::uuid[] IS NOT NULL";

export const inTenant = (table: string): string =>
  table.includes(".") ? "$1::uuid IS NOT NULL" : "t.tenant_id = $1";
