import type { LoaderFunctionArgs, MetaFunction } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import { useTranslation } from "react-i18next";
import { UsageBars } from "#app/components/chart/usage-bars.tsx";
import { EmptyState } from "#app/components/empty-state.tsx";
import { useFormat } from "#app/components/format/use-format.ts";
import { PageHeader } from "#app/components/page-header.tsx";
import { useAbility, usePageRoot, useTenant } from "#app/components/page-root.ts";
import { Panel } from "#app/components/panel.tsx";
import { Stat, Stats } from "#app/components/stat.tsx";
import { DataTable } from "#app/components/table/data-table.tsx";
import { translator } from "#app/platform/i18n.ts";
import type { MonthFigures } from "#app/services/tenant/show-dashboard.ts";
import { page } from "#app/web/page.server.ts";

export const loader = page(async ({ context }: LoaderFunctionArgs) => {
  const dashboard = await context.caller.tenant.dashboard();
  return { dashboard, title: translator(context.locale, "network")("dashboard.title") };
});

export const meta: MetaFunction<typeof loader> = ({ data }) => [{ title: data?.title ?? "" }];

/** What a person of the utility sees first: how many, how complete, how much. */
export default function WorkspaceHome() {
  const { t } = useTranslation("network");
  const { dashboard } = useLoaderData<typeof loader>();
  const { locale } = usePageRoot();
  const maySeeBills = useAbility("read:bill");
  const tenant = useTenant();
  const format = useFormat();
  const { read, months, tariffs } = dashboard;
  const share = read.expected === 0 ? null : Number(read.registers) / Number(read.expected);
  return (
    <>
      <PageHeader title={t("dashboard.title")} lead={tenant.name[locale]} />
      <Stats>
        <Stat label={t("dashboard.customers")} value={format.number(dashboard.customers)} />
        <Stat label={t("dashboard.meters")} value={format.number(dashboard.meters)} />
        <Stat
          label={t("dashboard.read")}
          value={share === null ? "–" : format.percent(share, 2)}
          note={
            read.at === null
              ? t("dashboard.readNone")
              : t("dashboard.readNote", {
                  read: format.number(Number(read.registers)),
                  expected: format.number(Number(read.expected)),
                  at: format.date(read.at),
                })
          }
          {...(share !== null && share < 0.95 ? { tone: "warning" as const } : {})}
        />
        {maySeeBills ? (
          <Stat
            label={t("dashboard.exceptions")}
            value={format.number(dashboard.exceptions)}
            {...(dashboard.exceptions > 0 ? { tone: "warning" as const } : {})}
          />
        ) : null}
        <Stat label={t("dashboard.findings")} value={format.number(dashboard.findings)} />
      </Stats>
      {maySeeBills ? <MonthlyBills months={months} /> : null}
      {tariffs.length === 0 ? null : (
        <Panel title={t("dashboard.tariffs")} flush>
          <DataTable
            caption={t("dashboard.tariffs")}
            rows={tariffs}
            rowKey={({ key }) => key}
            columns={[
              {
                key: "key",
                header: t("dashboard.tariff"),
                card: "title",
                cell: ({ key, name }) => name?.[locale] ?? key,
              },
              {
                key: "agreements",
                header: t("dashboard.agreements"),
                align: "end",
                card: "aside",
                cell: ({ agreements }) => format.number(agreements),
              },
            ]}
            empty={{ title: t("dashboard.emptyTitle"), advice: t("dashboard.emptyAdvice") }}
          />
        </Panel>
      )}
    </>
  );
}

function MonthlyBills({ months }: { readonly months: readonly MonthFigures[] }) {
  const { t } = useTranslation("network");
  const format = useFormat();
  const unit = months[0]?.usageUnit ?? "kWh";
  if (months.length === 0)
    return <EmptyState title={t("dashboard.emptyTitle")} advice={t("dashboard.emptyAdvice")} />;
  return (
    <>
      <Panel title={t("dashboard.usageTitle")}>
        <UsageBars
          title={t("dashboard.usageTitle")}
          summary={t("dashboard.usageSummary")}
          unit={unit === "m3" ? "m³" : unit}
          names={{ value: t("dashboard.usageName") }}
          bars={months.map(({ month, usage }) => ({
            label: format.month(month, "short"),
            name: format.month(month, "long"),
            value: Number(usage),
          }))}
        />
      </Panel>
      <Panel title={t("dashboard.months")} flush>
        <DataTable
          caption={t("dashboard.months")}
          rows={[...months].reverse()}
          rowKey={({ month }) => month}
          columns={[
            {
              key: "month",
              header: t("dashboard.month"),
              card: "title",
              cell: ({ month }) => format.month(month, "long"),
            },
            {
              key: "bills",
              header: t("dashboard.bills"),
              align: "end",
              cell: ({ bills }) => format.number(bills),
            },
            {
              key: "total",
              header: t("dashboard.total"),
              align: "end",
              cell: ({ total }) => format.money(total),
            },
            {
              key: "paid",
              header: t("dashboard.paid"),
              align: "end",
              cell: ({ paid }) => format.money(paid),
            },
            {
              key: "share",
              header: t("dashboard.share"),
              align: "end",
              card: "aside",
              cell: ({ total, paid }) =>
                Number(total) > 0 ? format.percent(Number(paid) / Number(total), 1) : "–",
            },
          ]}
          empty={{ title: t("dashboard.emptyTitle"), advice: t("dashboard.emptyAdvice") }}
        />
      </Panel>
    </>
  );
}
