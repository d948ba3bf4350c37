import type { LoaderFunctionArgs, MetaFunction } from "@remix-run/node";
import { useLoaderData, useSearchParams } from "@remix-run/react";
import { useTranslation } from "react-i18next";
import { useFormat } from "#app/components/format/use-format.ts";
import { BandBadge } from "#app/components/kpi/band-badge.tsx";
import { kpiText } from "#app/components/kpi/kpi-format.ts";
import { PageHeader } from "#app/components/page-header.tsx";
import { usePageRoot } from "#app/components/page-root.ts";
import { PrintButton } from "#app/components/print-button.tsx";
import { DataTable } from "#app/components/table/data-table.tsx";
import { FilterBar } from "#app/components/table/filter-bar.tsx";
import { useTenantHref } from "#app/components/tenant-path.ts";
import { translator } from "#app/platform/i18n.ts";
import { page } from "#app/web/page.server.ts";
import { kpiQuery, PERIODS } from "./kpi-query.ts";

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
  const query = search.size === 0 ? "" : `?${search}`;
  return (
    <>
      <PageHeader title={t("title")} lead={format.days(firstDay, lastDay)} actions={<PrintButton />} />
      <FilterBar
        filters={[
          {
            kind: "choice",
            name: "period",
            label: t("period.month"),
            options: PERIODS.filter((period) => period !== "month").map((period) => ({
              value: period,
              label: t(`period.${period}`),
            })),
          },
          { kind: "date", name: "day", label: t("day") },
        ]}
      />
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
          {
            key: "base",
            header: t("base"),
            align: "end",
            cell: ({ numerator, denominator }) =>
              denominator === null
                ? "–"
                : `${format.number(Math.round(numerator * 100) / 100)} / ${format.number(Math.round(denominator * 100) / 100)}`,
          },
          {
            key: "band",
            header: t("state"),
            align: "end",
            card: "aside",
            cell: ({ band }) => <BandBadge band={band} />,
          },
        ]}
        empty={{ title: t("emptyTitle"), advice: t("emptyAdvice") }}
      />
    </>
  );
}
