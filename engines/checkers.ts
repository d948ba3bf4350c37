import type { ItemOf, KindName } from "#schema/blueprint/kinds.ts";
import { checkTariff } from "./billing/check-tariff.ts";
import type { Words } from "./kernel/errors.ts";

/** What an engine finds wrong in an item that its schema and its compiler let pass. */
export interface ItemFinding {
  /** JSON pointer into the item's content. */
  readonly path: string;
  readonly message: Words;
  readonly remedy: Words;
  readonly severity: "error" | "warning";
}

/**
 * Checks that need an engine, by kind: a tariff's golden examples and invariants are rated by what bills customers.
 * Publishing asks for them; an error refuses the release.
 */
export const checkers = {
  tariff: (item) => checkTariff(item).findings,
} satisfies { readonly [Kind in KindName]?: (item: ItemOf<Kind>) => readonly ItemFinding[] };
