import { useTranslation } from "react-i18next";
import { StatusBadge } from "#app/components/status-badge.tsx";
import type { CustomerBill } from "#app/services/customer/show-customer.ts";

/** How a bill stands, for who looks after the customer: paid, open, overdue, held or cancelled. */
export function BillState({ bill }: { readonly bill: CustomerBill }) {
  const { t } = useTranslation("network");
  if (bill.state === "draft") return <StatusBadge tone="warning">{t("billState.draft")}</StatusBadge>;
  if (bill.state === "cancelled") return <StatusBadge tone="neutral">{t("billState.cancelled")}</StatusBadge>;
  if (Number(bill.total) - Number(bill.paid) <= 0)
    return <StatusBadge tone="success">{t("billState.paid")}</StatusBadge>;
  const isOverdue = bill.dueOn < new Date().toISOString().slice(0, 10);
  return (
    <StatusBadge tone={isOverdue ? "danger" : "info"}>
      {t(isOverdue ? "billState.overdue" : "billState.open")}
    </StatusBadge>
  );
}
