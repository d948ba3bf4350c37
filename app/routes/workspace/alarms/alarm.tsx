import type { ActionFunctionArgs, LoaderFunctionArgs, MetaFunction } from "@remix-run/node";
import { Link, useLoaderData } from "@remix-run/react";
import { useTranslation } from "react-i18next";
import { AlarmStateBadge } from "#app/components/alarm/alarm-state-badge.tsx";
import { CommandStateBadge, CommandSteps } from "#app/components/alarm/command-steps.tsx";
import { SeverityMark } from "#app/components/alarm/severity-mark.tsx";
import { useAlarmNews } from "#app/components/alarm/use-alarm-news.ts";
import { TimeSeries } from "#app/components/chart/time-series.tsx";
import { EmptyState } from "#app/components/empty-state.tsx";
import { useFormat } from "#app/components/format/use-format.ts";
import { KeyValue } from "#app/components/key-value.tsx";
import { PageHeader } from "#app/components/page-header.tsx";
import { usePageRoot } from "#app/components/page-root.ts";
import { Panel } from "#app/components/panel.tsx";
import { PhoneLink } from "#app/components/privacy/phone-link.tsx";
import { Unmask } from "#app/components/privacy/unmask.tsx";
import { useTenantHref } from "#app/components/tenant-path.ts";
import { Timeline } from "#app/components/timeline.tsx";
import { formAction, page } from "#app/web/page.server.ts";
import { performDeed } from "./alarm-action.server.ts";
import { AlarmActions } from "./alarm-actions.tsx";
import { AlarmJournal } from "./alarm-journal.tsx";
import classes from "./alarms.module.css";

export const loader = page(async ({ params, context }: LoaderFunctionArgs) => {
  const alarm = await context.caller.alarm.show({ alarmId: params.alarmId ?? "" });
  return { alarm, title: alarm.label[context.locale] };
});

export const action = formAction(async ({ request, params, context }: ActionFunctionArgs) =>
  performDeed(context.caller, params.alarmId ?? "", await request.formData()),
);

export const meta: MetaFunction<typeof loader> = ({ data }) => [{ title: data?.title ?? "" }];

export default function AlarmPage() {
  const { t } = useTranslation("alarms");
  const { alarm } = useLoaderData<typeof loader>();
  const { locale } = usePageRoot();
  const href = useTenantHref();
  const format = useFormat();
  useAlarmNews(href("api/alarms/live"), () => {});
  return (
    <>
      <PageHeader
        title={alarm.label[locale]}
        lead={`${alarm.address} · ${format.dateTime(alarm.raisedAt)}`}
        badge={
          <>
            <SeverityMark severity={alarm.worst === "normal" ? alarm.severity : alarm.worst} />{" "}
            <AlarmStateBadge state={alarm.state} />
          </>
        }
        back={{ to: href("workspace/alarms"), label: t("page.back") }}
      />
      <div className={classes.columns}>
        <div className={classes.stack}>
          <div className={classes.lead}>
            <WhatToDo />
          </div>
          <AlarmData />
          <History />
        </div>
        <div className={classes.stack}>
          <div className={classes.act}>
            <AlarmActions alarm={alarm} />
          </div>
          <Facts />
          <Commands />
          <Panel title={t("page.journal")}>
            <AlarmJournal lines={alarm.journal} />
          </Panel>
        </div>
      </div>
    </>
  );
}

function WhatToDo() {
  const { t } = useTranslation("alarms");
  const { record } = useLoaderData<typeof loader>().alarm;
  const { locale } = usePageRoot();
  return (
    <Panel title={t("page.whatToDo")}>
      <p className={classes.message}>{record.message[locale]}</p>
      <KeyValue
        items={[
          { label: t("page.runbook"), value: record.runbook[locale] },
          { label: t("page.response"), value: t("page.minutes", { count: record.responseMinutes }) },
          { label: t("page.cause"), value: record.cause[locale] },
          { label: t("page.consequence"), value: record.consequence[locale] },
          { label: t("page.source"), value: record.source },
        ]}
      />
    </Panel>
  );
}

function AlarmData() {
  const { t } = useTranslation("alarms");
  const { series } = useLoaderData<typeof loader>().alarm;
  const told = series.filter(({ points }) => points.length > 0);
  if (told.length === 0)
    return (
      <Panel title={t("page.data")}>
        <EmptyState title={t("page.noDataTitle")} advice={t("page.noDataAdvice")} />
      </Panel>
    );
  return told.map(({ metric, unit, points }) => (
    <Panel key={metric} title={t("page.data")}>
      <TimeSeries
        title={metric}
        summary={t("page.dataSummary", { metric, unit })}
        unit={unit}
        height={220}
        points={points.map(({ at, value }) => ({ at: Date.parse(at), final: value }))}
      />
    </Panel>
  ));
}

/** A line counts as late when it was found so long after it happened. */
const LATE_MS = 300_000;

function History() {
  const { t } = useTranslation("alarms");
  const { turns, series } = useLoaderData<typeof loader>().alarm;
  const format = useFormat();
  const units = new Map(series.map(({ metric, unit }) => [metric, unit]));
  return (
    <Panel title={t("page.history")} lead={t("page.historyLead")}>
      <Timeline
        events={turns.map(({ at, from, to, cause, knownAt }) => ({
          id: `${at} ${to}`,
          at,
          title: t("page.turn", { from: t(`severities.${from}`), to: t(`severities.${to}`) }),
          tone: to === "normal" ? "success" : to === "critical" || to === "high" ? "danger" : "warning",
          detail: Object.entries(cause)
            .map(([name, value]) => `${name} ${format.number(value)} ${units.get(name) ?? ""}`.trim())
            .join(" · "),
          ...(Date.parse(knownAt) - Date.parse(at) > LATE_MS
            ? { by: t("page.late", { time: format.dateTime(knownAt) }) }
            : {}),
        }))}
      />
    </Panel>
  );
}

function Facts() {
  const { t } = useTranslation("alarms");
  const { alarm } = useLoaderData<typeof loader>();
  const href = useTenantHref();
  const format = useFormat();
  return (
    <Panel title={t("page.facts")} actions={<Unmask customerId={alarm.customerId} />}>
      <KeyValue
        items={[
          { label: t("place"), value: `${alarm.address} ${alarm.servicePoint}` },
          {
            label: t("customer"),
            value:
              alarm.customerId === null ? null : (
                <Link to={href(`workspace/customers/${alarm.customerId}`)}>
                  {alarm.customerName} {alarm.customerNumber}
                </Link>
              ),
          },
          {
            label: t("page.customerPhone"),
            value: <PhoneLink phone={alarm.customerPhone} />,
          },
          { label: t("page.rule"), value: alarm.rule },
          { label: t("page.release"), value: t("page.releaseNumber", { number: alarm.releaseNumber }) },
          { label: t("page.occurrence"), value: format.number(alarm.occurrence) },
          ...(alarm.shelvedUntil === null
            ? []
            : [{ label: t("page.shelvedUntil"), value: format.dateTime(alarm.shelvedUntil) }]),
        ]}
      />
    </Panel>
  );
}

function Commands() {
  const { t } = useTranslation("alarms");
  const { commands } = useLoaderData<typeof loader>().alarm;
  if (commands.length === 0) return null;
  return (
    <Panel title={t("page.commands")}>
      <div className={classes.stack}>
        {commands.map(({ id, command, serial, state, steps }) => (
          <div key={id}>
            {t(`command.${command}`)} · {serial} <CommandStateBadge state={state} />
            <CommandSteps steps={steps} />
          </div>
        ))}
      </div>
    </Panel>
  );
}
