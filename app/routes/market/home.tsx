import type { LoaderFunctionArgs, MetaFunction } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import { useTranslation } from "react-i18next";
import { useFormat } from "#app/components/format/use-format.ts";
import { PageHeader } from "#app/components/page-header.tsx";
import { usePageRoot } from "#app/components/page-root.ts";
import { DataTable } from "#app/components/table/data-table.tsx";
import { translator } from "#app/platform/i18n.ts";
import { page } from "#app/web/page.server.ts";

export const loader = page(async ({ context }: LoaderFunctionArgs) => ({
  plugins: await context.caller.market.listPlugins(),
  title: translator(context.locale, "home")("market.title"),
}));

export const meta: MetaFunction<typeof loader> = ({ data }) => [{ title: data?.title ?? "" }];

/** Everything that is published: what it is for, where it stands, what it would ask a utility for. */
export default function MarketHome() {
  const { t } = useTranslation("home");
  const { plugins } = useLoaderData<typeof loader>();
  const { locale } = usePageRoot();
  const format = useFormat();
  return (
    <>
      <PageHeader title={t("market.title")} lead={t("market.lead")} />
      <DataTable
        caption={t("market.title")}
        rows={plugins}
        rowKey={(plugin) => plugin.id}
        columns={[
          { key: "name", header: t("market.name"), card: "title", cell: (plugin) => plugin.name[locale] },
          { key: "version", header: t("market.version"), card: "aside", cell: (plugin) => plugin.version },
          {
            key: "description",
            header: t("market.description"),
            cell: (plugin) => plugin.description[locale],
          },
          { key: "publisher", header: t("market.publisher"), cell: (plugin) => plugin.publisher },
          { key: "points", header: t("market.points"), cell: (plugin) => plugin.points.join(", ") },
          {
            key: "capabilities",
            header: t("market.capabilities"),
            cell: (plugin) => plugin.capabilities.join(", ") || t("market.none"),
          },
          {
            key: "published",
            header: t("market.published"),
            cell: (plugin) => format.date(Date.parse(plugin.publishedAt)),
          },
        ]}
        empty={{ title: t("market.emptyTitle"), advice: t("market.emptyAdvice") }}
      />
    </>
  );
}
