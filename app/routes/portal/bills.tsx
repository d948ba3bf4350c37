import type { LoaderFunctionArgs, MetaFunction } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import { useTranslation } from "react-i18next";
import { BillState } from "#app/components/bill/bill-state.tsx";
import { useFormat } from "#app/components/format/use-format.ts";
import { PageHeader } from "#app/components/page-header.tsx";
import { DataTable } from "#app/components/table/data-table.tsx";
import { useTenantHref } from "#app/components/tenant-path.ts";
import { translator } from "#app/platform/i18n.ts";
import { page } from "#app/web/page.server.ts";

export const loader = page(async ({ request, context }: LoaderFunctionArgs) => {
  const after = new URL(request.url).searchParams.get("after") ?? undefined;
  const bills = await context.caller.bill.list({ after });
  return { ...bills, title: translator(context.locale, "billing")("bills.title") };
});

export const meta: MetaFunction<typeof loader> = ({ data }) => [{ title: data?.title ?? "" }];

export default function OwnBillsPage() {
  const { t } = useTranslation("billing");
  const { bills, next } = useLoaderData<typeof loader>();
  const format = useFormat();
  const href = useTenantHref();
  return (
    <>
      <PageHeader title={t("bills.title")} />
      <DataTable
        caption={t("bills.caption")}
        rows={bills}
        rowKey={(bill) => bill.id}
        rowHref={(bill) => href(`portal/bills/${bill.id}`)}
        columns={[
          {
            key: "period",
            header: t("bills.period"),
            cell: (bill) => format.month(bill.period),
            card: "title",
          },
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
          { key: "dueOn", header: t("bills.dueOn"), align: "end", cell: (bill) => format.day(bill.dueOn) },
          {
            key: "status",
            header: t("bills.status"),
            align: "end",
            cell: (bill) => <BillState state={bill.state} due={bill.due} />,
          },
        ]}
        paging={{ previous: null, next }}
        empty={{ title: t("bills.emptyTitle"), advice: t("bills.ownEmptyAdvice") }}
      />
    </>
  );
}
