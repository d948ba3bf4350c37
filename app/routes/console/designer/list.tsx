import { useSearchParams } from "@remix-run/react";
import { useTranslation } from "react-i18next";
import { useDraft } from "#app/components/draft/draft-context.tsx";
import type { DraftItem } from "#app/components/draft/effective.ts";
import { useFormat } from "#app/components/format/use-format.ts";
import { PageHeader } from "#app/components/page-header.tsx";
import { usePageRoot } from "#app/components/page-root.ts";
import { Panel } from "#app/components/panel.tsx";
import { StatusBadge } from "#app/components/status-badge.tsx";
import { DataTable } from "#app/components/table/data-table.tsx";
import { FilterBar } from "#app/components/table/filter-bar.tsx";
import { listQuery } from "#app/components/table/list-query.ts";
import { useTenantHref } from "#app/components/tenant-path.ts";
import { NewItem } from "./new-item.tsx";
import { ProblemList } from "./problem-list.tsx";

const TONES = { own: "accent", inherited: "neutral", overridden: "info" } as const;
const SORTS = ["name", "kind", "key", "origin"] as const;

/** Everything that the utility configures, as the draft makes it. */
export default function DesignerList() {
  const { t } = useTranslation("designer");
  const { items, frame, problems, kindWords, canChange } = useDraft();
  const { locale } = usePageRoot();
  const format = useFormat();
  const href = useTenantHref();
  const [search] = useSearchParams();
  const order = listQuery(search, SORTS);
  const rows = inOrder(filtered(items, search, kindWords), order, kindWords, locale);
  const kinds = [...new Set(items.map(({ kind }) => kind))].sort();
  const wrong = (item: DraftItem): number =>
    problems.filter((problem) => isOf(problem.item, item) && problem.severity === "error").length;
  return (
    <>
      <PageHeader
        title={t("title")}
        lead={frame.baseRelease === null ? t("leadFirst") : t("lead", { release: frame.baseRelease })}
        actions={canChange ? <NewItem /> : null}
      />
      <ProblemList problems={problems} />
      <FilterBar
        filters={[
          { kind: "search", name: "q", label: t("list.search") },
          {
            kind: "choice",
            name: "kind",
            label: t("list.everyKind"),
            options: kinds.map((kind) => ({ value: kind, label: kindWords(kind) })),
          },
          {
            kind: "choice",
            name: "origin",
            label: t("list.everyOrigin"),
            options: (["own", "inherited", "overridden"] as const).map((origin) => ({
              value: origin,
              label: t(`origin.${origin}`),
            })),
          },
        ]}
      />
      <Panel title={t("list.items", { count: rows.length })} flush>
        <DataTable
          caption={t("list.caption")}
          rows={rows}
          rowKey={({ kind, key }) => `${kind}/${key}`}
          rowHref={({ kind, key }) => href(`console/designer/${kind}/${key}`)}
          order={order}
          columns={[
            {
              key: "name",
              header: t("list.name"),
              card: "title",
              sortable: true,
              cell: ({ title, key }) => title?.[locale] || key,
            },
            { key: "kind", header: t("list.kind"), sortable: true, cell: ({ kind }) => kindWords(kind) },
            { key: "key", header: t("list.key"), sortable: true, cell: ({ key }) => key },
            {
              key: "problems",
              header: t("list.problems"),
              align: "end",
              cell: (item) =>
                wrong(item) > 0 ? <StatusBadge tone="danger">{format.number(wrong(item))}</StatusBadge> : "–",
            },
            {
              key: "origin",
              header: t("list.origin"),
              sortable: true,
              card: "aside",
              cell: ({ origin }) => <StatusBadge tone={TONES[origin]}>{t(`origin.${origin}`)}</StatusBadge>,
            },
          ]}
          empty={{ title: t("list.emptyTitle"), advice: t("list.emptyAdvice") }}
        />
      </Panel>
    </>
  );
}

function isOf(name: string, { kind, key }: DraftItem): boolean {
  return name === `${kind}/${key}` || name === `override/${kind}.${key}`;
}

function filtered(
  items: readonly DraftItem[],
  search: URLSearchParams,
  kindWords: (kind: string) => string,
): DraftItem[] {
  const [text, kind, origin] = ["q", "kind", "origin"].map((name) => search.get(name)?.toLowerCase() ?? "");
  return items.filter((item) => {
    const all = [item.key, kindWords(item.kind), item.title?.["zh-CN"], item.title?.en]
      .join(" ")
      .toLowerCase();
    return (
      (!kind || item.kind === kind) && (!origin || item.origin === origin) && (!text || all.includes(text))
    );
  });
}

function inOrder(
  items: readonly DraftItem[],
  { sort, direction }: { readonly sort: (typeof SORTS)[number]; readonly direction: string },
  kindWords: (kind: string) => string,
  locale: "zh-CN" | "en",
): DraftItem[] {
  const by = (item: DraftItem): string =>
    ({
      name: item.title?.[locale] || item.key,
      kind: kindWords(item.kind),
      key: item.key,
      origin: item.origin,
    })[sort];
  const sign = direction === "descending" ? -1 : 1;
  return [...items].sort((a, b) => sign * by(a).localeCompare(by(b), locale));
}
