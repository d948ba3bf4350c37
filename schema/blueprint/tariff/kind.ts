import type { Words } from "#engines/kernel/errors.ts";
import { defineKind } from "../kind.ts";
import { type Tariff, tariffSchema } from "./schema.ts";

/** Tariffs as a kind of blueprint item. */
export const tariffKind = defineKind({
  kind: "tariff",
  label: { "zh-CN": "电价/气价", en: "Tariff" },
  schema: tariffSchema,
  // A tariff stands on its own: seasons, schedules and quantities are inside it.
  references: () => [],
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

/** Walks two values side by side and says each leaf that differs. */
function changes(before: unknown, after: unknown, path: string, said: Words[]): void {
  if (isTree(before) && isTree(after) && Array.isArray(before) === Array.isArray(after)) {
    for (const key of new Set([...Object.keys(before), ...Object.keys(after)])) {
      const step = Array.isArray(before) ? `${path}[${key}]` : path === "" ? key : `${path}.${key}`;
      changes((before as Record<string, unknown>)[key], (after as Record<string, unknown>)[key], step, said);
    }
    return;
  }
  if (before === after) return;
  const [was, is] = [show(before), show(after)];
  if (before === undefined) said.push(sentence("{0} 设为 {1}", "Set {0} to {1}", [path, is]));
  else if (after === undefined)
    said.push(sentence("去掉 {0}(原为 {1})", "Removed {0} (it was {1})", [path, was]));
  else said.push(sentence("{0} 由 {1} 改为 {2}", "Changed {0} from {1} to {2}", [path, was, is]));
}

function isTree(value: unknown): value is object {
  return typeof value === "object" && value !== null;
}

function show(value: unknown): string {
  return typeof value === "string" ? value : JSON.stringify(value);
}

function sentence(chinese: string, english: string, parts: readonly (string | Words)[]): Words {
  const fill = (template: string, locale: keyof Words) =>
    template.replace(/\{(\d)\}/g, (_, at: string) => {
      const part = parts[Number(at)] ?? "";
      return typeof part === "string" ? part : part[locale];
    });
  return { "zh-CN": fill(chinese, "zh-CN"), en: fill(english, "en") };
}
