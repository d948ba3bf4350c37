import { Button } from "@mantine/core";
import type { LoaderFunctionArgs } from "@remix-run/node";
import { Link, useLoaderData } from "@remix-run/react";
import { useTranslation } from "react-i18next";
import { OwnAlarms } from "#app/components/alarm/own-alarms.tsx";
import { UsageBars } from "#app/components/chart/usage-bars.tsx";
import { EmptyState } from "#app/components/empty-state.tsx";
import { useFormat } from "#app/components/format/use-format.ts";
import { PageHeader } from "#app/components/page-header.tsx";
import { useAbility, usePageRoot, useTenant } from "#app/components/page-root.ts";
import { Panel } from "#app/components/panel.tsx";
import { Stat, Stats } from "#app/components/stat.tsx";
import { DataTable } from "#app/components/table/data-table.tsx";
import { useTenantHref } from "#app/components/tenant-path.ts";
import { page } from "#app/web/page.server.ts";
import classes from "./portal.module.css";

export const loader = page(async ({ context }: LoaderFunctionArgs) => ({
  ...(await context.caller.bill.overview()),
  alarms: await context.caller.alarm.listOwn(),
}));

export default function PortalHome() {
  const { t } = useTranslation("billing");
  const tenant = useTenant();
  const { locale } = usePageRoot();
  const overview = useLoaderData<typeof loader>();
  const href = useTenantHref();
  const usageLink = (
    <Button component={Link} to={href("portal/usage")} variant="default">
      {t("overview.seeUsage")}
    </Button>
  );
  return (
    <>
      <PageHeader title={t("overview.title")} lead={tenant.name[locale]} />
      <OwnAlarms alarms={overview.alarms} />
      {overview.latest === null ? (
        <EmptyState title={t("overview.emptyTitle")} advice={t("overview.emptyAdvice")} action={usageLink} />
      ) : (
        <div className={classes.stack}>
          <Summary />
          <OpenBills />
          <Usage />
        </div>
      )}
      {overview.servicePoints.length === 0 ? null : (
        <Panel title={t("overview.points")} actions={usageLink}>
          <ul className={classes.points}>
            {overview.servicePoints.map((point) => (
              <li key={point.id}>
                <Link to={href(`portal/usage?point=${point.id}`)}>{point.address}</Link>{" "}
                <span className={classes.quiet}>{point.agreementNumber}</span>
              </li>
            ))}
          </ul>
        </Panel>
      )}
    </>
  );
}

function Summary() {
  const { t } = useTranslation("billing");
  const { due, latest } = useLoaderData<typeof loader>();
  const format = useFormat();
  if (latest === null) return null;
  return (
    <Stats>
      {due.length === 0 ? (
        <Stat
          label={t("overview.due")}
          value={format.money("0", latest.currency)}
          note={t("overview.nothingDue")}
          tone="success"
        />
      ) : (
        due.map(({ currency, amount, nextDueOn }) => (
          <Stat
            key={currency}
            label={t("overview.due")}
            value={format.money(amount, currency)}
            note={t("overview.dueBy", { day: format.day(nextDueOn) })}
          />
        ))
      )}
      <Stat
        label={t("overview.latestUsage")}
        value={format.number(latest.usage)}
        unit={latest.usageUnit}
        note={format.month(latest.period)}
      />
      <Stat
        label={t("overview.latestBill")}
        value={format.money(latest.total, latest.currency)}
        note={format.month(latest.period)}
      />
    </Stats>
  );
}

function OpenBills() {
  const { t } = useTranslation("billing");
  const { openBills } = useLoaderData<typeof loader>();
  const format = useFormat();
  const href = useTenantHref();
  const mayPay = useAbility("start:payment");
  if (openBills.length === 0) return null;
  return (
    <Panel title={t("overview.openBills")} flush>
      <DataTable
        caption={t("overview.openBills")}
        rows={openBills}
        rowKey={(bill) => bill.id}
        columns={[
          {
            key: "period",
            header: t("bills.period"),
            cell: (bill) => format.month(bill.period),
            card: "title",
          },
          { key: "dueOn", header: t("bills.dueOn"), cell: (bill) => format.day(bill.dueOn) },
          {
            key: "due",
            header: t("bills.due"),
            align: "end",
            card: "aside",
            cell: (bill) => format.money(bill.due, bill.currency),
          },
          {
            key: "pay",
            header: t("overview.bill"),
            align: "end",
            cell: (bill) => (
              <Button
                component={Link}
                to={href(`portal/bills/${bill.id}`)}
                size="xs"
                variant={mayPay ? "filled" : "default"}
              >
                {mayPay ? t("overview.pay") : t("overview.see")}
              </Button>
            ),
          },
        ]}
        empty={{ title: "", advice: "" }}
      />
    </Panel>
  );
}

function Usage() {
  const { t } = useTranslation("billing");
  const { usage } = useLoaderData<typeof loader>();
  const format = useFormat();
  return (
    <Panel title={t("overview.usageTitle")}>
      <UsageBars
        title={t("overview.usageTitle")}
        summary={t("overview.usageSummary", { count: usage.length })}
        unit={usage.at(-1)?.unit ?? ""}
        bars={usage.map((each) => ({
          label: format.month(each.period, "short"),
          name: format.month(each.period),
          value: Number(each.usage),
          estimated: each.estimated,
        }))}
      />
    </Panel>
  );
}
