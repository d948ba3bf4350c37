import { Fragment, type ReactNode } from "react";
import classes from "./key-value.module.css";

interface KeyValueProps {
  readonly items: readonly { readonly label: string; readonly value: ReactNode }[];
  /** Two pairs side by side where there is room. */
  readonly columns?: 1 | 2;
}

/** Facts of one thing: name and value. A missing value shows a dash, never nothing. */
export function KeyValue({ items, columns = 1 }: KeyValueProps) {
  return (
    <dl className={classes.list} data-columns={columns}>
      {items.map(({ label, value }) => (
        <div key={label} className={classes.pair}>
          <dt className={classes.label}>{label}</dt>
          <dd className={classes.value}>
            {value === null || value === undefined || value === "" ? <Fragment>–</Fragment> : value}
          </dd>
        </div>
      ))}
    </dl>
  );
}
