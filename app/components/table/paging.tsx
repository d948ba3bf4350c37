import { Link, useSearchParams } from "@remix-run/react";
import { useTranslation } from "react-i18next";
import { useFormat } from "../format/use-format.ts";
import { IconChevronLeft, IconChevronRight } from "../icons.ts";
import { listHref } from "./list-query.ts";
import classes from "./paging.module.css";

export interface PagingProps {
  /** Cursor of the page before, or null at the start. */
  readonly previous: string | null;
  /** Cursor of the next page, or null at the end. */
  readonly next: string | null;
  /** How many rows match. Counted up to a cap only: `{ rows: 1000, more: true }` shows "more than 1,000". */
  readonly total?: { readonly rows: number; readonly more: boolean };
}

/** Forward and back by keyset cursors: the thousandth page costs what the first does. */
export function Paging({ previous, next, total }: PagingProps) {
  const { t } = useTranslation("components");
  const format = useFormat();
  const [search] = useSearchParams();
  if (!previous && !next && !total) return null;
  return (
    <nav className={classes.bar} aria-label={t("table.pages")}>
      <span className={classes.total}>
        {total
          ? t(total.more ? "table.totalMore" : "table.total", {
              count: total.rows,
              rows: format.number(total.rows),
            })
          : null}
      </span>
      {previous || next ? (
        <span className={classes.buttons}>
          <Step
            to={previous && listHref(search, { before: previous })}
            rel="prev"
            label={t("table.previous")}
          />
          <Step to={next && listHref(search, { after: next })} rel="next" label={t("table.next")} />
        </span>
      ) : null}
    </nav>
  );
}

interface StepProps {
  readonly to: string | null;
  readonly rel: "prev" | "next";
  readonly label: string;
}

function Step({ to, rel, label }: StepProps) {
  const content = (
    <>
      {rel === "prev" ? <IconChevronLeft size={15} stroke={1.8} aria-hidden /> : null}
      {label}
      {rel === "next" ? <IconChevronRight size={15} stroke={1.8} aria-hidden /> : null}
    </>
  );
  if (to === null) {
    return (
      <span className={classes.step} aria-disabled>
        {content}
      </span>
    );
  }
  return (
    <Link to={to} rel={rel} className={classes.step} prefetch="intent">
      {content}
    </Link>
  );
}
