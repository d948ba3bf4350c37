import { Menu } from "@mantine/core";
import { Link } from "@remix-run/react";
import { useTranslation } from "react-i18next";
import { IconDots } from "../icons.ts";
import { useTenantHref } from "../tenant-path.ts";
import { type MenuEntry, type MenuGroup, phoneEntries } from "./menu.ts";
import { NavList } from "./nav-list.tsx";
import classes from "./phone-bar.module.css";

interface PhoneBarProps {
  readonly groups: readonly MenuGroup[];
  readonly badges?: Readonly<Record<string, number>> | undefined;
  /** Whether what has no place on the bar opens from a last button: where no other menu is on a phone. */
  readonly rest?: boolean;
}

/** The bar at the bottom of a phone: within reach of the thumb, at most four entries and what else there is. */
export function PhoneBar({ groups, badges, rest = false }: PhoneBarProps) {
  const { t } = useTranslation("shell");
  const all = groups.flatMap((group) => group.entries);
  const entries = phoneEntries(all);
  const others = rest ? all.filter((entry) => !entries.includes(entry)) : [];
  // One entry alone leads nowhere else; the bar would only take space.
  if (entries.length + others.length < 2) return null;
  return (
    <nav aria-label={t("quickMenu")} className={classes.bar}>
      <NavList groups={[{ entries }]} badges={badges} layout="bottom" />
      {others.length > 0 ? <Others entries={others} badges={badges} /> : null}
    </nav>
  );
}

function Others({
  entries,
  badges = {},
}: { readonly entries: readonly MenuEntry[] } & Pick<PhoneBarProps, "badges">) {
  const { t } = useTranslation("shell");
  const href = useTenantHref();
  const waiting = entries.reduce((sum, { path }) => sum + (badges[path] ?? 0), 0);
  return (
    <Menu position="top-end" width={220} shadow="md">
      <Menu.Target>
        <button type="button" className={classes.more}>
          <IconDots size={18} stroke={1.6} aria-hidden />
          <span>{t("moreMenu")}</span>
          {waiting > 0 ? <span className={classes.waiting}>{waiting > 99 ? "99+" : waiting}</span> : null}
        </button>
      </Menu.Target>
      <Menu.Dropdown>
        {entries.map(({ path, label, icon: EntryIcon }) => (
          <Menu.Item
            key={path}
            component={Link}
            to={href(path)}
            leftSection={<EntryIcon size={18} stroke={1.6} aria-hidden />}
            rightSection={badges[path] ? <span>{badges[path]}</span> : null}
          >
            {t(`menu.${label}`)}
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}
