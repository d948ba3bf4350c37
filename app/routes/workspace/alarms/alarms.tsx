import { Button } from "@mantine/core";
import type { ActionFunctionArgs, LoaderFunctionArgs, MetaFunction } from "@remix-run/node";
import { Link, useFetcher, useLoaderData, useSearchParams } from "@remix-run/react";
import { useEffect, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { useAlarmSound } from "#app/components/alarm/alarm-sound.ts";
import { AlarmStateBadge } from "#app/components/alarm/alarm-state-badge.tsx";
import { SeverityMark } from "#app/components/alarm/severity-mark.tsx";
import { useAlarmNews } from "#app/components/alarm/use-alarm-news.ts";
import { useFormat } from "#app/components/format/use-format.ts";
import { IconBell, IconBellOff } from "#app/components/icons.ts";
import { notifyDone } from "#app/components/notify.tsx";
import { PageHeader } from "#app/components/page-header.tsx";
import { usePageRoot } from "#app/components/page-root.ts";
import { DataTable } from "#app/components/table/data-table.tsx";
import { ExportLink } from "#app/components/table/export-link.tsx";
import { FilterBar } from "#app/components/table/filter-bar.tsx";
import { listHref, listQuery } from "#app/components/table/list-query.ts";
import { useTenantHref } from "#app/components/tenant-path.ts";
import { translator } from "#app/platform/i18n.ts";
import { formAction, page } from "#app/web/page.server.ts";
import type { FormResult } from "#app/web/page-fault.ts";
import classes from "./alarms.module.css";

const SEVERITIES = ["critical", "high", "medium", "low"] as const;
const STATES = ["unacknowledged", "acknowledged", "returned", "latched"] as const;
const VIEWS = ["aside", "all"] as const;

export const loader = page(async ({ request, context }: LoaderFunctionArgs) => {
  const search = new URL(request.url).searchParams;
  const given = (name: string) => search.get(name) || undefined;
  const order = listQuery(search, ["severity", "raisedAt"], "descending");
  const alarms = await context.caller.alarm.list({
    ...order,
    search: given("search"),
    severity: SEVERITIES.find((each) => each === search.get("severity")),
    state: STATES.find((each) => each === search.get("state")),
    view: VIEWS.find((each) => each === search.get("view")),
    rule: given("rule"),
  });
  return { ...alarms, order, title: translator(context.locale, "alarms")("title") };
});

export const action = formAction(async ({ request, context }: ActionFunctionArgs) => {
  const form = await request.formData();
  return context.caller.alarm.acknowledge({ alarmIds: form.getAll("alarmId").map(String) });
});

export const meta: MetaFunction<typeof loader> = ({ data }) => [{ title: data?.title ?? "" }];

export default function AlarmsPage() {
  const { t } = useTranslation("alarms");
  const { counts } = useLoaderData<typeof loader>();
  const href = useTenantHref();
  const { locale } = usePageRoot();
  const [search] = useSearchParams();
  const [news, setNews] = useState("");
  const sound = useAlarmSound();
  const live = useAlarmNews(href("api/alarms/live"), (alarm) => {
    setNews(t("news", { name: alarm.label[locale], place: alarm.address }));
    sound.play();
  });
  const Bell = sound.on ? IconBell : IconBellOff;
  return (
    <>
      <PageHeader
        title={t("title")}
        lead={t("lead")}
        actions={
          <>
            <Button
              variant="default"
              aria-pressed={sound.on}
              leftSection={<Bell size={16} stroke={1.7} aria-hidden />}
              onClick={sound.toggle}
            >
              {sound.on ? t("sound.on") : t("sound.off")}
            </Button>
            <Button component={Link} to={href("workspace/alarms/rules")} variant="default">
              {t("toRules")}
            </Button>
          </>
        }
      />
      <p role="status" className="m-visually-hidden">
        {news}
      </p>
      <ul className={classes.counts} aria-label={t("counts")}>
        {SEVERITIES.map((severity) => (
          <li key={severity}>
            <Link to={listHref(search, { severity, view: null })}>
              <SeverityMark severity={severity} />
              <span className={classes.count}>{counts.bySeverity[severity]}</span>
            </Link>
          </li>
        ))}
        <li>
          <Link to={listHref(search, { view: "aside", severity: null, state: null })}>
            {t("asideCount")} <span className={classes.count}>{counts.aside}</span>
          </Link>
        </li>
        <li className={classes.live} data-state={live}>
          {live === "lost"
            ? t("lost")
            : `${t("live")} · ${t("unacknowledgedCount")} ${counts.unacknowledged}`}
        </li>
      </ul>
      <Filters />
      <AlarmTable />
    </>
  );
}

function Filters() {
  const { t } = useTranslation("alarms");
  const href = useTenantHref();
  return (
    <FilterBar
      filters={[
        { kind: "search", name: "search", label: t("search") },
        {
          kind: "choice",
          name: "severity",
          label: t("anySeverity"),
          options: SEVERITIES.map((value) => ({ value, label: t(`severities.${value}`) })),
        },
        {
          kind: "choice",
          name: "state",
          label: t("anyState"),
          options: STATES.map((value) => ({ value, label: t(`states.${value}`) })),
        },
        {
          kind: "choice",
          name: "view",
          label: t("view.label"),
          options: VIEWS.map((value) => ({ value, label: t(`view.${value}`) })),
        },
      ]}
      actions={<ExportLink path={href("api/alarms.csv")} />}
    />
  );
}

function AlarmTable() {
  const { t } = useTranslation("alarms");
  const { rows, next, previous, order } = useLoaderData<typeof loader>();
  const { locale, viewer } = usePageRoot();
  const format = useFormat();
  const href = useTenantHref();
  const fetcher = useFetcher<FormResult<{ acknowledged: number }>>();
  const form = useRef<HTMLFormElement>(null);
  const mayAcknowledge = viewer?.abilities.includes("acknowledge:alarm") ?? false;
  const result = fetcher.data;
  useEffect(() => {
    if (!result?.ok) return;
    notifyDone(t("acknowledged", { count: result.value.acknowledged }));
    form.current?.reset();
  }, [result, t]);
  const open = rows.some(({ state }) => state === "unacknowledged" || state === "returned");
  const checkAll = (checked: boolean): void => {
    for (const box of form.current?.querySelectorAll<HTMLInputElement>("input[name=alarmId]") ?? [])
      box.checked = checked;
  };
  return (
    <fetcher.Form method="post" ref={form}>
      {mayAcknowledge && open ? (
        <div className={classes.bulk}>
          <label className={classes.check}>
            <input type="checkbox" onChange={(event) => checkAll(event.currentTarget.checked)} />
            {t("selectAll")}
          </label>
          <Button type="submit" size="xs" variant="default" loading={fetcher.state !== "idle"}>
            {t("acknowledgeSelected")}
          </Button>
          {result && !result.ok ? (
            <p role="alert" className={classes.refusal}>
              {result.fault.message ?? result.fault.code}
            </p>
          ) : null}
        </div>
      ) : null}
      <DataTable
        caption={t("caption")}
        rows={rows}
        rowKey={(row) => row.id}
        rowHref={(row) => href(`workspace/alarms/${row.id}`)}
        order={order}
        columns={[
          { key: "alarm", header: t("alarm"), card: "title", cell: (row) => row.label[locale] },
          {
            key: "severity",
            header: t("severity"),
            sortable: true,
            card: "aside",
            cell: (row) => <SeverityMark severity={row.worst} />,
          },
          {
            key: "state",
            header: t("state"),
            cell: (row) => (
              <>
                <AlarmStateBadge state={row.state} />
                {row.correctedAt === null ? null : <span className={classes.quiet}> {t("corrected")}</span>}
              </>
            ),
          },
          {
            key: "raisedAt",
            header: t("raisedAt"),
            sortable: true,
            cell: (row) => format.dateTime(row.raisedAt),
          },
          { key: "place", header: t("place"), cell: (row) => row.address },
          {
            key: "customer",
            header: t("customer"),
            cell: (row) => `${row.customerName ?? "–"} ${row.servicePoint}`,
          },
          ...(mayAcknowledge
            ? [
                {
                  key: "select",
                  header: t("selectColumn"),
                  align: "end" as const,
                  cell: (row: (typeof rows)[number]) =>
                    row.state === "unacknowledged" || row.state === "returned" ? (
                      <span className={classes.check}>
                        <input
                          type="checkbox"
                          name="alarmId"
                          value={row.id}
                          aria-label={t("select", { name: `${row.label[locale]} ${row.address}` })}
                        />
                      </span>
                    ) : null,
                },
              ]
            : []),
        ]}
        paging={{ previous, next }}
        empty={{ title: t("emptyTitle"), advice: t("emptyAdvice") }}
      />
    </fetcher.Form>
  );
}
