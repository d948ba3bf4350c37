import { useTranslation } from "react-i18next";
import type { PaymentRow } from "#app/services/payment/list-payments.ts";
import { useFormat } from "../format/use-format.ts";
import { DataTable } from "../table/data-table.tsx";
import type { PagingProps } from "../table/paging.tsx";
import { useTenantHref } from "../tenant-path.ts";

interface PaymentsTableProps {
  readonly payments: readonly PaymentRow[];
  /** Where bills are shown: `portal/bills` or `workspace/bills`. */
  readonly billsPath: string;
  readonly paging?: PagingProps;
}

/** Payments with the bill they were for and their receipts. */
export function PaymentsTable({ payments, billsPath, paging }: PaymentsTableProps) {
  const { t } = useTranslation("billing");
  const format = useFormat();
  const href = useTenantHref();
  return (
    <DataTable
      caption={t("payments.caption")}
      rows={payments}
      rowKey={(payment) => payment.id}
      columns={[
        {
          key: "paidAt",
          header: t("payments.paidAt"),
          cell: (row) => format.dateTime(row.paidAt),
          card: "title",
        },
        {
          key: "bill",
          header: t("payments.bill"),
          cell: (row) =>
            row.billId === null ? "–" : <a href={href(`${billsPath}/${row.billId}`)}>{row.billNumber}</a>,
        },
        { key: "transaction", header: t("payments.transaction"), cell: (row) => row.transactionNumber },
        {
          key: "amount",
          header: t("payments.amount"),
          align: "end",
          card: "aside",
          cell: (row) => format.money(row.amount, row.currency),
        },
        {
          key: "receipt",
          header: t("payments.receipt"),
          align: "end",
          cell: (row) =>
            row.receiptId === null ? (
              "–"
            ) : (
              <a href={href(`api/receipts.pdf?receiptId=${row.receiptId}`)} download>
                {t("payments.pdf")}
              </a>
            ),
        },
      ]}
      {...(paging ? { paging } : {})}
      empty={{ title: t("payments.emptyTitle"), advice: t("payments.emptyAdvice") }}
    />
  );
}
