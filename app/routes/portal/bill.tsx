import { Button } from "@mantine/core";
import {
  type ActionFunctionArgs,
  type LoaderFunctionArgs,
  type MetaFunction,
  redirect,
} from "@remix-run/node";
import { Form, useActionData, useLoaderData, useNavigation } from "@remix-run/react";
import { useTranslation } from "react-i18next";
import { BillState } from "#app/components/bill/bill-state.tsx";
import { BillView } from "#app/components/bill/bill-view.tsx";
import { useFormat } from "#app/components/format/use-format.ts";
import { PageHeader } from "#app/components/page-header.tsx";
import { useAbility } from "#app/components/page-root.ts";
import { PrintButton } from "#app/components/print-button.tsx";
import { useTenantHref } from "#app/components/tenant-path.ts";
import { translator } from "#app/platform/i18n.ts";
import { formAction, page } from "#app/web/page.server.ts";
import type { FormResult } from "#app/web/page-fault.ts";

export const loader = page(async ({ params, context }: LoaderFunctionArgs) => {
  const bill = await context.caller.bill.show({ billId: params.billId ?? "" });
  return { bill, title: `${translator(context.locale, "billing")("bills.title")} ${bill.number}` };
});

/** Begins the payment and sends the browser on to the gateway. */
export const action = formAction<null>(async ({ params, context }: ActionFunctionArgs) => {
  const { payUrl } = await context.caller.payment.start({ billId: params.billId ?? "" });
  throw redirect(payUrl);
});

export const meta: MetaFunction<typeof loader> = ({ data }) => [{ title: data?.title ?? "" }];

export default function OwnBillPage() {
  const { t } = useTranslation("billing");
  const { bill } = useLoaderData<typeof loader>();
  const result = useActionData<FormResult<null>>();
  const format = useFormat();
  const href = useTenantHref();
  const busy = useNavigation().state === "submitting";
  const payable = useAbility("start:payment") && bill.state === "posted" && Number(bill.due) > 0;
  return (
    <>
      <PageHeader
        title={t("bill.title", { month: format.month(bill.period) })}
        lead={format.days(bill.periodStart, bill.lastDay)}
        badge={<BillState state={bill.state} due={bill.due} />}
        back={{ to: href("portal/bills"), label: t("bill.back") }}
        actions={
          <>
            <PrintButton />
            {payable ? (
              <Form method="post">
                <Button type="submit" loading={busy}>
                  {t("bill.pay", { amount: format.money(bill.due, bill.currency) })}
                </Button>
              </Form>
            ) : null}
          </>
        }
      />
      {result && !result.ok ? <p role="alert">{result.fault.message ?? result.fault.code}</p> : null}
      <BillView bill={bill} />
    </>
  );
}
