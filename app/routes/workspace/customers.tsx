import type { LoaderFunctionArgs, MetaFunction } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import { useTranslation } from "react-i18next";
import { useFormat } from "#app/components/format/use-format.ts";
import { PageHeader } from "#app/components/page-header.tsx";
import { useAbility } from "#app/components/page-root.ts";
import { DataTable } from "#app/components/table/data-table.tsx";
import { ExportLink } from "#app/components/table/export-link.tsx";
import { FilterBar } from "#app/components/table/filter-bar.tsx";
import { listQuery } from "#app/components/table/list-query.ts";
import { useTenantHref } from "#app/components/tenant-path.ts";
import { translator } from "#app/platform/i18n.ts";
import { page } from "#app/web/page.server.ts";

const KINDS = ["household", "business"] as const;

export const loader = page(async ({ request, context }: LoaderFunctionArgs) => {
  const search = new URL(request.url).searchParams;
  const query = listQuery(search, ["number", "name"]);
  const customers = await context.caller.customer.list({
    ...query,
    search: search.get("search") || undefined,
    kind: KINDS.find((kind) => kind === search.get("kind")),
    tariff: search.get("tariff") || undefined,
  });
  return { ...customers, query, title: translator(context.locale, "network")("customers.title") };
});

export const meta: MetaFunction<typeof loader> = ({ data }) => [{ title: data?.title ?? "" }];

export default function CustomersPage() {
  const { t } = useTranslation("network");
  const { rows, next, previous, query } = useLoaderData<typeof loader>();
  const format = useFormat();
  const href = useTenantHref();
  const inFull = useAbility("read:personalData");
  return (
    <>
      <PageHeader title={t("customers.title")} lead={t("customers.lead")} />
      <FilterBar
        filters={[
          { kind: "search", name: "search", label: t("customers.search") },
          {
            kind: "choice",
            name: "kind",
            label: t("customers.allKinds"),
            options: KINDS.map((kind) => ({ value: kind, label: t(`kind.${kind}`) })),
          },
        ]}
        actions={<ExportLink path={href("api/customers.csv")} />}
      />
      <DataTable
        caption={t("customers.caption")}
        rows={rows}
        rowKey={({ id }) => id}
        rowHref={({ id }) => href(`workspace/customers/${id}`)}
        order={query}
        columns={[
          {
            key: "name",
            header: t("customers.name"),
            // The order of names would tell what is masked.
            sortable: inFull,
            card: "title",
            cell: ({ name }) => name,
          },
          { key: "number", header: t("customers.number"), sortable: true, cell: ({ number }) => number },
          { key: "kind", header: t("customers.kind"), card: "hidden", cell: ({ kind }) => t(`kind.${kind}`) },
          { key: "phone", header: t("customers.phone"), cell: ({ phone }) => phone ?? "–" },
          { key: "address", header: t("customers.address"), cell: ({ address }) => address ?? "–" },
          {
            key: "due",
            header: t("customers.due"),
            align: "end",
            card: "aside",
            cell: ({ due }) => (due === null || Number(due) === 0 ? "–" : format.money(due)),
          },
        ]}
        paging={{ previous, next }}
        empty={{ title: t("customers.emptyTitle"), advice: t("customers.emptyAdvice") }}
      />
    </>
  );
}
