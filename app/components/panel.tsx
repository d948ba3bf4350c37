import type { ReactNode } from "react";
import classes from "./panel.module.css";

interface PanelProps {
  readonly title?: string;
  readonly lead?: ReactNode;
  readonly actions?: ReactNode;
  /** Tables and charts reach the edge; text keeps a margin. */
  readonly flush?: boolean;
  readonly children: ReactNode;
}

/** A bordered part of a page with a heading of its own. */
export function Panel({ title, lead, actions, flush = false, children }: PanelProps) {
  return (
    <section className={classes.panel}>
      {title || actions ? (
        <div className={classes.head}>
          <div>
            {title ? <h2 className={classes.title}>{title}</h2> : null}
            {lead ? <p className={classes.lead}>{lead}</p> : null}
          </div>
          {actions ? <div className={classes.actions}>{actions}</div> : null}
        </div>
      ) : null}
      <div className={flush ? classes.flush : classes.body}>{children}</div>
    </section>
  );
}
