import type { LoaderFunctionArgs, MetaFunction } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import { useTranslation } from "react-i18next";
import { useFormat } from "#app/components/format/use-format.ts";
import { PageHeader } from "#app/components/page-header.tsx";
import { StatusBadge } from "#app/components/status-badge.tsx";
import { DataTable } from "#app/components/table/data-table.tsx";
import { translator } from "#app/platform/i18n.ts";
import { page } from "#app/web/page.server.ts";

export const loader = page(async ({ context }: LoaderFunctionArgs) => ({
  ...(await context.caller.ledgerEntry.trialBalance()),
  title: translator(context.locale, "billing")("ledger.title"),
}));

export const meta: MetaFunction<typeof loader> = ({ data }) => [{ title: data?.title ?? "" }];

export default function LedgerPage() {
  const { t } = useTranslation("billing");
  const { rows, totals } = useLoaderData<typeof loader>();
  const format = useFormat();
  const balanced = totals.every(({ debit, credit }) => debit === credit);
  return (
    <>
      <PageHeader
        title={t("ledger.title")}
        lead={t("ledger.lead")}
        badge={
          rows.length === 0 ? undefined : (
            <StatusBadge tone={balanced ? "success" : "danger"}>
              {balanced ? t("ledger.balanced") : t("ledger.unbalanced")}
            </StatusBadge>
          )
        }
      />
      <DataTable
        caption={t("ledger.caption")}
        rows={rows}
        rowKey={(row) => `${row.code} ${row.currency}`}
        columns={[
          { key: "name", header: t("ledger.account"), cell: (row) => row.name, card: "title" },
          { key: "code", header: t("ledger.code"), cell: (row) => row.code },
          {
            key: "debit",
            header: t("ledger.debit"),
            align: "end",
            cell: (row) => format.money(row.debit, row.currency),
          },
          {
            key: "credit",
            header: t("ledger.credit"),
            align: "end",
            cell: (row) => format.money(row.credit, row.currency),
          },
          {
            key: "balance",
            header: t("ledger.balance"),
            align: "end",
            card: "aside",
            cell: (row) => format.money(row.balance, row.currency),
          },
        ]}
        footer={totals.map(({ currency, debit, credit }) => (
          <tr key={currency}>
            <td>{t("ledger.total", { currency })}</td>
            <td />
            <td style={{ textAlign: "end" }}>{format.money(debit, currency)}</td>
            <td style={{ textAlign: "end" }}>{format.money(credit, currency)}</td>
            <td />
          </tr>
        ))}
        empty={{ title: t("ledger.emptyTitle"), advice: t("ledger.emptyAdvice") }}
      />
    </>
  );
}
