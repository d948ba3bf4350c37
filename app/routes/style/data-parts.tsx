import { Button } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { useFormat } from "#app/components/format/use-format.ts";
import { LongWork } from "#app/components/progress/long-work.tsx";
import { Stat, Stats } from "#app/components/stat.tsx";
import { StatusBadge, type Tone } from "#app/components/status-badge.tsx";
import { type Column, DataTable } from "#app/components/table/data-table.tsx";
import { FilterBar } from "#app/components/table/filter-bar.tsx";
import { Part } from "./part.tsx";
import { BILLS, type SampleBill, type SampleState } from "./samples.ts";
import classes from "./style.module.css";

const TONE: Readonly<Record<SampleState, Tone>> = {
  paid: "success",
  due: "warning",
  overdue: "danger",
  draft: "neutral",
  review: "accent",
};

/** Blocks made of data: numbers, lists, progress. */
export function DataParts() {
  const { t } = useTranslation("style");
  const format = useFormat();
  return (
    <>
      <Part id="stats" title={t("sections.stats")}>
        <Stats>
          <Stat
            label={t("sample.totalUsage")}
            value={format.number("286.4")}
            unit="kWh"
            note={t("sample.vsLast")}
            tone="success"
          />
          <Stat
            label={t("sample.openBills")}
            value={format.number(1204)}
            note={t("sample.oldest")}
            tone="danger"
          />
          <Stat label={t("sample.collected")} value={format.money("1284069.93")} />
          <Stat label={t("sample.coverage")} value={format.percent(0.9931, 2)} loading />
        </Stats>
      </Part>
      <Part id="table" title={t("sections.table")}>
        <BillTable />
      </Part>
      <Part id="table-loading" title={t("sections.tableLoading")}>
        <BillTable state="loading" />
      </Part>
      <Part id="table-empty" title={t("sections.tableEmpty")}>
        <BillTable state="empty" />
      </Part>
      <Part id="progress" title={t("sections.progress")}>
        <SampleProgress />
      </Part>
    </>
  );
}

function BillTable({ state }: { readonly state?: "loading" | "empty" }) {
  const { t } = useTranslation("style");
  const format = useFormat();
  const columns: readonly Column<SampleBill>[] = [
    {
      key: "customer",
      header: t("sample.customer"),
      cell: (bill) => t(`sample.${bill.who}`),
      card: "title",
      sortable: true,
    },
    {
      key: "account",
      header: t("sample.account"),
      cell: (bill) => <span className="m-number">{bill.account}</span>,
    },
    {
      key: "issuedOn",
      header: t("sample.issued"),
      cell: (bill) => <span className="m-number">{format.day(bill.issuedOn)}</span>,
      sortable: true,
    },
    {
      key: "state",
      header: t("sample.state"),
      cell: (bill) => <StatusBadge tone={TONE[bill.state]}>{t(`sample.${bill.state}`)}</StatusBadge>,
    },
    {
      key: "usage",
      header: t("sample.usage"),
      cell: (bill) => format.number(bill.usageKwh),
      align: "end",
      unit: "kWh",
      sortable: true,
    },
    {
      key: "amount",
      header: t("sample.amount"),
      cell: (bill) => format.money(bill.amount),
      align: "end",
      card: "aside",
      sortable: true,
    },
  ];
  const states: readonly SampleState[] = ["paid", "due", "overdue"];
  return (
    <>
      {state ? null : (
        <FilterBar
          filters={[
            { kind: "search", name: "q", label: t("sample.search") },
            {
              kind: "choice",
              name: "state",
              label: t("sample.allStates"),
              options: states.map((value) => ({ value, label: t(`sample.${value}`) })),
            },
            { kind: "month", name: "month", label: t("sample.filterMonth") },
          ]}
        />
      )}
      <DataTable
        caption={t("sample.caption")}
        columns={columns}
        rows={state ? [] : BILLS}
        rowKey={(bill) => bill.id}
        rowHref={(bill) => `/style#${bill.id}`}
        order={{ sort: "issuedOn", direction: "descending" }}
        loading={state === "loading"}
        {...(state ? {} : { paging: { previous: null, next: "5", total: { rows: 1000, more: true } } })}
        empty={{
          title: t("sample.emptyTitle"),
          advice: t("sample.emptyAdvice"),
          action: <Button variant="default">{t("sample.emptyAction")}</Button>,
        }}
      />
    </>
  );
}

function SampleProgress() {
  const { t } = useTranslation("style");
  return (
    <div className={classes.stack}>
      <LongWork
        title={t("sample.billRun")}
        unit={t("sample.bills")}
        progress={{ state: "running", done: 2_412, total: 6_800, perSecond: 48.2, failed: 3 }}
      />
      <LongWork
        title={t("sample.import")}
        unit={t("sample.rows")}
        progress={{ state: "running", done: 120_400, total: null, perSecond: 24_000 }}
      />
      <LongWork
        title={t("sample.export")}
        unit={t("sample.rows")}
        progress={{ state: "done", done: 8_760, total: 8_760 }}
      />
      <LongWork
        title={t("sample.nightly")}
        unit={t("sample.rows")}
        progress={{ state: "failed", done: 412, total: 8_760 }}
      />
    </div>
  );
}
