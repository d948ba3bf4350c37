import type { ReactNode } from "react";
import { usePageRoot, useTenant } from "#app/components/page-root.ts";
import { Logo } from "#app/components/shell/brand-mark.tsx";
import { Preferences } from "#app/components/shell/preferences.tsx";
import { MAIN_ID, SkipLink } from "#app/components/shell/skip-link.tsx";
import classes from "./auth-frame.module.css";

interface AuthFrameProps {
  readonly title: string;
  readonly lead?: string;
  readonly children: ReactNode;
  /** Other ways, quietly below. */
  readonly more?: ReactNode;
}

/** The pages on which somebody proves who they are: the utility's brand, one form, other ways below. */
export function AuthFrame({ title, lead, children, more }: AuthFrameProps) {
  const tenant = useTenant();
  const { locale } = usePageRoot();
  return (
    <div className={classes.page}>
      <SkipLink />
      <header className={classes.head}>
        <Preferences />
      </header>
      <main id={MAIN_ID} tabIndex={-1} className={classes.main}>
        <div className={classes.brand}>
          <Logo name={tenant.shortName[locale]} url={tenant.logoUrl} size={40} />
          {tenant.name[locale]}
        </div>
        <h1 className={classes.title}>{title}</h1>
        {lead ? <p className={classes.lead}>{lead}</p> : null}
        {children}
        {more ? <div className={classes.more}>{more}</div> : null}
      </main>
    </div>
  );
}
