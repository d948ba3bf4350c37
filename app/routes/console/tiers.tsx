import type { LoaderFunctionArgs, MetaFunction } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import { useTranslation } from "react-i18next";
import { useFormat } from "#app/components/format/use-format.ts";
import { PageHeader } from "#app/components/page-header.tsx";
import { usePageRoot } from "#app/components/page-root.ts";
import { DataTable } from "#app/components/table/data-table.tsx";
import { translator } from "#app/platform/i18n.ts";
import { page } from "#app/web/page.server.ts";

export const loader = page(async ({ context }: LoaderFunctionArgs) => {
  const utilities = await context.caller.tenant.compare();
  return { utilities, title: translator(context.locale, "blueprint")("tiers.title") };
});

export const meta: MetaFunction<typeof loader> = ({ data }) => [{ title: data?.title ?? "" }];

/** An upper tier's look at the utilities below it: each one's own figures, side by side. */
export default function TiersPage() {
  const { t } = useTranslation("blueprint");
  const { utilities } = useLoaderData<typeof loader>();
  const { locale } = usePageRoot();
  const format = useFormat();
  return (
    <>
      <PageHeader title={t("tiers.title")} lead={utilities.length > 1 ? t("tiers.lead") : t("tiers.only")} />
      <DataTable
        caption={t("tiers.caption")}
        rows={utilities}
        rowKey={({ slug }) => slug}
        columns={[
          { key: "name", header: t("tiers.name"), card: "title", cell: ({ name }) => name[locale] },
          {
            key: "tier",
            header: t("tiers.tier"),
            card: "aside",
            cell: ({ tier }) => t(`tierOf.${tier as "city"}`),
          },
          {
            key: "customers",
            header: t("tiers.customers"),
            align: "end",
            cell: ({ customers }) => format.number(customers),
          },
          {
            key: "meters",
            header: t("tiers.meters"),
            align: "end",
            cell: ({ meters }) => format.number(meters),
          },
          {
            key: "release",
            header: t("tiers.release"),
            cell: ({ release, parentRelease }) =>
              release === null
                ? "–"
                : `${release}${parentRelease === null ? "" : ` · ${t("tiers.standsOn", { number: parentRelease })}`}`,
          },
          {
            key: "overridden",
            header: t("tiers.overridden"),
            align: "end",
            cell: ({ overridden }) => format.number(overridden),
          },
          {
            key: "month",
            header: t("tiers.month"),
            cell: ({ month }) => (month === null ? "–" : format.month(month, "long")),
          },
          {
            key: "usage",
            header: t("tiers.usage"),
            align: "end",
            cell: ({ usage, usageUnit }) =>
              usage === null || usageUnit === null
                ? "–"
                : format.large(usage, usageUnit === "m3" ? "m³" : usageUnit),
          },
          {
            key: "billed",
            header: t("tiers.billed"),
            align: "end",
            cell: ({ billed, currency }) => (billed === null ? "–" : format.money(billed, currency)),
          },
          {
            key: "share",
            header: t("tiers.share"),
            align: "end",
            cell: ({ billed, paid }) =>
              billed === null || paid === null || Number(billed) <= 0
                ? "–"
                : format.percent(Number(paid) / Number(billed), 1),
          },
        ]}
        empty={{ title: t("tiers.emptyTitle"), advice: t("tiers.emptyAdvice") }}
      />
    </>
  );
}
