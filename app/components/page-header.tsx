import { Link } from "@remix-run/react";
import type { ReactNode } from "react";
import { IconChevronLeft } from "./icons.ts";
import classes from "./page-header.module.css";

interface PageHeaderProps {
  readonly title: string;
  /** One sentence under the title: what this page is for, or the facts that place it. */
  readonly lead?: ReactNode;
  /** Beside the title: a state. */
  readonly badge?: ReactNode;
  /** The page above; its name is the text of the link. */
  readonly back?: { readonly to: string; readonly label: string };
  /** Buttons of the page, at most one of them filled. */
  readonly actions?: ReactNode;
  /** 3 only where a header is shown inside another page. */
  readonly level?: 1 | 3;
}

/** The head of each page: where it hangs, its name (the only h1), what can be done. */
export function PageHeader({ title, lead, badge, back, actions, level = 1 }: PageHeaderProps) {
  const Heading = `h${level}` as const;
  return (
    <div className={classes.head}>
      {back ? (
        <Link to={back.to} className={classes.back}>
          <IconChevronLeft size={15} stroke={1.8} aria-hidden />
          {back.label}
        </Link>
      ) : null}
      <div className={classes.row}>
        <div className={classes.words}>
          <div className={classes.titleRow}>
            <Heading className={classes.title}>{title}</Heading>
            {badge}
          </div>
          {lead ? <p className={classes.lead}>{lead}</p> : null}
        </div>
        {actions ? <div className={classes.actions}>{actions}</div> : null}
      </div>
    </div>
  );
}
