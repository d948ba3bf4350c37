import { Button } from "@mantine/core";
import {
  type ActionFunctionArgs,
  type LoaderFunctionArgs,
  type MetaFunction,
  redirect,
} from "@remix-run/node";
import { Form, useActionData, useLoaderData, useNavigation } from "@remix-run/react";
import { useTranslation } from "react-i18next";
import { useFormat } from "#app/components/format/use-format.ts";
import { PageHeader } from "#app/components/page-header.tsx";
import { usePageRoot } from "#app/components/page-root.ts";
import { Panel } from "#app/components/panel.tsx";
import { useRevalidateWhile } from "#app/components/progress/use-revalidate-while.ts";
import { Stat, Stats } from "#app/components/stat.tsx";
import { DataTable } from "#app/components/table/data-table.tsx";
import { tenantPath, useTenantHref } from "#app/components/tenant-path.ts";
import { translator } from "#app/platform/i18n.ts";
import { formAction, page } from "#app/web/page.server.ts";
import type { FormResult } from "#app/web/page-fault.ts";
import { addMonths } from "#engines/kernel/interval.ts";
import { isoDay, type LocalDay, localDayOf, zoneOf } from "#engines/kernel/zone.ts";
import { RunState } from "./bill-run-state.tsx";
import classes from "./billing.module.css";

export const loader = page(async ({ request, context }: LoaderFunctionArgs) => {
  const month = new URL(request.url).searchParams.get("rehearse");
  return {
    runs: await context.caller.billRun.list(),
    month: month ?? monthBefore(localDayOf(zoneOf(context.tenant?.brand.timezone ?? "UTC"), Date.now())),
    rehearsal: month ? await context.caller.billRun.rehearse({ period: month }) : null,
    title: translator(context.locale, "billing")("runs.title"),
  };
});

/** The month before the one of a day, "2026-10": the one that is usually billed now. */
const monthBefore = (day: LocalDay): string => isoDay(addMonths(day, -1)).slice(0, 7);

export const action = formAction<null>(async ({ request, context }: ActionFunctionArgs) => {
  const period = String((await request.formData()).get("month"));
  const { billRunId } = await context.caller.billRun.start({ period });
  throw redirect(tenantPath(context.tenant?.base ?? "", `workspace/bill-runs/${billRunId}`));
});

export const meta: MetaFunction<typeof loader> = ({ data }) => [{ title: data?.title ?? "" }];

export default function BillRunsPage() {
  const { t } = useTranslation("billing");
  const { runs } = useLoaderData<typeof loader>();
  const format = useFormat();
  const href = useTenantHref();
  const abilities = usePageRoot().viewer?.abilities ?? [];
  useRevalidateWhile(runs.some(({ state }) => state === "running"));
  return (
    <>
      <PageHeader title={t("runs.title")} lead={t("runs.lead")} />
      <div className={classes.stack}>
        {abilities.includes("run:bill") ? <StartRun /> : null}
        <DataTable
          caption={t("runs.caption")}
          rows={runs}
          rowKey={(run) => run.id}
          rowHref={(run) => href(`workspace/bill-runs/${run.id}`)}
          columns={[
            {
              key: "period",
              header: t("runs.period"),
              cell: (run) => format.month(run.period),
              card: "title",
            },
            {
              key: "state",
              header: t("runs.state"),
              cell: (run) => <RunState state={run.state} />,
              card: "aside",
            },
            {
              key: "agreements",
              header: t("runs.agreements"),
              align: "end",
              cell: (run) => format.number(run.agreements),
            },
            {
              key: "posted",
              header: t("runs.posted"),
              align: "end",
              cell: (run) => format.number(run.posted),
            },
            { key: "held", header: t("runs.held"), align: "end", cell: (run) => format.number(run.held) },
            {
              key: "failed",
              header: t("runs.failed"),
              align: "end",
              cell: (run) => format.number(run.failed),
            },
            {
              key: "startedAt",
              header: t("runs.startedAt"),
              align: "end",
              cell: (run) => format.dateTime(run.startedAt),
            },
            { key: "by", header: t("runs.by"), cell: (run) => run.requestedBy },
          ]}
          empty={{ title: t("runs.emptyTitle"), advice: t("runs.emptyAdvice") }}
        />
      </div>
    </>
  );
}

function StartRun() {
  const { t } = useTranslation("billing");
  const { month, rehearsal } = useLoaderData<typeof loader>();
  const result = useActionData<FormResult<null>>();
  const navigation = useNavigation();
  const rehearsing = navigation.state === "loading" && navigation.location.search.includes("rehearse=");
  return (
    <Panel title={t("runs.startTitle")} lead={t("runs.startLead")}>
      <div className={classes.start}>
        <Form method="get" className={classes.inline}>
          <label>
            <span className={classes.label}>{t("runs.month")}</span>
            <input type="month" name="rehearse" defaultValue={month} required className={classes.month} />
          </label>
          <Button type="submit" variant="default" loading={rehearsing}>
            {t("runs.rehearse")}
          </Button>
        </Form>
        {rehearsal === null ? null : (
          <Form method="post" className={classes.inline}>
            <input type="hidden" name="month" value={month} />
            <Button type="submit" loading={navigation.state === "submitting"} disabled={rehearsal.due === 0}>
              {t("runs.start")}
            </Button>
          </Form>
        )}
      </div>
      {result && !result.ok ? <p role="alert">{result.fault.message ?? result.fault.code}</p> : null}
      {rehearsal === null ? null : <RehearsalView />}
    </Panel>
  );
}

function RehearsalView() {
  const { t } = useTranslation("billing");
  const { month, rehearsal } = useLoaderData<typeof loader>();
  const format = useFormat();
  if (rehearsal === null) return null;
  const totals = Object.entries(rehearsal.totals);
  return (
    <section className={classes.rehearsal} aria-label={t("runs.rehearsed", { month: format.month(month) })}>
      <h3 className={classes.heading}>{t("runs.rehearsed", { month: format.month(month) })}</h3>
      <Stats>
        <Stat
          label={t("runs.due")}
          value={format.number(rehearsal.due)}
          note={t("runs.dueNote", { count: rehearsal.rehearsed })}
        />
        <Stat label={t("runs.wouldPost")} value={format.number(rehearsal.wouldPost)} />
        <Stat label={t("runs.already")} value={format.number(rehearsal.alreadyBilled)} />
        {totals.map(([currency, total]) => (
          <Stat key={currency} label={t("runs.wouldTotal")} value={format.money(total, currency)} />
        ))}
      </Stats>
      {rehearsal.causes.length === 0 ? null : (
        <DataTable
          caption={t("runs.causes")}
          rows={rehearsal.causes}
          rowKey={(cause) => cause.code}
          columns={[
            { key: "code", header: t("runs.cause"), cell: (cause) => cause.words, card: "title" },
            {
              key: "count",
              header: t("runs.count"),
              align: "end",
              cell: (cause) => format.number(cause.count),
            },
            {
              key: "effect",
              header: t("runs.effect"),
              cell: (cause) => (cause.held ? t("runs.effectHeld") : t("runs.effectFailed")),
            },
          ]}
          empty={{ title: "", advice: "" }}
        />
      )}
    </section>
  );
}
