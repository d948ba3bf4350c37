import { Link, useNavigate, useSearchParams } from "@remix-run/react";
import type { MouseEvent, ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { EmptyState } from "../empty-state.tsx";
import { IconChevronDown, IconChevronUp } from "../icons.ts";
import { columnAttributes } from "./columns.ts";
import classes from "./data-table.module.css";
import { type ListQuery, listHref } from "./list-query.ts";
import { Paging, type PagingProps } from "./paging.tsx";
import { SkeletonRows } from "./skeleton-rows.tsx";

export interface Column<Row> {
  /** Also the name of the order in the address, when the column can be sorted by. */
  readonly key: string;
  readonly header: string;
  /** Keep it light, text where possible: a list renders fifty rows of these on the server. */
  readonly cell: (row: Row) => ReactNode;
  /** Numbers stand right, digits below each other. */
  readonly align?: "start" | "end";
  /** Shown once, in the header. */
  readonly unit?: string;
  readonly sortable?: boolean;
  /** On a phone a row becomes a card: this column is its title, stands opposite the title, is a line (default), or is left out. */
  readonly card?: "title" | "aside" | "line" | "hidden";
}

interface DataTableProps<Row, SortKey extends string> {
  /** What the table lists, for screen readers. */
  readonly caption: string;
  readonly columns: readonly Column<Row>[];
  readonly rows: readonly Row[];
  readonly rowKey: (row: Row) => string;
  /** Address of the row's own page; the first column becomes the link. */
  readonly rowHref?: (row: Row) => string;
  readonly order?: Pick<ListQuery<SortKey>, "sort" | "direction">;
  readonly paging?: PagingProps;
  /** Shown instead of rows when there are none. */
  readonly empty: { readonly title: string; readonly advice: string; readonly action?: ReactNode };
  /** Rows are on their way and there is nothing to show yet. */
  readonly loading?: boolean;
  /** Stays in view while the page scrolls. */
  readonly footer?: ReactNode;
}

/**
 * A list of rows. Everything a person chooses (order, page, filters) is in the address, so it works before scripts
 * do, can be kept as a bookmark and survives the way back. Rows are plain elements: see bench/page.ts for why.
 */
export function DataTable<Row, SortKey extends string>(props: DataTableProps<Row, SortKey>) {
  const { caption, columns, rows, rowKey, rowHref, order, paging, empty, loading = false, footer } = props;
  const navigate = useNavigate();
  if (!loading && rows.length === 0) return <EmptyState {...empty} />;

  // One listener for all rows: fifty <Link> components would cost more than the rows themselves.
  const follow = (event: MouseEvent<HTMLTableSectionElement>): void => {
    const link = (event.target as Element).closest("td:first-child > a");
    const plain = event.button === 0 && !event.metaKey && !event.ctrlKey && !event.shiftKey && !event.altKey;
    if (!link || !plain || event.defaultPrevented) return;
    event.preventDefault();
    void navigate(link.getAttribute("href") as string);
  };

  return (
    <div className={classes.frame}>
      <table className={classes.table} aria-busy={loading || undefined} {...columnAttributes(columns)}>
        <caption className="m-visually-hidden">{caption}</caption>
        <thead>
          <tr>
            {columns.map((column) => (
              <HeaderCell key={column.key} column={column} order={order} />
            ))}
          </tr>
        </thead>
        {loading ? (
          <SkeletonRows columns={columns} />
        ) : (
          // biome-ignore lint/a11y/useKeyWithClickEvents: Enter on a link is a click.
          <tbody onClick={rowHref ? follow : undefined} className={rowHref ? classes.linked : undefined}>
            {rows.map((row) => (
              <tr key={rowKey(row)}>{cellsOf(columns, row, rowHref)}</tr>
            ))}
          </tbody>
        )}
        {footer ? <tfoot>{footer}</tfoot> : null}
      </table>
      {paging ? <Paging {...paging} /> : null}
    </div>
  );
}

function cellsOf<Row>(
  columns: readonly Column<Row>[],
  row: Row,
  rowHref: ((row: Row) => string) | undefined,
): ReactNode[] {
  return columns.map(({ key, cell }, index) => (
    <td key={key}>{index === 0 && rowHref ? <a href={rowHref(row)}>{cell(row)}</a> : cell(row)}</td>
  ));
}

interface HeaderCellProps<Row> {
  readonly column: Column<Row>;
  readonly order: Pick<ListQuery<string>, "sort" | "direction"> | undefined;
}

function HeaderCell<Row>({ column, order }: HeaderCellProps<Row>) {
  const { t } = useTranslation("components");
  const [search] = useSearchParams();
  const { key, header, unit, align, sortable } = column;
  const words = (
    <span>
      {header}
      {unit ? <span className={classes.unit}>{unit}</span> : null}
    </span>
  );
  if (!sortable) {
    return <th scope="col">{words}</th>;
  }
  const direction = order?.sort === key ? order.direction : undefined;
  const next = direction === "ascending" ? `-${key}` : key;
  const Arrow = direction === "descending" ? IconChevronDown : IconChevronUp;
  return (
    <th scope="col" aria-sort={direction ?? "none"} data-align={align}>
      <Link
        to={listHref(search, { sort: next })}
        preventScrollReset
        className={classes.sort}
        data-on={direction ? "" : undefined}
        title={t("table.sortBy", { column: header })}
      >
        {words}
        <Arrow size={13} stroke={2} className={classes.arrow} aria-hidden />
      </Link>
    </th>
  );
}
