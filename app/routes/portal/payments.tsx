import type { LoaderFunctionArgs, MetaFunction } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import { useTranslation } from "react-i18next";
import { PaymentsTable } from "#app/components/bill/payments-table.tsx";
import { PageHeader } from "#app/components/page-header.tsx";
import { translator } from "#app/platform/i18n.ts";
import { page } from "#app/web/page.server.ts";

export const loader = page(async ({ request, context }: LoaderFunctionArgs) => {
  const after = new URL(request.url).searchParams.get("after") ?? undefined;
  const payments = await context.caller.payment.list({ after });
  return { ...payments, title: translator(context.locale, "billing")("payments.title") };
});

export const meta: MetaFunction<typeof loader> = ({ data }) => [{ title: data?.title ?? "" }];

export default function OwnPaymentsPage() {
  const { t } = useTranslation("billing");
  const { payments, next } = useLoaderData<typeof loader>();
  return (
    <>
      <PageHeader title={t("payments.title")} />
      <PaymentsTable payments={payments} billsPath="portal/bills" paging={{ previous: null, next }} />
    </>
  );
}
