import type { ManifoldError, Words } from "#engines/kernel/errors.ts";
import { itemName } from "./item.ts";
import type { Finding } from "./kind.ts";

/** One thing that is wrong, or looks wrong, with a set of items: where, what, and what to do about it. */
export interface Problem {
  /** `kind/key` of the item. */
  readonly item: string;
  /** Where in the item, as a pointer; "/" is the whole item. */
  readonly path: string;
  readonly code: string;
  readonly message: Words;
  readonly remedy: Words;
  /** An error stands in the way of publishing; a warning is for the reviewer to judge. */
  readonly severity: "error" | "warning";
}

/** What a kind found in an item itself. */
export const KIND_FINDING = "KIND_FINDING";

export function problemOfFinding(item: { kind: string; key: string }, finding: Finding): Problem {
  const { path, message, remedy, severity } = finding;
  return { item: itemName(item), path: asPointer(path), code: KIND_FINDING, message, remedy, severity };
}

/** A fault of the catalogue as a problem of an item. The file that it names (`tariff/flat.yaml`) says which item. */
export function problemOfError(error: ManifoldError, item?: { kind: string; key: string }): Problem {
  return {
    item: item ? itemName(item) : (error.where?.file ?? "").replace(/\.yaml$/, ""),
    path: asPointer(error.where?.path ?? ""),
    code: error.code,
    message: inBoth((locale) => error.wordsIn(locale)),
    remedy: inBoth((locale) => error.remedyIn(locale)),
    severity: "error",
  };
}

/** `levels[0].raise` → `/levels/0/raise`; a pointer stays as it is. */
export function asPointer(path: string): string {
  if (path === "") return "/";
  if (path.startsWith("/")) return path;
  return `/${path
    .replaceAll(/\[(\w+)\]/g, ".$1")
    .split(".")
    .join("/")}`;
}

function inBoth(say: (locale: keyof Words) => string): Words {
  return { "zh-CN": say("zh-CN"), en: say("en") };
}
