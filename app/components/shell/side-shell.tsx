import { ActionIcon } from "@mantine/core";
import { useLocation } from "@remix-run/react";
import { type ReactNode, useEffect, useRef } from "react";
import { useTranslation } from "react-i18next";
import { IconClose, IconMenu } from "../icons.ts";
import { usePageRoot } from "../page-root.ts";
import { AccountMenu } from "./account-menu.tsx";
import { BrandMark } from "./brand-mark.tsx";
import { allowedMenu, type MenuGroup } from "./menu.ts";
import { NavList } from "./nav-list.tsx";
import { PhoneBar } from "./phone-bar.tsx";
import { Preferences } from "./preferences.tsx";
import classes from "./side-shell.module.css";
import { MAIN_ID, SkipLink } from "./skip-link.tsx";

interface SideShellProps {
  readonly area: "console" | "workspace";
  readonly menu: readonly MenuGroup[];
  readonly badges?: Readonly<Record<string, number>>;
  /** On a phone, the most used entries stand in a bar at the bottom (staff in the field), the rest in the drawer. */
  readonly phoneBar?: boolean;
  readonly children: ReactNode;
}

/** Menu at the side, for people who work in it all day: console and workspace. Below 62 em it moves into a drawer. */
export function SideShell({ area, menu, badges, phoneBar = false, children }: SideShellProps) {
  const { t } = useTranslation("shell");
  const { viewer } = usePageRoot();
  const groups = allowedMenu(menu, viewer?.abilities ?? []);
  const drawer = useRef<HTMLDialogElement>(null);
  const { pathname } = useLocation();
  // biome-ignore lint/correctness/useExhaustiveDependencies: a page reached by the drawer closes it.
  useEffect(() => drawer.current?.close(), [pathname]);
  const open = (): void => drawer.current?.showModal();
  const close = (): void => drawer.current?.close();
  const areaName = t(`area.${area}`);
  return (
    <div className={classes.shell} data-phone-bar={phoneBar || undefined}>
      <SkipLink />
      <nav aria-label={t("mainMenu")} className={classes.side}>
        <div className={classes.sideHead}>
          <BrandMark to={area} area={areaName} />
        </div>
        <div className={classes.nav}>
          <NavList groups={groups} badges={badges} layout="side" />
        </div>
      </nav>
      <header className={classes.head}>
        <div className={classes.headPhone}>
          <ActionIcon
            variant="subtle"
            color="gray"
            size="lg"
            onClick={open}
            aria-label={t("openMenu")}
            aria-haspopup="dialog"
          >
            <IconMenu size={20} stroke={1.6} />
          </ActionIcon>
          <BrandMark to={area} area={areaName} />
        </div>
        <div className={classes.headEnd}>
          <Preferences />
          <AccountMenu />
        </div>
      </header>
      {/* Native: keeps the keyboard inside while open and closes on Escape. */}
      <dialog ref={drawer} className={classes.drawer} aria-label={t("mainMenu")}>
        <div className={classes.drawerHead}>
          <BrandMark to={area} area={areaName} />
          <ActionIcon variant="subtle" color="gray" size="lg" onClick={close} aria-label={t("closeMenu")}>
            <IconClose size={18} stroke={1.6} />
          </ActionIcon>
        </div>
        <NavList groups={groups} badges={badges} layout="side" onFollow={close} />
      </dialog>
      <main id={MAIN_ID} tabIndex={-1} className={classes.main}>
        {children}
      </main>
      {phoneBar ? <PhoneBar groups={groups} badges={badges} /> : null}
    </div>
  );
}
