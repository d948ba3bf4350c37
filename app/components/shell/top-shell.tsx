import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { usePageRoot } from "../page-root.ts";
import { AccountMenu } from "./account-menu.tsx";
import { BrandMark } from "./brand-mark.tsx";
import { allowedMenu, type MenuGroup } from "./menu.ts";
import { NavList } from "./nav-list.tsx";
import { PhoneBar } from "./phone-bar.tsx";
import { Preferences } from "./preferences.tsx";
import { MAIN_ID, SkipLink } from "./skip-link.tsx";
import classes from "./top-shell.module.css";

interface TopShellProps {
  /** Page that the brand leads to, inside the utility (or platform). */
  readonly home: string;
  readonly area?: "market";
  readonly menu: readonly MenuGroup[];
  readonly badges?: Readonly<Record<string, number>>;
  readonly children: ReactNode;
}

/** Menu in the head, for people who come now and then: customers and plugin developers. On phones a bar at the bottom. */
export function TopShell({ home, area, menu, badges, children }: TopShellProps) {
  const { t } = useTranslation("shell");
  const { tenant, viewer, locale } = usePageRoot();
  const groups = allowedMenu(menu, viewer?.abilities ?? []);
  return (
    <div className={classes.shell}>
      <SkipLink />
      <header className={classes.head}>
        <div className={classes.inner}>
          <BrandMark to={home} {...(area ? { area: t(`area.${area}`) } : {})} />
          <nav aria-label={t("mainMenu")} className={classes.nav}>
            <NavList groups={groups} badges={badges} layout="top" />
          </nav>
          <div className={classes.end}>
            <Preferences />
            <AccountMenu />
          </div>
        </div>
      </header>
      <main id={MAIN_ID} tabIndex={-1} className={classes.main}>
        {children}
      </main>
      <footer className={classes.foot}>
        <p>{tenant ? tenant.name[locale] : t("platformLine")}</p>
      </footer>
      <PhoneBar groups={groups} badges={badges} rest />
    </div>
  );
}
