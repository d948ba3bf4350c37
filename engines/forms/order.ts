import type { Expression } from "#engines/kernel/expression.ts";
import type { FieldProgram } from "./program.ts";

export type Order =
  | { readonly fields: readonly FieldProgram[]; readonly cycle?: undefined }
  | { readonly cycle: readonly string[] };

/**
 * Fields in an order in which each comes after those that decide its value: whether it is shown, and what it computes
 * (SPEC F4). Otherwise the order in which they stand is kept. Whether a field is required or read-only decides no value
 * and makes no cycle.
 */
export function dependencyOrder(fields: readonly FieldProgram[]): Order {
  const byId = new Map(fields.map((program) => [program.field.id, program]));
  const done = new Set<string>();
  const sorted: FieldProgram[] = [];

  /** The cycle that was met, as ids from the repeated one back to itself. */
  const visit = (program: FieldProgram, trail: readonly string[]): readonly string[] | undefined => {
    const { id } = program.field;
    if (done.has(id)) return undefined;
    const seen = trail.indexOf(id);
    if (seen >= 0) return [...trail.slice(seen), id];
    for (const name of mentioned(program)) {
      const other = byId.get(name);
      const cycle = other && visit(other, [...trail, id]);
      if (cycle !== undefined) return cycle;
    }
    done.add(id);
    sorted.push(program);
    return undefined;
  };

  for (const program of fields) {
    const cycle = visit(program, []);
    if (cycle !== undefined) return { cycle };
  }
  return { fields: sorted };
}

/** Ids whose values decide the value of a field; of a group also what its rows mention outside themselves. */
function mentioned(program: FieldProgram): Set<string> {
  const names = new Set<string>();
  const add = (expression: Expression | undefined) => {
    for (const name of expression?.names ?? [])
      names.add(name.startsWith("filled.") ? name.slice("filled.".length) : name);
  };
  program.showWhen.forEach(add);
  add(program.computed);
  const members = program.members ?? [];
  const own = new Set(members.map(({ field }) => field.id));
  for (const member of members) for (const name of mentioned(member)) if (!own.has(name)) names.add(name);
  return names;
}
