import type { Json, JsonObject } from "#schema/blueprint/item.ts";

/** What stands in the place of a value that this person may not see (SPEC A2). */
export function isMasked(value: Json | undefined): value is JsonObject & { readonly masked: string } {
  return typeof value === "object" && value !== null && "masked" in value && !Array.isArray(value);
}
