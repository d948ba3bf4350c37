import type { LoaderFunctionArgs, MetaFunction } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import { useTranslation } from "react-i18next";
import { useFormat } from "#app/components/format/use-format.ts";
import { MessageStateBadge } from "#app/components/message/message-state.tsx";
import { PageHeader } from "#app/components/page-header.tsx";
import { usePageRoot } from "#app/components/page-root.ts";
import { DataTable } from "#app/components/table/data-table.tsx";
import { ExportLink } from "#app/components/table/export-link.tsx";
import { FilterBar } from "#app/components/table/filter-bar.tsx";
import { useTenantHref } from "#app/components/tenant-path.ts";
import { translator } from "#app/platform/i18n.ts";
import { page } from "#app/web/page.server.ts";

const CHANNELS = ["sms", "email", "app"] as const;
const STATES = ["queued", "sending", "sent", "delivered", "undelivered", "dead", "suppressed"] as const;

export const loader = page(async ({ request, context }: LoaderFunctionArgs) => {
  const search = new URL(request.url).searchParams;
  const text = (name: string): string | undefined => search.get(name) || undefined;
  const messages = await context.caller.message.list({
    search: text("search"),
    channel: CHANNELS.find((channel) => channel === search.get("channel")),
    state: STATES.find((state) => state === search.get("state")),
    template: text("template"),
    after: text("after"),
    before: text("before"),
  });
  return { ...messages, title: translator(context.locale, "messages")("outbox.title") };
});

export const meta: MetaFunction<typeof loader> = ({ data }) => [{ title: data?.title ?? "" }];

export default function OutboxPage() {
  const { t } = useTranslation("messages");
  const { rows, next, previous } = useLoaderData<typeof loader>();
  const format = useFormat();
  const href = useTenantHref();
  const { locale } = usePageRoot();
  return (
    <>
      <PageHeader title={t("outbox.title")} lead={t("outbox.lead")} />
      <FilterBar
        filters={[
          { kind: "search", name: "search", label: t("outbox.search") },
          {
            kind: "choice",
            name: "channel",
            label: t("outbox.allChannels"),
            options: CHANNELS.map((channel) => ({ value: channel, label: t(`channel.${channel}`) })),
          },
          {
            kind: "choice",
            name: "state",
            label: t("outbox.allStates"),
            options: STATES.map((state) => ({ value: state, label: t(`state.${state}`) })),
          },
        ]}
        actions={<ExportLink path={href("api/messages.csv")} />}
      />
      <DataTable
        caption={t("outbox.caption")}
        rows={rows}
        rowKey={({ id }) => id}
        rowHref={({ id }) => href(`console/outbox/${id}`)}
        columns={[
          {
            key: "createdAt",
            header: t("outbox.createdAt"),
            cell: ({ createdAt }) => format.dateTime(createdAt, "seconds"),
          },
          {
            key: "template",
            header: t("outbox.template"),
            card: "title",
            cell: ({ template, templateLabel }) => templateLabel?.[locale] ?? template,
          },
          { key: "channel", header: t("outbox.channel"), cell: ({ channel }) => t(`channel.${channel}`) },
          {
            key: "customer",
            header: t("outbox.customer"),
            cell: ({ customerName, customerNumber }) =>
              customerName === null ? "–" : `${customerName} ${customerNumber ?? ""}`,
          },
          { key: "address", header: t("outbox.address"), cell: ({ address }) => address ?? "–" },
          {
            key: "segments",
            header: t("outbox.segments"),
            align: "end",
            cell: ({ segments }) => (segments === null ? "–" : format.number(segments)),
          },
          {
            key: "state",
            header: t("outbox.state"),
            align: "end",
            card: "aside",
            cell: ({ state }) => <MessageStateBadge state={state} />,
          },
        ]}
        paging={{ previous, next }}
        empty={{ title: t("outbox.emptyTitle"), advice: t("outbox.emptyAdvice") }}
      />
    </>
  );
}
