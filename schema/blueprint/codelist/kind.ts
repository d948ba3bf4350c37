import type { Words } from "#engines/kernel/errors.ts";
import { defineKind } from "../kind.ts";
import { created, removed, renamed, sentence } from "../words.ts";
import { codelistSchema } from "./schema.ts";

const NAME: Words = { "zh-CN": "代码表", en: "code list" };

/** Code lists as a kind of blueprint item. */
export const codelistKind = defineKind({
  kind: "codelist",
  label: { "zh-CN": "代码表", en: "Code list" },
  schema: codelistSchema,
  references: () => [],
  words(before, after) {
    if (before === undefined) return after === undefined ? [] : [created(NAME, after.label)];
    if (after === undefined) return [removed(NAME, before.label)];
    const said: Words[] = renamed(before.label, after.label);
    const [was, is] = [before, after].map(({ codes }) => new Map(codes.map((each) => [each.code, each])));
    for (const [code, now] of is ?? []) {
      const old = was?.get(code);
      if (old === undefined) said.push(sentence("新增代码“{0}”", "Added the code “{0}”", [now.label]));
      else if (now.retired && !old.retired)
        said.push(sentence("停用代码“{0}”", "Retired the code “{0}”", [now.label]));
      else if (!now.retired && old.retired)
        said.push(sentence("重新启用代码“{0}”", "Brought back the code “{0}”", [now.label]));
      else if (JSON.stringify(old) !== JSON.stringify(now))
        said.push(sentence("代码“{0}”改为“{1}”", "Changed the code “{0}” to “{1}”", [old.label, now.label]));
    }
    for (const [code, old] of was ?? [])
      if (!is?.has(code)) said.push(sentence("删除代码“{0}”", "Removed the code “{0}”", [old.label]));
    if (said.length === 0) said.push(sentence("调整了代码的次序", "Changed the order of the codes", []));
    return said;
  },
});
