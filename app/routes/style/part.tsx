import type { ReactNode } from "react";
import classes from "./style.module.css";

/** One building block on the style page. */
export function Part({
  id,
  title,
  children,
}: {
  readonly id: string;
  readonly title: string;
  readonly children: ReactNode;
}) {
  return (
    <section id={id} className={classes.part} aria-labelledby={`${id}-title`}>
      <h2 id={`${id}-title`} className={classes.partTitle}>
        {title}
      </h2>
      <div>{children}</div>
    </section>
  );
}
