import { useTranslation } from "react-i18next";
import type { MenuGroup } from "./menu.ts";
import { NavList } from "./nav-list.tsx";
import classes from "./phone-bar.module.css";

interface PhoneBarProps {
  readonly groups: readonly MenuGroup[];
  readonly badges?: Readonly<Record<string, number>> | undefined;
}

const MAX_ENTRIES = 4;

/** The bar at the bottom of a phone: within reach of the thumb, at most four entries. */
export function PhoneBar({ groups, badges }: PhoneBarProps) {
  const { t } = useTranslation("shell");
  const entries = groups
    .flatMap((group) => group.entries)
    .filter((entry) => entry.onPhoneBar)
    .slice(0, MAX_ENTRIES);
  // One entry alone leads nowhere else; the bar would only take space.
  if (entries.length < 2) return null;
  return (
    <nav aria-label={t("quickMenu")} className={classes.bar}>
      <NavList groups={[{ entries }]} badges={badges} layout="bottom" />
    </nav>
  );
}
