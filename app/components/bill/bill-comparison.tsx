import { useTranslation } from "react-i18next";
import type { ComparedBill, ShownBill } from "#app/services/bill/show-bill.ts";
import { useFormat } from "../format/use-format.ts";
import { Panel } from "../panel.tsx";
import { DataTable } from "../table/data-table.tsx";

const DAY_MS = 86_400_000;

interface Compared extends ComparedBill {
  readonly name: string;
}

/** This bill beside the one before it and that of a year ago, and in a sentence whether more was used a day. */
export function BillComparison({ bill }: { readonly bill: ShownBill }) {
  const { t } = useTranslation("billing");
  const format = useFormat();
  const days = (Date.parse(bill.periodEnd) - Date.parse(bill.periodStart)) / DAY_MS;
  const rows: Compared[] = [{ ...bill, days, name: t("bill.thisBill") }];
  if (bill.previous) rows.push({ ...bill.previous, name: t("bill.previous") });
  if (bill.yearAgo) rows.push({ ...bill.yearAgo, name: t("bill.yearAgo") });
  if (rows.length === 1) return null;
  const [now, before] = [perDay({ ...bill, days }), bill.previous ? perDay(bill.previous) : 0];
  const change = before > 0 ? now / before - 1 : null;
  return (
    <Panel title={t("bill.compareTitle")} lead={change === null ? undefined : sentence(change)} flush>
      <DataTable
        caption={t("bill.compareTitle")}
        rows={rows}
        rowKey={(row) => row.name}
        columns={[
          { key: "name", header: t("payments.bill"), cell: (row) => row.name, card: "title" },
          { key: "period", header: t("bills.period"), cell: (row) => format.month(row.period) },
          {
            key: "usage",
            header: t("bill.usage"),
            unit: bill.usageUnit,
            align: "end",
            cell: (row) => format.number(row.usage),
          },
          {
            key: "perDay",
            header: t("bill.perDay"),
            unit: bill.usageUnit,
            align: "end",
            cell: (row) => format.number(perDay(row), { maxDigits: 2 }),
          },
          {
            key: "total",
            header: t("bill.total"),
            align: "end",
            card: "aside",
            cell: (row) => format.money(row.total, bill.currency),
          },
        ]}
        empty={{ title: "", advice: "" }}
      />
    </Panel>
  );

  function sentence(change: number): string {
    const percent = format.percent(Math.abs(change), 0);
    if (Math.abs(change) < SAME_SHARE) return t("bill.sameUse");
    return change > 0 ? t("bill.moreUse", { percent }) : t("bill.lessUse", { percent });
  }
}

/** Below one percent nobody would say that it changed. */
const SAME_SHARE = 0.01;

/** For showing only: an average is not an amount. */
const perDay = ({ usage, days }: { usage: string; days: number }): number => Number(usage) / days;
