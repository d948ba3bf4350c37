import type { Words } from "#engines/kernel/errors.ts";
import type { Block, Page } from "#schema/blueprint/page/schema.ts";

/** A page ready to be shown: who sees it, its line in the menu, its blocks in order. */
export interface PageProgram {
  readonly area: Page["area"];
  readonly label: Words;
  readonly icon: Page["icon"];
  readonly order: number;
  readonly blocks: readonly Block[];
  /** Whether somebody with these roles sees it; customers have none. */
  visibleTo(roles: readonly string[]): boolean;
}

export function compilePage({ area, label, icon, order, roles, blocks }: Page): PageProgram {
  const allowed = roles === undefined ? undefined : new Set(roles);
  return {
    area,
    label,
    icon,
    order,
    blocks,
    visibleTo: (held) => allowed === undefined || held.some((role) => allowed.has(role)),
  };
}
