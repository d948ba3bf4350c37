import type { LoaderFunctionArgs, MetaFunction } from "@remix-run/node";
import { Link, useLoaderData } from "@remix-run/react";
import { useTranslation } from "react-i18next";
import { PageHeader } from "#app/components/page-header.tsx";
import { StatusBadge } from "#app/components/status-badge.tsx";
import { DataTable } from "#app/components/table/data-table.tsx";
import { FilterBar } from "#app/components/table/filter-bar.tsx";
import { listQuery } from "#app/components/table/list-query.ts";
import { useTenantHref } from "#app/components/tenant-path.ts";
import { translator } from "#app/platform/i18n.ts";
import { page } from "#app/web/page.server.ts";

export const loader = page(async ({ request, context }: LoaderFunctionArgs) => {
  const search = new URL(request.url).searchParams;
  const query = listQuery(search, ["number"]);
  const premises = await context.caller.premise.list({
    ...query,
    search: search.get("search") || undefined,
    gridCellId: search.get("cell") || undefined,
  });
  const { cells } = await context.caller.premise.map({});
  return {
    ...premises,
    query,
    cells: cells.map(({ id, name }) => ({ value: id, label: name })),
    title: translator(context.locale, "network")("premises.title"),
  };
});

export const meta: MetaFunction<typeof loader> = ({ data }) => [{ title: data?.title ?? "" }];

export default function PremisesPage() {
  const { t } = useTranslation("network");
  const { rows, next, previous, query, cells } = useLoaderData<typeof loader>();
  const href = useTenantHref();
  return (
    <>
      <PageHeader title={t("premises.title")} lead={t("premises.lead")} />
      <FilterBar
        filters={[
          { kind: "search", name: "search", label: t("premises.search") },
          { kind: "choice", name: "cell", label: t("premises.allCells"), options: cells },
        ]}
      />
      <DataTable
        caption={t("premises.caption")}
        rows={rows}
        rowKey={({ id }) => id}
        order={query}
        columns={[
          { key: "address", header: t("premises.address"), card: "title", cell: ({ address }) => address },
          { key: "number", header: t("premises.number"), sortable: true, cell: ({ number }) => number },
          { key: "cell", header: t("premises.cell"), cell: ({ gridCell }) => gridCell ?? "–" },
          {
            key: "servicePoint",
            header: t("premises.servicePoint"),
            cell: ({ servicePoint }) => servicePoint ?? "–",
          },
          {
            key: "commodity",
            header: t("premises.commodity"),
            card: "hidden",
            cell: ({ commodity }) => (commodity === null ? "–" : t(`commodity.${commodity}`)),
          },
          { key: "area", header: t("premises.area"), cell: ({ transformerArea }) => transformerArea ?? "–" },
          {
            key: "customer",
            header: t("premises.customer"),
            cell: ({ customerId, customerName }) =>
              customerId === null ? (
                "–"
              ) : (
                <Link to={href(`workspace/customers/${customerId}`)}>{customerName}</Link>
              ),
          },
          {
            key: "status",
            header: t("premises.status"),
            card: "aside",
            cell: ({ status }) =>
              status === null ? (
                "–"
              ) : (
                <StatusBadge
                  tone={status === "active" ? "success" : status === "suspended" ? "warning" : "neutral"}
                >
                  {t(`status.${status}`)}
                </StatusBadge>
              ),
          },
        ]}
        paging={{ previous, next }}
        empty={{ title: t("premises.emptyTitle"), advice: t("premises.emptyAdvice") }}
      />
    </>
  );
}
