import type { TenantSql } from "#app/platform/database.ts";
import type { Words } from "#engines/kernel/errors.ts";

/**
 * How much business data an item touches: what stands beside a change for the reviewer ("217 open work orders use this
 * form"), and what keeps an item from being removed.
 */
export interface ImpactCounter {
  readonly kind: string;
  /** An item with a count above zero cannot be removed: data could not be worked on any more. */
  readonly keeps: boolean;
  /** The count of each key that has any. Runs inside the tenant; every statement names it. */
  count(sql: TenantSql, tenantId: string, keys: readonly string[]): Promise<ReadonlyMap<string, number>>;
  /** A whole sentence: "217 agreements are billed by this tariff". */
  words(count: number): Words;
}

/** How many records hold a value in a field of an item. */
export interface FieldCounter {
  readonly kind: string;
  /** The count of each field id that has any. */
  count(
    sql: TenantSql,
    tenantId: string,
    key: string,
    fields: readonly string[],
  ): Promise<ReadonlyMap<string, number>>;
}

/** A counter by one statement that answers `key` and `count` for `$1` tenant and `$2` keys. */
export function countedBy(statement: string): ImpactCounter["count"] {
  return async (sql, tenantId, keys) => {
    const { rows } = await sql.query<{ key: string; count: number }>(statement, [tenantId, keys]);
    return new Map(rows.map(({ key, count }) => [key, count]));
  };
}
