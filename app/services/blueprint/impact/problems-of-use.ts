import { withTenantSql } from "#app/platform/database.ts";
import type { Scope } from "#app/platform/tenancy.ts";
import { errorsOf, type ManifoldError } from "#engines/kernel/errors.ts";
import { fieldsOf } from "#schema/blueprint/facts.ts";
import { type EffectiveItem, itemName, type KindRegistry } from "#schema/blueprint/item.ts";
import { type Problem, problemOfError } from "#schema/blueprint/problem.ts";
import { releaseErrors } from "../errors.ts";
import { fieldCounters } from "./counters.ts";
import { impactOf } from "./impact.ts";

const fail = errorsOf(releaseErrors);

/** What business data still use of what is removed: an item that data need is an error, a field whose data rest is told. */
export async function problemsOfUse(
  scope: Scope,
  before: readonly EffectiveItem[],
  after: readonly EffectiveItem[],
  kinds: KindRegistry,
): Promise<Problem[]> {
  const present = new Map(after.map((item) => [itemName(item), item]));
  const removed = before.filter((item) => !present.has(itemName(item)));
  const problems = (await impactOf(scope, removed))
    .filter(({ keeps }) => keeps)
    .map(({ item, words }): Problem => {
      const params = { item, use: words.en, useZh: words["zh-CN"] };
      return problemAt(item, fail("ITEM_IN_USE", params), "error");
    });
  return [...problems, ...(await heldFields(scope, before, present, kinds))];
}

/** Fields that are gone though records hold values in them. Their data stay until they are erased on purpose. */
async function heldFields(
  scope: Scope,
  before: readonly EffectiveItem[],
  present: ReadonlyMap<string, EffectiveItem>,
  kinds: KindRegistry,
): Promise<Problem[]> {
  const gone = before.flatMap((item) => {
    const is = present.get(itemName(item));
    if (is === undefined || is.hash === item.hash) return [];
    const kept = new Set((fieldsOf(is, kinds) ?? []).map(({ id }) => id));
    const fields = (fieldsOf(item, kinds) ?? []).map(({ id }) => id).filter((id) => !kept.has(id));
    return fields.length === 0 ? [] : [{ item, fields }];
  });
  if (gone.length === 0) return [];
  return withTenantSql(scope, async (sql) => {
    const problems: Problem[] = [];
    for (const { item, fields } of gone) {
      for (const counter of fieldCounters.filter(({ kind }) => kind === item.kind)) {
        for (const [field, count] of await counter.count(sql, scope.tenantId, item.key, fields)) {
          if (count === 0) continue;
          const name = itemName(item);
          problems.push(problemAt(name, fail("FIELD_HELD", { item: name, field, count }), "warning"));
        }
      }
    }
    return problems;
  });
}

function problemAt(item: string, error: ManifoldError, severity: Problem["severity"]): Problem {
  return { ...problemOfError(error), item, severity };
}
