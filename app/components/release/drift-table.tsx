import { useTranslation } from "react-i18next";
import type { Words } from "#engines/kernel/errors.ts";
import { useFormat } from "../format/use-format.ts";
import { usePageRoot } from "../page-root.ts";
import { StatusBadge } from "../status-badge.tsx";
import { DataTable } from "../table/data-table.tsx";

interface ShownDrift {
  readonly slug: string;
  readonly name: Words;
  readonly upperName: Words;
  readonly release: number | null;
  readonly since: Date | null;
  readonly standsOn: number | null;
  readonly upperRelease: number | null;
  readonly behind: number;
  readonly overridden: readonly { readonly item: string; readonly paths: readonly string[] }[];
  readonly own: readonly string[];
}

/** Which utility below stands on which release, how far behind, and where it differs. */
export function DriftTable({ rows }: { readonly rows: readonly ShownDrift[] }) {
  const { t } = useTranslation("releases");
  const { locale } = usePageRoot();
  const format = useFormat();
  return (
    <DataTable
      caption={t("drift.title")}
      rows={rows}
      rowKey={({ slug }) => slug}
      columns={[
        { key: "name", header: t("drift.name"), card: "title", cell: ({ name }) => name[locale] },
        { key: "upper", header: t("drift.upper"), cell: ({ upperName }) => upperName[locale] },
        {
          key: "standsOn",
          header: t("drift.standsOn"),
          cell: ({ standsOn, upperRelease }) =>
            standsOn === null ? "–" : t("drift.of", { number: standsOn, newest: upperRelease ?? standsOn }),
        },
        {
          key: "behind",
          header: t("state"),
          card: "aside",
          cell: ({ release, behind }) =>
            release === null ? (
              <StatusBadge tone="neutral">{t("drift.unpublished")}</StatusBadge>
            ) : behind === 0 ? (
              <StatusBadge tone="success">{t("drift.newest")}</StatusBadge>
            ) : (
              <StatusBadge tone="warning">{t("drift.behind", { count: behind })}</StatusBadge>
            ),
        },
        {
          key: "since",
          header: t("drift.since"),
          cell: ({ since }) => (since === null ? "–" : format.dateTime(since)),
        },
        {
          key: "overridden",
          header: t("drift.overridden"),
          cell: ({ overridden }) =>
            overridden.length === 0
              ? "–"
              : overridden.map(({ item, paths }) => `${item} ${paths.join(" ")}`).join("; "),
        },
        { key: "own", header: t("drift.own"), cell: ({ own }) => (own.length === 0 ? "–" : own.join(", ")) },
      ]}
      empty={{ title: t("upgrade.none"), advice: t("upgrade.noneAdvice") }}
    />
  );
}
