import type { LoaderFunctionArgs, MetaFunction } from "@remix-run/node";
import { useLoaderData, useSearchParams } from "@remix-run/react";
import { useTranslation } from "react-i18next";
import { useFormat } from "#app/components/format/use-format.ts";
import { kpiText } from "#app/components/kpi/kpi-format.ts";
import { kpiQuery } from "#app/components/kpi/kpi-query.ts";
import { useJudgedColumns, usePeriodFilters } from "#app/components/kpi/kpi-table.tsx";
import { PageHeader } from "#app/components/page-header.tsx";
import { usePageRoot } from "#app/components/page-root.ts";
import { PrintButton } from "#app/components/print-button.tsx";
import { DataTable } from "#app/components/table/data-table.tsx";
import { FilterBar } from "#app/components/table/filter-bar.tsx";
import { useTenantHref } from "#app/components/tenant-path.ts";
import { translator } from "#app/platform/i18n.ts";
import { page } from "#app/web/page.server.ts";

export const loader = page(async ({ request, context }: LoaderFunctionArgs) => {
  const answer = await context.caller.kpi.list(kpiQuery(new URL(request.url).searchParams));
  return { ...answer, title: translator(context.locale, "kpis")("title") };
});

export const meta: MetaFunction<typeof loader> = ({ data }) => [{ title: data?.title ?? "" }];

/** The figures by which the utility is judged, as the data are now. */
export default function KpisPage() {
  const { t } = useTranslation("kpis");
  const { kpis, firstDay, lastDay } = useLoaderData<typeof loader>();
  const [search] = useSearchParams();
  const { locale } = usePageRoot();
  const format = useFormat();
  const href = useTenantHref();
  const judged = useJudgedColumns();
  const periods = usePeriodFilters();
  const query = search.size === 0 ? "" : `?${search}`;
  return (
    <>
      <PageHeader title={t("title")} lead={format.days(firstDay, lastDay)} actions={<PrintButton />} />
      <FilterBar filters={periods} />
      <DataTable
        caption={t("caption")}
        rows={kpis}
        rowKey={({ key }) => key}
        rowHref={({ key }) => href(`workspace/kpis/${key}${query}`)}
        columns={[
          { key: "label", header: t("kpi"), card: "title", cell: ({ label }) => label[locale] },
          {
            key: "figure",
            header: t("figure"),
            align: "end",
            cell: ({ figure, unit }) => kpiText(figure, unit, format),
          },
          {
            key: "target",
            header: t("target"),
            align: "end",
            cell: ({ target, unit, direction }) =>
              target === null ? "–" : `${t(`direction.${direction}`)} ${kpiText(target.good, unit, format)}`,
          },
          ...judged,
        ]}
        empty={{ title: t("emptyTitle"), advice: t("emptyAdvice") }}
      />
    </>
  );
}
