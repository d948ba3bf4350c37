import { useTranslation } from "react-i18next";
import type { ShownBill } from "#app/services/bill/show-bill.ts";
import { useFormat } from "../format/use-format.ts";
import { KeyValue } from "../key-value.tsx";
import { usePageRoot } from "../page-root.ts";
import { Panel } from "../panel.tsx";
import type { RegisterCode } from "../register-code.ts";
import { Stat, Stats } from "../stat.tsx";
import { DataTable } from "../table/data-table.tsx";
import { tenantPath } from "../tenant-path.ts";
import { BillComparison } from "./bill-comparison.tsx";
import classes from "./bill-view.module.css";

/** A bill as customer and staff see it: what is to be paid, each line with its derivation, reads, payments. */
export function BillView({ bill }: { readonly bill: ShownBill }) {
  const { t } = useTranslation("billing");
  const format = useFormat();
  return (
    <div className={classes.stack}>
      <Stats>
        <Stat label={t("bill.total")} value={format.money(bill.total, bill.currency)} />
        <Stat
          label={t("bill.due")}
          value={format.money(bill.due, bill.currency)}
          note={`${t("bill.dueOn")} ${format.day(bill.dueOn)}`}
        />
        <Stat
          label={t("bill.usage")}
          value={format.number(bill.usage)}
          unit={bill.usageUnit}
          note={bill.estimated ? t("bill.estimated") : undefined}
        />
      </Stats>
      <Lines bill={bill} />
      <BillComparison bill={bill} />
      <Reads bill={bill} />
      <Payments bill={bill} />
      <Facts bill={bill} />
    </div>
  );
}

function Lines({ bill }: { readonly bill: ShownBill }) {
  const { t } = useTranslation("billing");
  const format = useFormat();
  return (
    <Panel title={t("bill.linesTitle")} lead={t("bill.linesLead")} flush>
      <div className={classes.lines}>
        <div className={classes.head} aria-hidden>
          <span>{t("bill.line")}</span>
          <span className={classes.number}>{t("bill.quantity")}</span>
          <span className={classes.number}>{t("bill.price")}</span>
          <span className={classes.number}>{t("bill.amount")}</span>
        </div>
        {bill.lines.map((line) => (
          <details key={line.number} className={classes.line}>
            <summary>
              <span className={classes.label}>{line.label}</span>
              <span className={`${classes.number} ${classes.quantity}`}>
                {line.quantity === null ? "" : format.quantity(line.quantity, line.unit ?? "")}
              </span>
              <span className={`${classes.number} ${classes.price}`}>
                {line.price === null ? "" : format.price(line.price, line.unit ?? "", bill.currency)}
              </span>
              <span className={classes.number}>{format.money(line.amount, bill.currency)}</span>
            </summary>
            <ul className={classes.derivation}>
              {line.derivation.map((sentence) => (
                <li key={sentence}>{sentence}</li>
              ))}
            </ul>
          </details>
        ))}
        <div className={classes.total}>
          <span>{t("bill.total")}</span>
          <span className={classes.number}>{format.money(bill.total, bill.currency)}</span>
        </div>
        {bill.includedTaxes.map((tax) => (
          <div key={tax.label} className={classes.tax}>
            <span>{t("bill.includedTax", { label: tax.label })}</span>
            <span className={classes.number}>{format.money(tax.amount, bill.currency)}</span>
          </div>
        ))}
      </div>
    </Panel>
  );
}

function Reads({ bill }: { readonly bill: ShownBill }) {
  const { t } = useTranslation("billing");
  const { t: name } = useTranslation("reads");
  const format = useFormat();
  if (bill.reads.length === 0) return null;
  return (
    <Panel title={t("bill.readsTitle")} flush>
      <DataTable
        caption={t("bill.readsTitle")}
        rows={bill.reads}
        rowKey={(read) => `${read.meterSerial} ${read.register} ${read.startMs}`}
        columns={[
          {
            key: "meter",
            header: t("bill.meter"),
            cell: ({ meterSerial, register }) =>
              register === null
                ? meterSerial
                : `${meterSerial} · ${name(`register.${register as RegisterCode}`)}`,
            card: "title",
          },
          { key: "from", header: t("bill.readFrom"), cell: (read) => format.date(read.startMs) },
          { key: "to", header: t("bill.readTo"), cell: (read) => format.date(read.endMs) },
          {
            key: "start",
            header: t("bill.startIndex"),
            align: "end",
            cell: (read) => format.number(read.startIndex),
          },
          {
            key: "end",
            header: t("bill.endIndex"),
            align: "end",
            cell: (read) => format.number(read.endIndex),
          },
          {
            key: "multiplier",
            header: t("bill.multiplier"),
            align: "end",
            cell: (read) => format.number(read.multiplier),
          },
          {
            key: "quantity",
            header: t("bill.quantity"),
            align: "end",
            cell: (read) => format.number(read.quantity),
            card: "aside",
          },
        ]}
        empty={{ title: "", advice: "" }}
      />
    </Panel>
  );
}

function Payments({ bill }: { readonly bill: ShownBill }) {
  const { t } = useTranslation("billing");
  const format = useFormat();
  const base = usePageRoot().tenant?.base ?? "";
  if (bill.payments.length === 0) return null;
  return (
    <Panel title={t("bill.paymentsTitle")} flush>
      <DataTable
        caption={t("bill.paymentsTitle")}
        rows={bill.payments}
        rowKey={(payment) => payment.id}
        columns={[
          {
            key: "paidAt",
            header: t("bill.paidAt"),
            cell: (payment) => format.dateTime(payment.paidAt),
            card: "title",
          },
          { key: "transaction", header: t("bill.transaction"), cell: (payment) => payment.transactionNumber },
          {
            key: "amount",
            header: t("bill.amount"),
            align: "end",
            card: "aside",
            cell: (payment) => format.money(payment.amount, bill.currency),
          },
          {
            key: "receipt",
            header: t("bill.receipt"),
            align: "end",
            cell: (payment) =>
              payment.receiptId === null ? (
                "–"
              ) : (
                <a href={tenantPath(base, `api/receipts.pdf?receiptId=${payment.receiptId}`)} download>
                  PDF
                </a>
              ),
          },
        ]}
        empty={{ title: "", advice: "" }}
      />
    </Panel>
  );
}

function Facts({ bill }: { readonly bill: ShownBill }) {
  const { t } = useTranslation("billing");
  const format = useFormat();
  return (
    <Panel title={t("bill.factsTitle")}>
      <KeyValue
        columns={2}
        items={[
          { label: t("bill.number"), value: bill.number },
          { label: t("bill.customer"), value: bill.customerName },
          { label: t("bill.customerNumber"), value: bill.customerNumber },
          { label: t("bill.agreement"), value: bill.agreementNumber },
          { label: t("bill.address"), value: bill.address },
          { label: t("bill.tariff"), value: bill.tariffName },
          { label: t("bill.release"), value: t("bill.releaseOf", { number: bill.releaseNumber }) },
          { label: t("bill.tariffHash"), value: bill.tariffHash.slice(0, 12) },
          {
            label: t("bill.postedAt"),
            value: bill.postedAt === null ? null : format.dateTime(bill.postedAt),
          },
        ]}
      />
    </Panel>
  );
}
