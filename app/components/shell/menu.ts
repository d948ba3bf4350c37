import type { Icon } from "@tabler/icons-react";
import type { LocaleTexts } from "#app/locales/zh-CN/index.ts";

export type MenuLabel = keyof LocaleTexts["shell"]["menu"];
export type MenuGroupLabel = keyof LocaleTexts["shell"]["menuGroup"];

/** One line of a menu. `path` lies inside the utility (or, in the market, inside the platform). */
export interface MenuEntry {
  readonly label: MenuLabel;
  readonly path: string;
  readonly icon: Icon;
  /** Shown only to whom this is allowed, e.g. `read:bill`. Without it everybody sees the entry. */
  readonly ability?: string;
  /** Stands in the bar at the bottom of a phone: the four of the lowest numbers, in the order of the menu. */
  readonly onPhoneBar?: number;
  /** Only the exact address marks the entry as current: for the start page of an area. */
  readonly exact?: boolean;
}

export interface MenuGroup {
  readonly label?: MenuGroupLabel;
  readonly entries: readonly MenuEntry[];
}

/** The entries that a person with these abilities may follow; a group without any is left out. */
export function allowedMenu(
  groups: readonly MenuGroup[],
  abilities: readonly string[],
): readonly MenuGroup[] {
  const allowed = new Set(abilities);
  return groups
    .map((group) => ({
      ...group,
      entries: group.entries.filter(({ ability }) => ability === undefined || allowed.has(ability)),
    }))
    .filter((group) => group.entries.length > 0);
}

const ON_PHONE_BAR = 4;

/** The most needed of a menu that is allowed. */
export function phoneEntries(all: readonly MenuEntry[]): readonly MenuEntry[] {
  const rank = ({ onPhoneBar = Number.POSITIVE_INFINITY }: MenuEntry): number => onPhoneBar;
  const needed = all.filter((entry) => entry.onPhoneBar !== undefined).sort((a, b) => rank(a) - rank(b));
  const chosen = needed.slice(0, ON_PHONE_BAR);
  return all.filter((entry) => chosen.includes(entry));
}
