import { Button } from "@mantine/core";
import type { LoaderFunctionArgs, MetaFunction } from "@remix-run/node";
import { Link, useLoaderData } from "@remix-run/react";
import { useTranslation } from "react-i18next";
import { EmptyState } from "#app/components/empty-state.tsx";
import { useFormat } from "#app/components/format/use-format.ts";
import { IconCheck, IconHistory } from "#app/components/icons.ts";
import { PageHeader } from "#app/components/page-header.tsx";
import { useAbility } from "#app/components/page-root.ts";
import { DownloadButton } from "#app/components/print-button.tsx";
import { useRevalidateWhile } from "#app/components/progress/use-revalidate-while.ts";
import { useTenantHref } from "#app/components/tenant-path.ts";
import { translator } from "#app/platform/i18n.ts";
import { page } from "#app/web/page.server.ts";

export const loader = page(async ({ params, context }: LoaderFunctionArgs) => {
  const payment = await context.caller.payment.check({ intentId: params.intentId ?? "" });
  return { payment, title: translator(context.locale, "billing")("payment.title") };
});

export const meta: MetaFunction<typeof loader> = ({ data }) => [{ title: data?.title ?? "" }];

/** Where the payer comes back to from the gateway. It asks again until the result is there. */
export default function PaymentPage() {
  const { t } = useTranslation("billing");
  const { payment } = useLoaderData<typeof loader>();
  const format = useFormat();
  const href = useTenantHref();
  // Who may only look at the account sees how a payment stands, and no way to pay.
  const mayPay = useAbility("start:payment");
  useRevalidateWhile(payment.state === "created");
  const toBill = (
    <Button component={Link} to={href(`portal/bills/${payment.billId}`)} variant="default">
      {t("payment.toBill")}
    </Button>
  );
  const states = {
    created: {
      title: t("payment.waitingTitle"),
      advice: t("payment.waitingAdvice"),
      action: (
        <>
          {mayPay && payment.payUrl ? (
            <Button component="a" href={payment.payUrl}>
              {t("payment.goOn")}
            </Button>
          ) : null}{" "}
          {toBill}
        </>
      ),
    },
    paid: {
      title: t("payment.paidTitle"),
      advice: t("payment.paidAdvice", { amount: format.money(payment.amount, payment.currency) }),
      action: (
        <>
          {payment.receiptId ? (
            <DownloadButton
              href={href(`api/receipts.pdf?receiptId=${payment.receiptId}`)}
              label={t("payment.receipt")}
              primary
            />
          ) : null}{" "}
          {toBill}
        </>
      ),
    },
    closed: { title: t("payment.closedTitle"), advice: t("payment.closedAdvice"), action: toBill },
  };
  return (
    <>
      <PageHeader title={t("payment.title")} back={{ to: href("portal/bills"), label: t("payment.back") }} />
      <div role="status">
        <EmptyState icon={payment.state === "paid" ? IconCheck : IconHistory} {...states[payment.state]} />
      </div>
    </>
  );
}
