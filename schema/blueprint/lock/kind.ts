import { z } from "zod";
import type { Words } from "#engines/kernel/errors.ts";
import { keySchema, wordsSchema } from "../common.ts";
import { defineKind } from "../kind.ts";
import { parsePointer } from "../pointer.ts";

export const pointerSchema = z
  .string()
  .refine(
    (text) => text !== "" && parsePointer(text) !== undefined,
    "expected a pointer such as /charges/energy/price",
  );

/**
 * What an upper tier keeps for itself: fields of its items that no tier below may change. A segment `*` stands for
 * every name or position; a lock covers everything below its path.
 */
export const lockSchema = z.strictObject({
  kind: keySchema,
  /** Keys of the items; left out: every item of the kind. */
  keys: z.array(keySchema).min(1).optional(),
  paths: z.array(pointerSchema).min(1),
  reason: wordsSchema,
});

export type Lock = z.output<typeof lockSchema>;

export const lockKind = defineKind({
  kind: "lock",
  label: { "zh-CN": "锁定", en: "Lock" },
  schema: lockSchema,
  references: (lock) => (lock.keys ?? []).map((key, at) => ({ kind: lock.kind, key, path: `/keys/${at}` })),
  words: (before, after) => {
    const said: Words[] = [];
    for (const path of after?.paths ?? []) {
      if (before?.kind === after?.kind && before?.paths.includes(path)) continue;
      said.push({ "zh-CN": `锁定 ${after?.kind} 的 ${path}`, en: `Locked ${path} of ${after?.kind}` });
    }
    for (const path of before?.paths ?? []) {
      if (before?.kind === after?.kind && after?.paths.includes(path)) continue;
      said.push({ "zh-CN": `放开 ${before?.kind} 的 ${path}`, en: `Unlocked ${path} of ${before?.kind}` });
    }
    return said;
  },
});
