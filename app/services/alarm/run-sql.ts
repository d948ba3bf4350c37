import type { TenantSql, TenantTx } from "#app/platform/database.ts";

/** One statement in a transaction of either kind: what listens to an event is not told which. */
export async function runSql(
  tx: TenantTx | TenantSql,
  text: string,
  values: readonly unknown[] = [],
): Promise<number> {
  if ("query" in tx) return (await tx.query(text, values)).rowCount;
  return tx.$executeRawUnsafe(text, ...values);
}
