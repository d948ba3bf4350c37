import type { Words } from "#engines/kernel/errors.ts";

/** Walks two values side by side and says each leaf that differs. */
export function changes(before: unknown, after: unknown, path: string, said: Words[]): void {
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
    said.push(sentence("去掉 {0}（原为 {1}）", "Removed {0} (it was {1})", [path, was]));
  else said.push(sentence("{0} 由 {1} 改为 {2}", "Changed {0} from {1} to {2}", [path, was, is]));
}

function isTree(value: unknown): value is object {
  return typeof value === "object" && value !== null;
}

function show(value: unknown): string {
  return typeof value === "string" ? value : JSON.stringify(value);
}

/** A sentence in both languages; {0}, {1} … are replaced by `parts`. */
export function sentence(chinese: string, english: string, parts: readonly (string | Words)[]): Words {
  const fill = (template: string, locale: keyof Words) =>
    template.replace(/\{(\d)\}/g, (_, at: string) => {
      const part = parts[Number(at)] ?? "";
      return typeof part === "string" ? part : part[locale];
    });
  return { "zh-CN": fill(chinese, "zh-CN"), en: fill(english, "en") };
}

/** “Created the calendar …”; `name` is the kind as it stands in a sentence. */
export const created = (name: Words, label: Words): Words =>
  sentence("新增{0}“{1}”", "Created the {0} “{1}”", [name, label]);

export const removed = (name: Words, label: Words): Words =>
  sentence("删除{0}“{1}”", "Removed the {0} “{1}”", [name, label]);

/** One sentence where the label differs, else none. */
export function renamed(before: Words, after: Words): Words[] {
  if (before["zh-CN"] === after["zh-CN"] && before.en === after.en) return [];
  return [sentence("改名为“{0}”", "Renamed to “{0}”", [after])];
}

/** The words of a kind whose changes are said field by field. */
export function saidByLabel(name: Words) {
  return <Labelled extends { readonly label: Words }>(
    before: Labelled | undefined,
    after: Labelled | undefined,
  ): Words[] => {
    if (before === undefined) return after === undefined ? [] : [created(name, after.label)];
    if (after === undefined) return [removed(name, before.label)];
    const said = renamed(before.label, after.label);
    changes({ ...before, label: null }, { ...after, label: null }, "", said);
    return said;
  };
}
