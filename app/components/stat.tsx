import type { ReactNode } from "react";
import classes from "./stat.module.css";

interface StatProps {
  readonly label: string;
  readonly value: ReactNode;
  readonly unit?: string;
  /** Under the number: what it is compared with, or since when. */
  readonly note?: ReactNode;
  readonly tone?: "success" | "warning" | "danger";
  readonly loading?: boolean;
}

/** One number that matters, with its unit and what to compare it with. */
export function Stat({ label, value, unit, note, tone, loading = false }: StatProps) {
  return (
    <div className={classes.stat} aria-busy={loading || undefined}>
      <dt className={classes.label}>{label}</dt>
      <dd className={classes.value}>
        {loading ? (
          <span className={classes.skeleton} />
        ) : (
          <>
            {value}
            {unit ? <span className={classes.unit}>{unit}</span> : null}
          </>
        )}
      </dd>
      {note && !loading ? (
        <dd className={classes.note} data-tone={tone}>
          {note}
        </dd>
      ) : null}
    </div>
  );
}

/** A row of numbers; wraps on narrow screens. */
export function Stats({ children }: { readonly children: ReactNode }) {
  return <dl className={classes.stats}>{children}</dl>;
}
