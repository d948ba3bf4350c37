import type { Json, JsonObject } from "#schema/blueprint/item.ts";
import type { FactType } from "#schema/blueprint/service/schema.ts";
import type { ActionProgram, LimitProgram, ServiceProgram } from "./program.ts";
import type { CaseState } from "./state.ts";

/** What a condition sees of a case. */
export function valuesOf(
  program: ServiceProgram,
  state: Pick<CaseState, "data" | "priority" | "openedBy">,
  outcome: string | null,
): Readonly<Record<string, unknown>> {
  const facts = Object.entries(program.facts).map(([name, type]) => [name, factOf(state.data[name], type)]);
  return {
    data: Object.fromEntries(facts),
    outcome: outcome ?? "",
    priority: state.priority,
    openedBy: state.openedBy,
  };
}

/** F1: a value that is not there, or of another type, counts as nothing of its type. */
function factOf(value: Json | undefined, type: FactType): unknown {
  switch (type) {
    case "string":
      return typeof value === "string" ? value : typeof value === "number" ? String(value) : "";
    case "number":
      return numberOf(value);
    case "bool":
      return value === true;
    case "strings":
      return Array.isArray(value) ? value.filter((each) => typeof each === "string") : [];
  }
}

function numberOf(value: Json | undefined): number {
  const number = typeof value === "string" && value.trim() !== "" ? Number(value) : value;
  return typeof number === "number" && Number.isFinite(number) ? number : 0;
}

/** The first limit whose condition holds; null when none does. */
export function limitFor(
  limits: readonly LimitProgram[],
  values: Readonly<Record<string, unknown>>,
): number | null {
  const at = limits.findIndex(({ when }) => when === undefined || when.evaluate(values) === true);
  return at < 0 ? null : at;
}

/** The values that an action is given; undefined when its condition says no. */
export function actionValues(
  program: ServiceProgram,
  state: CaseState,
  action: ActionProgram,
  outcome: string | null,
): JsonObject | undefined {
  const values = valuesOf(program, state, outcome);
  if (action.when !== undefined && action.when.evaluate(values) !== true) return undefined;
  return Object.fromEntries(
    Object.entries(action.with).map(([name, value]) => [name, value.evaluate(values) as Json]),
  );
}
