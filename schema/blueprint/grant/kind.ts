import type { Words } from "#engines/kernel/errors.ts";
import { defineKind } from "../kind.ts";
import { changes, created, removed, sentence } from "../words.ts";
import { grantSchema } from "./schema.ts";

const NAME: Words = { "zh-CN": "插件授权", en: "plugin grant" };

/** Installed plugins as a kind of blueprint item: a second person approves them, and a rollback takes them back. */
export const grantKind = defineKind({
  kind: "grant",
  label: { "zh-CN": "插件授权", en: "Plugin grant" },
  schema: grantSchema,
  guarded: "money",
  references: () => [],
  words(before, after) {
    if (before === undefined) return after === undefined ? [] : [created(NAME, after.label)];
    if (after === undefined) return [removed(NAME, before.label)];
    const said: Words[] = [];
    if (before.version !== after.version)
      said.push(
        sentence("插件由版本 {0} 换为 {1}", "Replaced version {0} of the plugin by {1}", [
          before.version,
          after.version,
        ]),
      );
    const rest = ({ version: _, hash: __, ...others }: typeof before) => others;
    changes(rest(before), rest(after), "", said);
    return said;
  },
});
