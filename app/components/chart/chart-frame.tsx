import { type ReactNode, useId, useState } from "react";
import { useTranslation } from "react-i18next";
import { IconTable } from "../icons.ts";
import classes from "./chart.module.css";

export interface LegendItem {
  readonly label: string;
  readonly mark: "bar" | "bar-quiet" | "bar-hatched" | "line" | "line-quiet" | "dot-warning" | "dot-accent";
}

export interface ChartTable {
  readonly head: readonly string[];
  readonly rows: readonly (readonly string[])[];
  /** Rows that are not in it, when there are too many to read. */
  readonly omitted?: number;
}

interface ChartFrameProps {
  readonly title: string;
  /** What the chart shows, in one sentence with its main figure: read instead of the drawing. */
  readonly summary: string;
  readonly unit: string;
  readonly legend?: readonly LegendItem[];
  readonly table: ChartTable;
  readonly children: ReactNode;
}

/** Around every chart: its name, unit, legend, and the same numbers as a table at the press of a button. */
export function ChartFrame({ title, summary, unit, legend = [], table, children }: ChartFrameProps) {
  const { t } = useTranslation("components");
  const [asTable, setAsTable] = useState(false);
  const summaryId = useId();
  return (
    <figure className={classes.figure} aria-label={title} aria-describedby={summaryId}>
      <div className={classes.head}>
        <span className={classes.unit}>{unit}</span>
        <ul className={classes.legend}>
          {legend.map(({ label, mark }) => (
            <li key={label} className={classes.legendItem}>
              <span className={classes.mark} data-mark={mark} aria-hidden />
              {label}
            </li>
          ))}
        </ul>
        <button
          type="button"
          className={classes.toggle}
          aria-pressed={asTable}
          onClick={() => setAsTable((shown) => !shown)}
        >
          <IconTable size={15} stroke={1.6} aria-hidden />
          {t("chart.asTable")}
        </button>
      </div>
      <figcaption id={summaryId} className="m-visually-hidden">
        {summary}
      </figcaption>
      {asTable ? <TableView title={title} table={table} /> : children}
    </figure>
  );
}

function TableView({ title, table }: { readonly title: string; readonly table: ChartTable }) {
  const { t } = useTranslation("components");
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard.
    <section className={classes.tableFrame} tabIndex={0} aria-label={title}>
      <table className={classes.table}>
        <thead>
          <tr>
            {table.head.map((text) => (
              <th key={text} scope="col">
                {text}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {table.rows.map((row) => (
            <tr key={row[0]}>
              {row.map((text, index) => (
                // biome-ignore lint/suspicious/noArrayIndexKey: columns never move.
                <td key={index}>{text}</td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
      {table.omitted ? (
        <p className={classes.omitted}>{t("chart.omitted", { count: table.omitted })}</p>
      ) : null}
    </section>
  );
}
