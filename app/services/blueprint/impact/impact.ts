import { type TenantSql, withTenantSql } from "#app/platform/database.ts";
import type { Scope } from "#app/platform/tenancy.ts";
import type { Words } from "#engines/kernel/errors.ts";
import { type Item, itemName } from "#schema/blueprint/item.ts";
import type { ImpactCounter } from "./counter.ts";
import { impactCounters } from "./counters.ts";

/** One count that is not zero. */
export interface Impact {
  /** `kind/key` of the item. */
  readonly item: string;
  readonly count: number;
  readonly words: Words;
  /** Whether the item cannot be removed because of it. */
  readonly keeps: boolean;
}

/** What items touch, by live counts, largest first within an item. One statement a counter, whatever the number of items. */
export async function impactOf(
  scope: Scope,
  items: readonly Pick<Item, "kind" | "key">[],
  counters: readonly ImpactCounter[] = impactCounters,
): Promise<readonly Impact[]> {
  const asked = counters.filter(({ kind }) => items.some((item) => item.kind === kind));
  if (asked.length === 0) return [];
  return withTenantSql(scope, async (sql) => {
    const found: Impact[] = [];
    for (const counter of asked) found.push(...(await countsOf(sql, scope, counter, items)));
    return found.sort((a, b) => (a.item < b.item ? -1 : a.item > b.item ? 1 : b.count - a.count));
  });
}

async function countsOf(
  sql: TenantSql,
  scope: Scope,
  counter: ImpactCounter,
  items: readonly Pick<Item, "kind" | "key">[],
): Promise<Impact[]> {
  const { kind, keeps } = counter;
  const keys = items.filter((item) => item.kind === kind).map(({ key }) => key);
  const counts = await counter.count(sql, scope.tenantId, keys);
  return [...counts]
    .filter(([, count]) => count > 0)
    .map(([key, count]) => ({
      item: itemName({ kind, key }),
      count,
      words: counter.words(count),
      keeps,
    }));
}
