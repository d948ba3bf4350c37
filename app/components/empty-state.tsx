import type { Icon } from "@tabler/icons-react";
import type { ReactNode } from "react";
import classes from "./empty-state.module.css";
import { IconEmpty } from "./icons.ts";

interface EmptyStateProps {
  readonly title: string;
  /** What to do next, in one sentence. */
  readonly advice: ReactNode;
  readonly icon?: Icon;
  /** The button or link that does it. */
  readonly action?: ReactNode;
}

/** Where nothing is yet: says so, and what to do next. */
export function EmptyState({ title, advice, icon: StateIcon = IconEmpty, action }: EmptyStateProps) {
  return (
    <div className={classes.empty}>
      <StateIcon size={28} stroke={1.3} className={classes.icon} aria-hidden />
      <p className={classes.title}>{title}</p>
      <p className={classes.advice}>{advice}</p>
      {action ? <div className={classes.action}>{action}</div> : null}
    </div>
  );
}
