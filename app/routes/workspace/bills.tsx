import type { LoaderFunctionArgs, MetaFunction } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import { useTranslation } from "react-i18next";
import { BillState } from "#app/components/bill/bill-state.tsx";
import { useFormat } from "#app/components/format/use-format.ts";
import { PageHeader } from "#app/components/page-header.tsx";
import { DataTable } from "#app/components/table/data-table.tsx";
import { ExportLink } from "#app/components/table/export-link.tsx";
import { FilterBar } from "#app/components/table/filter-bar.tsx";
import { useTenantHref } from "#app/components/tenant-path.ts";
import { translator } from "#app/platform/i18n.ts";
import { page } from "#app/web/page.server.ts";

const STATES = ["draft", "posted", "cancelled"] as const;

export const loader = page(async ({ request, context }: LoaderFunctionArgs) => {
  const search = new URL(request.url).searchParams;
  const given = (name: string) => search.get(name) || undefined;
  const bills = await context.caller.bill.list({
    search: given("search"),
    period: given("period"),
    state: STATES.find((state) => state === search.get("state")),
    after: given("after"),
  });
  return { ...bills, title: translator(context.locale, "billing")("bills.title") };
});

export const meta: MetaFunction<typeof loader> = ({ data }) => [{ title: data?.title ?? "" }];

export default function BillsPage() {
  const { t } = useTranslation("billing");
  const { bills, next } = useLoaderData<typeof loader>();
  const format = useFormat();
  const href = useTenantHref();
  const stateNames = { draft: t("state.draft"), posted: t("bills.posted"), cancelled: t("state.cancelled") };
  return (
    <>
      <PageHeader title={t("bills.title")} />
      <FilterBar
        filters={[
          { kind: "search", name: "search", label: t("bills.search") },
          { kind: "month", name: "period", label: t("bills.month") },
          {
            kind: "choice",
            name: "state",
            label: t("bills.anyState"),
            options: STATES.map((state) => ({ value: state, label: stateNames[state] })),
          },
        ]}
        actions={<ExportLink path={href("api/bills.csv")} />}
      />
      <DataTable
        caption={t("bills.caption")}
        rows={bills}
        rowKey={(bill) => bill.id}
        rowHref={(bill) => href(`workspace/bills/${bill.id}`)}
        columns={[
          { key: "number", header: t("bills.number"), cell: (bill) => bill.number, card: "title" },
          {
            key: "customer",
            header: t("bills.customer"),
            cell: (bill) => `${bill.customerName} ${bill.customerNumber}`,
          },
          { key: "period", header: t("bills.period"), cell: (bill) => format.month(bill.period) },
          {
            key: "usage",
            header: t("bills.usage"),
            align: "end",
            cell: (bill) => format.quantity(bill.usage, bill.usageUnit),
          },
          {
            key: "total",
            header: t("bills.total"),
            align: "end",
            card: "aside",
            cell: (bill) => format.money(bill.total, bill.currency),
          },
          {
            key: "due",
            header: t("bills.due"),
            align: "end",
            cell: (bill) => format.money(bill.due, bill.currency),
          },
          {
            key: "status",
            header: t("bills.status"),
            align: "end",
            cell: (bill) => <BillState state={bill.state} due={bill.due} />,
          },
        ]}
        paging={{ previous: null, next }}
        empty={{ title: t("bills.emptyTitle"), advice: t("bills.emptyAdvice") }}
      />
    </>
  );
}
