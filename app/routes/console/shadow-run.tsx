import { Button } from "@mantine/core";
import type { ActionFunctionArgs, LoaderFunctionArgs, MetaFunction } from "@remix-run/node";
import { Form, useFetcher, useLoaderData } from "@remix-run/react";
import { useTranslation } from "react-i18next";
import { ConfirmButton } from "#app/components/confirm-button.tsx";
import { useFormat } from "#app/components/format/use-format.ts";
import { IconDownload } from "#app/components/icons.ts";
import { PageHeader } from "#app/components/page-header.tsx";
import { usePageRoot } from "#app/components/page-root.ts";
import { LongWork } from "#app/components/progress/long-work.tsx";
import { useRevalidateWhile } from "#app/components/progress/use-revalidate-while.ts";
import { ShadowResults } from "#app/components/rating/shadow-results.tsx";
import { ShadowState } from "#app/components/rating/shadow-state.tsx";
import { useTenantHref } from "#app/components/tenant-path.ts";
import { translator } from "#app/platform/i18n.ts";
import { formAction, page } from "#app/web/page.server.ts";
import classes from "./shadow-run.module.css";

export const loader = page(async ({ params, context }: LoaderFunctionArgs) => ({
  run: await context.caller.shadowRun.show({ shadowRunId: params.shadowRunId ?? "" }),
  now: Date.now(),
  title: translator(context.locale, "rating")("shadow.title"),
}));

export const action = formAction<null>(async ({ request, params, context }: ActionFunctionArgs) => {
  const intent = String((await request.formData()).get("intent"));
  const steer = intent === "pause" || intent === "stop" ? intent : "resume";
  await context.caller.shadowRun.steer({ shadowRunId: params.shadowRunId ?? "", steer });
  return null;
});

export const meta: MetaFunction<typeof loader> = ({ data }) => [
  { title: data ? `${data.title} ${data.run.tariffKey}` : "" },
];

export default function ShadowRunPage() {
  const { t, i18n } = useTranslation("rating");
  const { run, now } = useLoaderData<typeof loader>();
  const fetcher = useFetcher();
  const format = useFormat();
  const href = useTenantHref();
  const mayRun = usePageRoot().viewer?.abilities.includes("run:shadowRun") ?? false;
  const underway = run.state === "running" || run.state === "paused";
  useRevalidateWhile(run.state === "running", 1_000);
  const done = run.compared + run.failed;
  const end = run.finishedAt === null ? now : Date.parse(run.finishedAt);
  const elapsedS = (end - Date.parse(run.startedAt)) / 1000;
  return (
    <>
      <PageHeader
        title={run.tariffLabel[i18n.language === "en" ? "en" : "zh-CN"]}
        lead={t("shadow.runLead", {
          from: format.month(run.from),
          to: format.month(run.to),
          live: run.liveKeys.join(", "),
          release: run.releaseNumber,
          by: run.requestedBy,
        })}
        badge={<ShadowState state={run.state} />}
        back={{ to: href("console/shadow-runs"), label: t("shadow.back") }}
        actions={
          <>
            <Button
              component="a"
              href={href(`api/shadow-run.csv?shadowRunId=${run.id}`)}
              download
              variant="default"
              leftSection={<IconDownload size={15} stroke={1.6} />}
            >
              {t("shadow.export")}
            </Button>
            {mayRun && underway ? (
              <>
                <ConfirmButton
                  label={t("shadow.stop")}
                  consequence={t("shadow.stopConsequence")}
                  confirmLabel={t("shadow.stop")}
                  danger
                  onConfirm={() => fetcher.submit({ intent: "stop" }, { method: "post" })}
                />
                <Form method="post">
                  <Button type="submit" name="intent" value={run.state === "running" ? "pause" : "resume"}>
                    {run.state === "running" ? t("shadow.pause") : t("shadow.resume")}
                  </Button>
                </Form>
              </>
            ) : null}
          </>
        }
      />
      <div className={classes.stack}>
        <LongWork
          title={t("shadow.progress")}
          unit={t("shadow.unit")}
          progress={{
            state: run.state === "paused" ? "stopped" : run.state,
            done,
            total: run.agreements,
            failed: run.failed,
            perSecond: elapsedS > 0 ? done / elapsedS : null,
          }}
        />
        <ShadowResults run={run} />
      </div>
    </>
  );
}
