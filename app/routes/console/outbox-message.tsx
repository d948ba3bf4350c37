import { Button } from "@mantine/core";
import type { ActionFunctionArgs, LoaderFunctionArgs, MetaFunction } from "@remix-run/node";
import { useFetcher, useLoaderData } from "@remix-run/react";
import { useTranslation } from "react-i18next";
import { useFormat } from "#app/components/format/use-format.ts";
import { KeyValue } from "#app/components/key-value.tsx";
import { MessageStateBadge } from "#app/components/message/message-state.tsx";
import { PageHeader } from "#app/components/page-header.tsx";
import { useAbility, usePageRoot } from "#app/components/page-root.ts";
import { Panel } from "#app/components/panel.tsx";
import { DataTable } from "#app/components/table/data-table.tsx";
import { useTenantHref } from "#app/components/tenant-path.ts";
import { translator } from "#app/platform/i18n.ts";
import { formAction, page } from "#app/web/page.server.ts";
import type { FormResult } from "#app/web/page-fault.ts";
import classes from "./outbox.module.css";

export const loader = page(async ({ params, context }: LoaderFunctionArgs) => {
  const message = await context.caller.message.show({ messageId: params.messageId ?? "" });
  return { message, title: translator(context.locale, "messages")("outbox.one") };
});

export const action = formAction<null>(async ({ params, context }: ActionFunctionArgs) => {
  await context.caller.message.retry({ messageId: params.messageId ?? "" });
  return null;
});

export const meta: MetaFunction<typeof loader> = ({ data }) => [{ title: data?.title ?? "" }];

export default function OutboxMessagePage() {
  const { t } = useTranslation("messages");
  const { message } = useLoaderData<typeof loader>();
  const fetcher = useFetcher<FormResult<null>>();
  const format = useFormat();
  const href = useTenantHref();
  const { locale } = usePageRoot();
  const mayRetryAny = useAbility("retry:message");
  const { state } = message;
  const mayRetry = mayRetryAny && (state === "dead" || state === "undelivered");
  // Codes of our own have words; a gateway's stands as it came.
  const reasonText =
    message.reason &&
    t(`outbox.reasons.${message.reason}` as "outbox.reasons.REFUSED", { defaultValue: message.reason });
  const at = (instant: string | null) => (instant === null ? null : format.dateTime(instant, "seconds"));
  return (
    <>
      <PageHeader
        title={t("outbox.one")}
        lead={`${message.templateLabel?.[locale] ?? message.template} · ${t(`channel.${message.channel}`)}`}
        badge={<MessageStateBadge state={state} />}
        back={{ to: href("console/outbox"), label: t("outbox.back") }}
        actions={
          mayRetry ? (
            <fetcher.Form method="post">
              <Button type="submit" loading={fetcher.state !== "idle"}>
                {t("outbox.retry")}
              </Button>
            </fetcher.Form>
          ) : null
        }
      />
      {fetcher.data && !fetcher.data.ok ? (
        <p role="alert">{fetcher.data.fault.message ?? fetcher.data.fault.code}</p>
      ) : null}
      <Panel title={message.subject ?? t("outbox.text")}>
        <p className={classes.body} lang={message.locale}>
          {message.body}
        </p>
      </Panel>
      <Panel title={t("outbox.facts")}>
        <KeyValue
          columns={2}
          items={[
            {
              label: t("outbox.customer"),
              value: message.customerName && `${message.customerName} ${message.customerNumber ?? ""}`,
            },
            { label: t("outbox.address"), value: message.address },
            { label: t("outbox.category"), value: t(`category.${message.category}`) },
            { label: t("outbox.reason"), value: reasonText },
            { label: t("outbox.createdAt"), value: at(message.createdAt) },
            { label: t("outbox.dueAt"), value: at(message.dueAt) },
            { label: t("outbox.sentAt"), value: at(message.sentAt) },
            { label: t("outbox.deliveredAt"), value: at(message.deliveredAt) },
            { label: t("outbox.readAt"), value: at(message.readAt) },
            { label: t("outbox.release"), value: String(message.releaseNumber) },
          ]}
        />
      </Panel>
      {message.channel === "app" ? null : (
        <>
          <Panel title={t("outbox.tries")} flush>
            <DataTable
              caption={t("outbox.tries")}
              rows={message.tries}
              rowKey={({ number }) => String(number)}
              columns={[
                {
                  key: "startedAt",
                  header: t("outbox.createdAt"),
                  card: "title",
                  cell: ({ startedAt }) => at(startedAt),
                },
                {
                  key: "outcome",
                  header: t("outbox.outcome"),
                  cell: ({ outcome }) => t(`try.${outcome ?? "unknown"}`),
                },
                {
                  key: "detail",
                  header: t("outbox.reason"),
                  cell: ({ code, detail }) => [code, detail].filter(Boolean).join(" · ") || "–",
                },
              ]}
              empty={{ title: t("outbox.noTries"), advice: t("outbox.noTriesAdvice") }}
            />
          </Panel>
          <Panel title={t("outbox.reports")} flush>
            <DataTable
              caption={t("outbox.reports")}
              rows={message.reports}
              rowKey={({ id }) => id}
              columns={[
                {
                  key: "receivedAt",
                  header: t("outbox.receivedAt"),
                  card: "title",
                  cell: ({ receivedAt }) => at(receivedAt),
                },
                {
                  key: "status",
                  header: t("outbox.state"),
                  cell: ({ status, code }) => `${t(`state.${status}`)} · ${code}`,
                },
                {
                  key: "outcome",
                  header: t("outbox.outcome"),
                  cell: ({ outcome }) => t(`report.${outcome}`),
                },
              ]}
              empty={{ title: t("outbox.noReports"), advice: t("outbox.noReportsAdvice") }}
            />
          </Panel>
        </>
      )}
    </>
  );
}
