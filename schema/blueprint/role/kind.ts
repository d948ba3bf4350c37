import type { Words } from "#engines/kernel/errors.ts";
import { defineKind } from "../kind.ts";
import { created, removed, renamed, sentence } from "../words.ts";
import { type Role, roleSchema } from "./schema.ts";

const NAME: Words = { "zh-CN": "角色", en: "role" };

const permissionsOf = (role: Role): Set<string> =>
  new Set(role.grants.flatMap(({ noun, actions }) => actions.map((action) => `${action}:${noun}`)));

/** Roles of a utility's own as a kind of blueprint item. */
export const roleKind = defineKind({
  kind: "role",
  label: { "zh-CN": "角色", en: "Role" },
  schema: roleSchema,
  references: () => [],
  words(before, after) {
    if (before === undefined) return after === undefined ? [] : [created(NAME, after.label)];
    if (after === undefined) return [removed(NAME, before.label)];
    const said: Words[] = renamed(before.label, after.label);
    const [was, is] = [permissionsOf(before), permissionsOf(after)];
    for (const permission of is)
      if (!was.has(permission))
        said.push(
          sentence("“{0}”可以 {1}", "“{0}” may now {1}", [after.label, permission.replace(":", " ")]),
        );
    for (const permission of was)
      if (!is.has(permission))
        said.push(
          sentence("“{0}”不再可以 {1}", "“{0}” may no longer {1}", [
            after.label,
            permission.replace(":", " "),
          ]),
        );
    return said;
  },
});
