import { NavLink } from "@remix-run/react";
import { useTranslation } from "react-i18next";
import { useTenantHref } from "../tenant-path.ts";
import type { MenuEntry, MenuGroup } from "./menu.ts";
import classes from "./nav-list.module.css";

interface NavListProps {
  readonly groups: readonly MenuGroup[];
  /** Numbers beside entries, by path: open alarms, unread messages. Zero shows nothing. */
  readonly badges?: Readonly<Record<string, number>> | undefined;
  readonly layout: "side" | "top" | "bottom";
  readonly onFollow?: () => void;
}

/** A menu as links. The same list stands at the side, in the head or at the bottom of a phone. */
export function NavList({ groups, badges = {}, layout, onFollow }: NavListProps) {
  const { t } = useTranslation("shell");
  return (
    <div className={classes[layout]}>
      {groups.map((group, index) => (
        <div key={group.label ?? index} className={classes.group}>
          {group.label && layout === "side" ? (
            <p className={classes.groupLabel}>{t(`menuGroup.${group.label}`)}</p>
          ) : null}
          <ul className={classes.list}>
            {group.entries.map((entry) => (
              <li key={entry.path}>
                <Entry entry={entry} badge={badges[entry.path] ?? 0} onFollow={onFollow} />
              </li>
            ))}
          </ul>
        </div>
      ))}
    </div>
  );
}

interface EntryProps {
  readonly entry: MenuEntry;
  readonly badge: number;
  readonly onFollow: (() => void) | undefined;
}

function Entry({ entry, badge, onFollow }: EntryProps) {
  const { t } = useTranslation("shell");
  const href = useTenantHref();
  const EntryIcon = entry.icon;
  return (
    <NavLink
      to={href(entry.path)}
      end={entry.exact ?? false}
      prefetch="intent"
      className={classes.link ?? ""}
      onClick={onFollow}
    >
      <EntryIcon size={18} stroke={1.6} className={classes.icon} aria-hidden />
      <span className={classes.label}>{t(`menu.${entry.label}`)}</span>
      {badge > 0 ? <span className={classes.badge}>{badge > 99 ? "99+" : badge}</span> : null}
    </NavLink>
  );
}
