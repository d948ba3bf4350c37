import { Button } from "@mantine/core";
import type { ActionFunctionArgs, LoaderFunctionArgs, MetaFunction } from "@remix-run/node";
import { Form, Link, useLoaderData } from "@remix-run/react";
import { useTranslation } from "react-i18next";
import { useFormat } from "#app/components/format/use-format.ts";
import { PageHeader } from "#app/components/page-header.tsx";
import { usePageRoot } from "#app/components/page-root.ts";
import { Panel } from "#app/components/panel.tsx";
import { LongWork } from "#app/components/progress/long-work.tsx";
import { useRevalidateWhile } from "#app/components/progress/use-revalidate-while.ts";
import { Stat, Stats } from "#app/components/stat.tsx";
import { DataTable } from "#app/components/table/data-table.tsx";
import { useTenantHref } from "#app/components/tenant-path.ts";
import { translator } from "#app/platform/i18n.ts";
import { formAction, page } from "#app/web/page.server.ts";
import { RunState } from "./bill-run-state.tsx";
import classes from "./billing.module.css";

export const loader = page(async ({ request, params, context }: LoaderFunctionArgs) => {
  const billRunId = params.billRunId ?? "";
  const code = new URL(request.url).searchParams.get("cause") ?? undefined;
  return {
    run: await context.caller.billRun.show({ billRunId }),
    exceptions: await context.caller.billRun.listExceptions({ billRunId, code }),
    cause: code ?? null,
    now: Date.now(),
    title: translator(context.locale, "billing")("runs.title"),
  };
});

export const action = formAction<null>(async ({ request, params, context }: ActionFunctionArgs) => {
  const billRunId = params.billRunId ?? "";
  const intent = (await request.formData()).get("intent");
  if (intent === "pause") await context.caller.billRun.pause({ billRunId });
  else await context.caller.billRun.resume({ billRunId });
  return null;
});

export const meta: MetaFunction<typeof loader> = ({ data }) => [
  { title: data ? `${data.title} ${data.run.period}` : "" },
];

export default function BillRunPage() {
  const { t } = useTranslation("billing");
  const { run, now } = useLoaderData<typeof loader>();
  const format = useFormat();
  const href = useTenantHref();
  const mayRun = usePageRoot().viewer?.abilities.includes("run:bill") ?? false;
  useRevalidateWhile(run.state === "running", 1_000);
  const done = run.posted + run.held + run.failed + run.skipped;
  const elapsedS =
    ((run.finishedAt === null ? now : Date.parse(run.finishedAt)) - Date.parse(run.startedAt)) / 1000;
  return (
    <>
      <PageHeader
        title={t("run.title", { month: format.month(run.period) })}
        lead={`${t("run.release", { number: run.releaseNumber })} · ${format.dateTime(run.startedAt)} · ${run.requestedBy}`}
        badge={<RunState state={run.state} />}
        back={{ to: href("workspace/bill-runs"), label: t("run.back") }}
        actions={
          <>
            <Button component={Link} to={href(`workspace/bills?period=${run.period}`)} variant="default">
              {t("run.toBills")}
            </Button>
            {mayRun && run.state !== "done" ? (
              <Form method="post">
                <Button type="submit" name="intent" value={run.state === "running" ? "pause" : "resume"}>
                  {run.state === "running" ? t("run.pause") : t("run.resume")}
                </Button>
              </Form>
            ) : null}
          </>
        }
      />
      <div className={classes.stack}>
        <LongWork
          title={t("run.progress")}
          unit={t("run.unit")}
          progress={{
            state: run.state === "paused" ? "stopped" : run.state,
            done,
            total: run.agreements,
            perSecond: elapsedS > 0 ? done / elapsedS : null,
          }}
        />
        <Stats>
          <Stat label={t("runs.posted")} value={format.number(run.posted)} />
          <Stat label={t("runs.held")} value={format.number(run.held)} />
          <Stat label={t("runs.failed")} value={format.number(run.failed)} />
          <Stat label={t("runs.skipped")} value={format.number(run.skipped)} />
        </Stats>
        <Exceptions />
      </div>
    </>
  );
}

function Exceptions() {
  const { t } = useTranslation("billing");
  const { run, exceptions, cause } = useLoaderData<typeof loader>();
  const format = useFormat();
  const href = useTenantHref();
  const here = `workspace/bill-runs/${run.id}`;
  return (
    <Panel
      title={t("run.exceptionsTitle")}
      lead={t("run.exceptionsLead")}
      actions={
        cause === null ? undefined : (
          <Button component={Link} size="xs" variant="default" to={href(here)}>
            {t("run.all")}
          </Button>
        )
      }
      flush
    >
      {exceptions.causes.length === 0 ? null : (
        <DataTable
          caption={t("run.causesCaption")}
          rows={exceptions.causes}
          rowKey={(each) => each.code}
          rowHref={(each) => href(`${here}?cause=${each.code}`)}
          columns={[
            { key: "code", header: t("run.cause"), cell: (each) => each.words, card: "title" },
            { key: "open", header: t("run.open"), align: "end", cell: (each) => format.number(each.open) },
            {
              key: "settled",
              header: t("run.settled"),
              align: "end",
              cell: (each) => format.number(each.settled),
            },
          ]}
          empty={{ title: "", advice: "" }}
        />
      )}
      <DataTable
        caption={t("run.caption")}
        rows={exceptions.rows}
        rowKey={(row) => row.id}
        columns={[
          { key: "agreement", header: t("run.agreement"), cell: (row) => row.agreementNumber, card: "title" },
          {
            key: "customer",
            header: t("run.customer"),
            cell: (row) => `${row.customerName} ${row.customerNumber}`,
          },
          { key: "message", header: t("run.cause"), cell: (row) => row.message },
          {
            key: "status",
            header: t("run.status"),
            align: "end",
            card: "aside",
            cell: (row) =>
              row.resolution === null && row.billId !== null ? (
                <a href={href(`workspace/bills/${row.billId}`)}>{t("run.toBill")}</a>
              ) : (
                t(`run.${row.resolution ?? "waiting"}`)
              ),
          },
        ]}
        empty={{ title: t("run.noneTitle"), advice: t("run.noneAdvice") }}
      />
    </Panel>
  );
}
