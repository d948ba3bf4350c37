import type { LoaderFunctionArgs, MetaFunction } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import { useTranslation } from "react-i18next";
import { PaymentsTable } from "#app/components/bill/payments-table.tsx";
import { useFormat } from "#app/components/format/use-format.ts";
import { PageHeader } from "#app/components/page-header.tsx";
import { Panel } from "#app/components/panel.tsx";
import { Stat, Stats } from "#app/components/stat.tsx";
import { DataTable } from "#app/components/table/data-table.tsx";
import { useTenantHref } from "#app/components/tenant-path.ts";
import { page } from "#app/web/page.server.ts";
import classes from "./billing.module.css";

export const loader = page(async ({ params, context }: LoaderFunctionArgs) => {
  const customerId = params.customerId ?? "";
  const account = await context.caller.ledgerEntry.customerAccount({ customerId });
  return { account, payments: (await context.caller.payment.list({ customerId })).payments };
});

export const meta: MetaFunction<typeof loader> = ({ data }) => [{ title: data?.account.name ?? "" }];

export default function CustomerAccountPage() {
  const { t } = useTranslation("billing");
  const { account, payments } = useLoaderData<typeof loader>();
  const format = useFormat();
  const href = useTenantHref();
  return (
    <>
      <PageHeader
        title={t("account.title", { name: account.name })}
        lead={account.number}
        back={{
          to: href(`workspace/bills?search=${encodeURIComponent(account.number)}`),
          label: t("account.back"),
        }}
      />
      <div className={classes.stack}>
        <Stats>
          {account.balances.map(({ currency, balance }) => (
            <Stat
              key={currency}
              label={t("account.owes")}
              value={format.money(balance, currency)}
              note={t("account.credit")}
            />
          ))}
        </Stats>
        <Panel title={t("account.entries")} flush>
          <DataTable
            caption={t("account.caption")}
            rows={account.entries}
            rowKey={(entry) => entry.id}
            columns={[
              {
                key: "at",
                header: t("account.at"),
                cell: (entry) => format.dateTime(entry.eventAt),
                card: "title",
              },
              { key: "kind", header: t("account.kind"), cell: (entry) => t(`account.${entry.kind}`) },
              {
                key: "reference",
                header: t("account.reference"),
                cell: (entry) =>
                  entry.billId === null ? (
                    entry.reference
                  ) : (
                    <a href={href(`workspace/bills/${entry.billId}`)}>{entry.reference}</a>
                  ),
              },
              { key: "against", header: t("account.against"), cell: (entry) => entry.against },
              {
                key: "amount",
                header: t("account.amount"),
                align: "end",
                card: "aside",
                cell: (entry) => format.money(entry.amount, entry.currency),
              },
            ]}
            empty={{ title: t("account.emptyTitle"), advice: t("account.emptyAdvice") }}
          />
        </Panel>
        <Panel title={t("account.paymentsTitle")} flush>
          <PaymentsTable payments={payments} billsPath="workspace/bills" />
        </Panel>
      </div>
    </>
  );
}
