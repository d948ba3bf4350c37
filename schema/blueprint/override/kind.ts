import { z } from "zod";
import type { Words } from "#engines/kernel/errors.ts";
import { keySchema } from "../common.ts";
import { defineKind } from "../kind.ts";
import { pointerSchema } from "../lock/kind.ts";

/** Fields of an inherited item that the tenant sets to its own value or takes away, by pointer. */
export const overrideSchema = z
  .strictObject({
    kind: keySchema.refine(
      (kind) => kind !== "lock" && kind !== "override",
      "locks and overrides cannot be overridden",
    ),
    key: keySchema,
    set: z.record(pointerSchema, z.json()).optional(),
    remove: z.array(pointerSchema).min(1).optional(),
  })
  .refine((override) => override.set !== undefined || override.remove !== undefined, {
    message: "expected set or remove: an override changes something",
  });

export type Override = z.output<typeof overrideSchema>;

export const overrideKind = defineKind({
  kind: "override",
  label: { "zh-CN": "本级改动", en: "Override" },
  schema: overrideSchema,
  references: (override) => [{ kind: override.kind, key: override.key, path: "/key" }],
  words: (before, after) => {
    const said: Words[] = [];
    const target = `${(after ?? before)?.kind}/${(after ?? before)?.key}`;
    for (const [path, value] of Object.entries(after?.set ?? {})) {
      if (JSON.stringify(before?.set?.[path]) === JSON.stringify(value)) continue;
      const shown = typeof value === "string" ? value : JSON.stringify(value);
      said.push({
        "zh-CN": `${target} 的 ${path} 设为 ${shown}`,
        en: `Set ${path} of ${target} to ${shown}`,
      });
    }
    const kept = new Set([...Object.keys(after?.set ?? {}), ...(after?.remove ?? [])]);
    for (const path of [...Object.keys(before?.set ?? {}), ...(before?.remove ?? [])]) {
      if (!kept.has(path)) {
        said.push({
          "zh-CN": `${target} 的 ${path} 恢复为上级的值`,
          en: `${path} of ${target} follows the upper tier again`,
        });
      }
    }
    for (const path of after?.remove ?? []) {
      if (!before?.remove?.includes(path)) {
        said.push({ "zh-CN": `去掉 ${target} 的 ${path}`, en: `Removed ${path} of ${target}` });
      }
    }
    return said;
  },
});
