import type { z } from "zod";
import { type Tariff, tariffSchema } from "#schema/blueprint/tariff/schema.ts";
import type { Where } from "../kernel/errors.ts";
import { fail } from "./errors.ts";

/** Checks a value read from a file. Throws TARIFF_INVALID with every fault in `cause.issues`, the first in `where.path`. */
export function parseTariff(value: unknown, where: Where = {}): Tariff {
  const parsed = tariffSchema.safeParse(value);
  if (parsed.success) return parsed.data;
  const faults = faultsOf(parsed.error);
  const first = faults[0] ?? { path: "", problem: "unknown" };
  throw fail(
    "TARIFF_INVALID",
    { count: faults.length, first: first.path === "" ? "the top" : first.path, problem: first.problem },
    { ...where, path: first.path },
    parsed.error,
  );
}

/** Every fault with its path ("charges[1].tiers.steps[0].upTo"), unions unfolded to the branch that came closest. */
export function faultsOf(error: z.ZodError): { readonly path: string; readonly problem: string }[] {
  type Issue = z.core.$ZodIssue;
  const unfold = (issue: Issue, base: PropertyKey[]): { path: string; problem: string }[] => {
    const path = [...base, ...issue.path];
    if (issue.code === "invalid_union" && issue.errors.length > 0) {
      // The branch whose faults lie deepest is the one that was meant.
      const branch = issue.errors.toSorted((a, b) => depth(b) - depth(a))[0] ?? [];
      return branch.flatMap((inner) => unfold(inner, path));
    }
    return [{ path: pathText(path), problem: plain(issue.message) }];
  };
  const depth = (issues: readonly Issue[]) => Math.max(0, ...issues.map(({ path }) => path.length));
  return error.issues.flatMap((issue) => unfold(issue, []));
}

/** What is not there is missing, not "undefined". */
function plain(message: string): string {
  return message
    .replace(/^Invalid input: expected (.*), received undefined$/, "is missing; expected $1")
    .replace(/^Invalid input: /, "");
}

function pathText(path: readonly PropertyKey[]): string {
  return path.reduce<string>(
    (text, step) =>
      typeof step === "number" ? `${text}[${step}]` : text === "" ? String(step) : `${text}.${String(step)}`,
    "",
  );
}
