import type { LoaderFunctionArgs, MetaFunction } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import { useTranslation } from "react-i18next";
import { useFormat } from "#app/components/format/use-format.ts";
import { PageHeader } from "#app/components/page-header.tsx";
import { Panel } from "#app/components/panel.tsx";
import { StatusBadge } from "#app/components/status-badge.tsx";
import { DataTable } from "#app/components/table/data-table.tsx";
import { translator } from "#app/platform/i18n.ts";
import { page } from "#app/web/page.server.ts";

const ORDER_TONES = { created: "accent", paid: "success", closed: "neutral" } as const;
const OUTCOME_TONES = { posted: "success", repeated: "neutral", refused: "danger" } as const;

export const loader = page(async ({ context }: LoaderFunctionArgs) => ({
  ...(await context.caller.payment.listGatewayTraffic()),
  title: translator(context.locale, "billing")("gateway.title"),
}));

export const meta: MetaFunction<typeof loader> = ({ data }) => [{ title: data?.title ?? "" }];

export default function GatewayPage() {
  const { t } = useTranslation("billing");
  const { orders, notifications } = useLoaderData<typeof loader>();
  const format = useFormat();
  return (
    <>
      <PageHeader title={t("gateway.title")} lead={t("gateway.lead")} />
      <Panel title={t("gateway.orders")} flush>
        <DataTable
          caption={t("gateway.ordersCaption")}
          rows={orders}
          rowKey={(order) => order.id}
          columns={[
            { key: "order", header: t("gateway.order"), cell: (order) => order.orderNumber, card: "title" },
            { key: "customer", header: t("gateway.customer"), cell: (order) => order.customerName },
            { key: "bill", header: t("gateway.bill"), cell: (order) => order.billNumber },
            {
              key: "amount",
              header: t("gateway.amount"),
              align: "end",
              cell: (order) => format.money(order.amount, order.currency),
            },
            {
              key: "createdAt",
              header: t("gateway.createdAt"),
              cell: (order) => format.dateTime(order.createdAt),
            },
            {
              key: "state",
              header: t("gateway.state"),
              align: "end",
              card: "aside",
              cell: (order) => (
                <StatusBadge tone={ORDER_TONES[order.state]}>{t(`gateway.${order.state}`)}</StatusBadge>
              ),
            },
          ]}
          empty={{ title: t("gateway.ordersEmptyTitle"), advice: t("gateway.ordersEmptyAdvice") }}
        />
      </Panel>
      <Panel title={t("gateway.notifications")} flush>
        <DataTable
          caption={t("gateway.notificationsCaption")}
          rows={notifications}
          rowKey={(notification) => notification.id}
          columns={[
            {
              key: "receivedAt",
              header: t("gateway.receivedAt"),
              cell: (row) => format.dateTime(row.receivedAt, "seconds"),
              card: "title",
            },
            { key: "order", header: t("gateway.order"), cell: (row) => row.orderNumber ?? "–" },
            {
              key: "notification",
              header: t("gateway.notification"),
              cell: (row) => row.notificationId ?? "–",
            },
            {
              key: "outcome",
              header: t("gateway.outcome"),
              align: "end",
              card: "aside",
              cell: (row) => (
                <>
                  {row.reason === null ? null : `${row.reason} `}
                  <StatusBadge tone={OUTCOME_TONES[row.outcome]}>{t(`gateway.${row.outcome}`)}</StatusBadge>
                </>
              ),
            },
          ]}
          empty={{
            title: t("gateway.notificationsEmptyTitle"),
            advice: t("gateway.notificationsEmptyAdvice"),
          }}
        />
      </Panel>
    </>
  );
}
