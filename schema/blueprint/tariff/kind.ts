import type { Words } from "#engines/kernel/errors.ts";
import { defineKind } from "../kind.ts";
import { changes, sentence } from "../words.ts";
import { checkTariff } from "./check.ts";
import { MAIN_QUANTITY, type Tariff, tariffSchema } from "./schema.ts";

/**
 * What `when` may name: `agreement.<attribute>` as the agreement states it; `use.<quantity>` of the bill and
 * `monthlyUse.<quantity>`, the same a month, for whatever the tariff charges by. Use that is banked is not among it:
 * it is settled by period, and a second look would settle it twice.
 */
export function whenVariables({ utility, quantities, charges }: Tariff) {
  const charged = charges.flatMap((charge) => (charge.type === "energy" ? (charge.quantity ?? []) : []));
  const names = [MAIN_QUANTITY[utility].quantity, ...Object.keys(quantities), ...charged];
  const used = Object.fromEntries(
    names.filter((name) => quantities[name]?.negative !== "bank").map((name) => [name, "double"]),
  );
  return { agreement: "map<string, dyn>", use: used, monthlyUse: used };
}

/** Tariffs as a kind of blueprint item. */
export const tariffKind = defineKind({
  kind: "tariff",
  label: { "zh-CN": "电价/气价", en: "Tariff" },
  schema: tariffSchema,
  guarded: "money",
  // A tariff stands on its own: seasons, schedules and quantities are inside it.
  references: () => [],
  expressions: (tariff) =>
    tariff.charges.flatMap(({ when }, at) =>
      when === undefined
        ? []
        : [
            {
              language: "cel",
              source: when,
              path: `/charges/${at}/when`,
              variables: whenVariables(tariff),
              expects: "bool",
            },
          ],
    ),
  check: checkTariff,
  words: tariffWords,
});

/** Says a change of a tariff charge by charge; within a charge each changed field with its path. */
function tariffWords(before: Tariff | undefined, after: Tariff | undefined): Words[] {
  if (before === undefined && after === undefined) return [];
  if (before === undefined)
    return [sentence("新建价目表“{0}”", "Created the tariff “{0}”", [labelOf(after)])];
  if (after === undefined)
    return [sentence("删除价目表“{0}”", "Removed the tariff “{0}”", [labelOf(before)])];
  const said: Words[] = [];
  const old = new Map(before.charges.map((charge) => [charge.code, charge]));
  const current = new Map(after.charges.map((charge) => [charge.code, charge]));
  for (const [code, charge] of current) {
    const was = old.get(code);
    if (was === undefined) said.push(sentence("新增收费项“{0}”", "Added the charge “{0}”", [charge.label]));
    else changes(was, charge, code, said);
  }
  for (const [code, charge] of old) {
    if (!current.has(code))
      said.push(sentence("删除收费项“{0}”", "Removed the charge “{0}”", [charge.label]));
  }
  const { charges: _before, ...restBefore } = before;
  const { charges: _after, ...restAfter } = after;
  changes(restBefore, restAfter, "", said);
  return said;
}

function labelOf(tariff: Tariff | undefined): Words {
  return tariff?.label ?? { "zh-CN": "", en: "" };
}
