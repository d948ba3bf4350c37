import { Button } from "@mantine/core";
import type { LoaderFunctionArgs, MetaFunction } from "@remix-run/node";
import { useLoaderData, useSearchParams } from "@remix-run/react";
import { useTranslation } from "react-i18next";
import { useFormat } from "#app/components/format/use-format.ts";
import { BandBadge } from "#app/components/kpi/band-badge.tsx";
import { kpiText } from "#app/components/kpi/kpi-format.ts";
import { kpiQuery } from "#app/components/kpi/kpi-query.ts";
import { useJudgedColumns, usePeriodFilters } from "#app/components/kpi/kpi-table.tsx";
import { KpiTrend } from "#app/components/kpi/kpi-trend.tsx";
import { PageHeader } from "#app/components/page-header.tsx";
import { usePageRoot } from "#app/components/page-root.ts";
import { Panel } from "#app/components/panel.tsx";
import { PrintButton } from "#app/components/print-button.tsx";
import { Stat, Stats } from "#app/components/stat.tsx";
import { DataTable } from "#app/components/table/data-table.tsx";
import { FilterBar } from "#app/components/table/filter-bar.tsx";
import { useTenantHref } from "#app/components/tenant-path.ts";
import { page } from "#app/web/page.server.ts";

export const loader = page(async ({ request, params, context }: LoaderFunctionArgs) => {
  const search = new URL(request.url).searchParams;
  const by = search.get("by") || undefined;
  const kpi = await context.caller.kpi.show({ ...kpiQuery(search), key: params.key ?? "", by });
  return { kpi, by: kpi.dimensions.find((name) => name === by), title: kpi.label[context.locale] };
});

export const meta: MetaFunction<typeof loader> = ({ data }) => [{ title: data?.title ?? "" }];

export default function KpiPage() {
  const { t } = useTranslation("kpis");
  const { kpi, by } = useLoaderData<typeof loader>();
  const { locale } = usePageRoot();
  const format = useFormat();
  const href = useTenantHref();
  const judged = useJudgedColumns();
  const periods = usePeriodFilters();
  const { unit, target } = kpi;
  const exported = new URLSearchParams([...useSearchParams()[0], ["key", kpi.key]]);
  const shown = (figure: number | null) => kpiText(figure, unit, format);
  const parts = (rows: typeof kpi.buckets, header: string) => (
    <DataTable
      caption={header}
      rows={rows}
      rowKey={({ bucket }) => bucket}
      columns={[
        { key: "bucket", header, card: "title", cell: ({ bucket }) => kpi.names[bucket]?.[locale] ?? bucket },
        { key: "figure", header: t("figure"), align: "end", cell: ({ figure }) => shown(figure) },
        ...judged,
      ]}
      empty={{ title: t("emptyTitle"), advice: t("emptyAdvice") }}
    />
  );
  return (
    <>
      <PageHeader
        title={kpi.label[locale]}
        lead={kpi.purpose[locale]}
        badge={<BandBadge band={kpi.band} />}
        back={{ to: href("workspace/kpis"), label: t("title") }}
        actions={<PrintButton />}
      />
      <FilterBar
        filters={[
          ...periods,
          ...(kpi.dimensions.length === 0
            ? []
            : [
                {
                  kind: "choice" as const,
                  name: "by",
                  label: t("by"),
                  options: kpi.dimensions.map((name) => ({
                    value: name,
                    label: t(`dimension.${name as "service"}`),
                  })),
                },
              ]),
        ]}
        actions={
          <Button component="a" download variant="default" href={`${href("api/kpi.csv")}?${exported}`}>
            {t("export")}
          </Button>
        }
      />
      <Stats>
        <Stat label={format.days(kpi.firstDay, kpi.lastDay)} value={shown(kpi.figure)} />
        <Stat
          label={t("target")}
          value={target === null ? "–" : `${t(`direction.${kpi.direction}`)} ${shown(target.good)}`}
        />
      </Stats>
      <Panel title={t("trend")}>
        <KpiTrend kpi={kpi} />
      </Panel>
      {kpi.utilities.length === 0 ? null : (
        <Panel title={t("ranking")} flush>
          {parts(kpi.utilities, t("utility"))}
        </Panel>
      )}
      {by === undefined ? null : (
        <Panel title={t(`dimension.${by as "service"}`)} flush>
          {parts(kpi.buckets, t(`dimension.${by as "service"}`))}
        </Panel>
      )}
    </>
  );
}
