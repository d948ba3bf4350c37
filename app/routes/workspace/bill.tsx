import { Button } from "@mantine/core";
import {
  type ActionFunctionArgs,
  type LoaderFunctionArgs,
  type MetaFunction,
  redirect,
} from "@remix-run/node";
import { Link, useFetcher, useLoaderData, useSearchParams } from "@remix-run/react";
import { useTranslation } from "react-i18next";
import { BillState } from "#app/components/bill/bill-state.tsx";
import { BillView } from "#app/components/bill/bill-view.tsx";
import { ConfirmButton } from "#app/components/confirm-button.tsx";
import { useFormat } from "#app/components/format/use-format.ts";
import { PageHeader } from "#app/components/page-header.tsx";
import { usePageRoot } from "#app/components/page-root.ts";
import { PrintButton } from "#app/components/print-button.tsx";
import { Unmask } from "#app/components/privacy/unmask.tsx";
import { tenantPath, useTenantHref } from "#app/components/tenant-path.ts";
import { translator } from "#app/platform/i18n.ts";
import { formAction, page } from "#app/web/page.server.ts";
import type { FormResult } from "#app/web/page-fault.ts";
import classes from "./billing.module.css";
import { CancelBill } from "./cancel-bill.tsx";

export const loader = page(async ({ params, context }: LoaderFunctionArgs) => {
  const bill = await context.caller.bill.show({ billId: params.billId ?? "" });
  return { bill, title: `${translator(context.locale, "billing")("bills.title")} ${bill.number}` };
});

export const action = formAction<null>(async ({ request, params, context }: ActionFunctionArgs) => {
  const billId = params.billId ?? "";
  const form = await request.formData();
  const intent = form.get("intent");
  if (intent === "release") await context.caller.bill.release({ billId });
  else if (intent === "discard") await context.caller.bill.discard({ billId });
  else if (intent === "cancel") {
    const again = form.get("again") === "yes";
    const { newBillId } = await context.caller.bill.cancel({
      billId,
      reason: String(form.get("reason") ?? ""),
      again,
    });
    const base = context.tenant?.base ?? "";
    if (newBillId !== null) throw redirect(tenantPath(base, `workspace/bills/${newBillId}`));
    if (again) throw redirect(tenantPath(base, `workspace/bills/${billId}?made=no`));
  }
  return null;
});

export const meta: MetaFunction<typeof loader> = ({ data }) => [{ title: data?.title ?? "" }];

export default function BillPage() {
  const { t } = useTranslation("billing");
  const { bill } = useLoaderData<typeof loader>();
  const fetcher = useFetcher<FormResult<null>>();
  const [search] = useSearchParams();
  const format = useFormat();
  const href = useTenantHref();
  const abilities = usePageRoot().viewer?.abilities ?? [];
  const decide = (intent: "release" | "discard") => fetcher.submit({ intent }, { method: "post" });
  return (
    <>
      <PageHeader
        title={t("bill.title", { month: format.month(bill.period) })}
        lead={`${bill.number} · ${format.days(bill.periodStart, bill.lastDay)}`}
        badge={<BillState state={bill.state} due={bill.due} />}
        back={{ to: href("workspace/bills"), label: t("bill.back") }}
        actions={
          <>
            <Unmask customerId={bill.customerId} />
            <PrintButton />
            {abilities.includes("read:ledgerEntry") ? (
              <Button component={Link} variant="default" to={href(`workspace/accounts/${bill.customerId}`)}>
                {t("bill.account")}
              </Button>
            ) : null}
            {bill.state === "draft" && abilities.includes("run:bill") ? (
              <>
                <ConfirmButton
                  label={t("bill.discard")}
                  consequence={t("bill.discardConsequence")}
                  confirmLabel={t("bill.discard")}
                  danger
                  onConfirm={() => decide("discard")}
                />
                <ConfirmButton
                  label={t("bill.postIt")}
                  consequence={t("bill.postItConsequence")}
                  confirmLabel={t("bill.postIt")}
                  variant="filled"
                  onConfirm={() => decide("release")}
                />
              </>
            ) : null}
            {bill.state === "posted" && abilities.includes("cancel:bill") ? <CancelBill /> : null}
          </>
        }
      />
      {bill.state === "cancelled" ? (
        <p className={classes.held} role="note">
          {search.get("made") === "no" ? t("bill.notMade") : t("bill.cancelled")}
        </p>
      ) : null}
      {fetcher.data && !fetcher.data.ok ? (
        <p role="alert">{fetcher.data.fault.message ?? fetcher.data.fault.code}</p>
      ) : null}
      {bill.heldBy === null ? null : (
        <p className={classes.held} role="note">
          {t("bill.held", { reason: bill.heldBy })}
        </p>
      )}
      <BillView bill={bill} />
    </>
  );
}
