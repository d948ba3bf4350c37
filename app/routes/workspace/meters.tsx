import type { LoaderFunctionArgs, MetaFunction } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import { useTranslation } from "react-i18next";
import { useFormat } from "#app/components/format/use-format.ts";
import { PageHeader } from "#app/components/page-header.tsx";
import { StatusBadge } from "#app/components/status-badge.tsx";
import { DataTable } from "#app/components/table/data-table.tsx";
import { FilterBar } from "#app/components/table/filter-bar.tsx";
import { listQuery } from "#app/components/table/list-query.ts";
import { translator } from "#app/platform/i18n.ts";
import { page } from "#app/web/page.server.ts";

export const loader = page(async ({ request, context }: LoaderFunctionArgs) => {
  const search = new URL(request.url).searchParams;
  const query = listQuery(search, ["serial"]);
  const meters = await context.caller.premise.listMeters({
    ...query,
    search: search.get("search") || undefined,
    findingsOnly: search.get("findings") === "only",
  });
  return { ...meters, query, title: translator(context.locale, "network")("meters.title") };
});

export const meta: MetaFunction<typeof loader> = ({ data }) => [{ title: data?.title ?? "" }];

export default function MetersPage() {
  const { t } = useTranslation("network");
  const { rows, next, previous, query } = useLoaderData<typeof loader>();
  const format = useFormat();
  return (
    <>
      <PageHeader title={t("meters.title")} lead={t("meters.lead")} />
      <FilterBar
        filters={[
          { kind: "search", name: "search", label: t("meters.search") },
          {
            kind: "choice",
            name: "findings",
            label: t("meters.filter"),
            options: [{ value: "only", label: t("meters.findingsOnly") }],
          },
        ]}
      />
      <DataTable
        caption={t("meters.caption")}
        rows={rows}
        rowKey={({ id }) => id}
        order={query}
        columns={[
          {
            key: "serial",
            header: t("meters.serial"),
            sortable: true,
            card: "title",
            cell: ({ serial }) => serial,
          },
          { key: "model", header: t("meters.model"), cell: ({ model }) => model },
          {
            key: "multiplier",
            header: t("meters.multiplier"),
            align: "end",
            cell: ({ multiplier }) => (multiplier === null ? "–" : format.number(Number(multiplier))),
          },
          {
            key: "servicePoint",
            header: t("meters.servicePoint"),
            cell: ({ servicePoint }) => servicePoint ?? "–",
          },
          { key: "address", header: t("meters.address"), cell: ({ address }) => address ?? "–" },
          {
            key: "lastIndex",
            header: t("meters.lastIndex"),
            align: "end",
            cell: ({ lastIndex, unit }) =>
              lastIndex === null || unit === null
                ? "–"
                : format.quantity(lastIndex, unit === "m3" ? "m³" : unit),
          },
          {
            key: "lastReadAt",
            header: t("meters.lastReadAt"),
            align: "end",
            cell: ({ lastReadAt }) => (lastReadAt === null ? "–" : format.date(lastReadAt)),
          },
          {
            key: "findings",
            header: t("meters.findings"),
            align: "end",
            card: "aside",
            cell: ({ findings }) =>
              findings === 0 ? "–" : <StatusBadge tone="warning">{format.number(findings)}</StatusBadge>,
          },
        ]}
        paging={{ previous, next }}
        empty={{ title: t("meters.emptyTitle"), advice: t("meters.emptyAdvice") }}
      />
    </>
  );
}
