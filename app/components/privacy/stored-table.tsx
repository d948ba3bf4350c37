import { useTranslation } from "react-i18next";
import { DataTable } from "#app/components/table/data-table.tsx";
import type { DataClass } from "#app/services/privacy/holdings.ts";
import type { StoredData } from "#app/services/privacy/list-holdings.ts";

interface StoredTableProps {
  readonly stored: readonly StoredData[];
  /** With the tables' own names, for who looks after the data; without, one line a class. */
  readonly tables: boolean;
}

/** What is stored about a person, and what an erasure would do to it. */
export function StoredTable({ stored, tables }: StoredTableProps) {
  const { t } = useTranslation("privacy");
  const rows = tables ? stored : byClass(stored);
  const fateOf = ({ fate, why }: StoredData): string =>
    why === null ? t(`fate.${fate}`) : `${t(`fate.${fate}`)}${t("list.stop")}${t(`keep.${why}`)}`;
  return (
    <DataTable
      caption={t("stored.title")}
      rows={rows}
      rowKey={({ table }) => table}
      columns={[
        {
          key: "class",
          header: t("stored.class"),
          card: "title",
          cell: (row) =>
            tables ? (
              <>
                {t(`class.${row.of}`)} <code>{row.table}</code>
              </>
            ) : (
              t(`class.${row.of}`)
            ),
        },
        {
          key: "rows",
          header: t("stored.rows"),
          align: "end",
          card: "aside",
          cell: ({ rows: count }) => count,
        },
        {
          key: "kinds",
          header: t("stored.kinds"),
          cell: ({ kinds }) => kinds.map((kind) => t(`columnKind.${kind}`)).join(t("list.comma")) || "–",
        },
        { key: "fate", header: t("stored.fate"), cell: fateOf },
      ]}
      empty={{ title: t("stored.nothing"), advice: "" }}
    />
  );
}

/** One line a class: its rows together, every kind, and what stays of it. */
function byClass(stored: readonly StoredData[]): readonly StoredData[] {
  const classes = new Map<DataClass, StoredData>();
  for (const row of stored) {
    const before = classes.get(row.of);
    classes.set(
      row.of,
      before === undefined
        ? row
        : {
            ...before,
            rows: before.rows + row.rows,
            kinds: [...new Set([...before.kinds, ...row.kinds])],
            why: before.why ?? row.why,
          },
    );
  }
  return [...classes.values()].filter(({ rows }) => rows > 0);
}
