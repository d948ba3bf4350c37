import type { LoaderFunctionArgs, MetaFunction } from "@remix-run/node";
import { Link, useLoaderData } from "@remix-run/react";
import { useTranslation } from "react-i18next";
import { useFormat } from "#app/components/format/use-format.ts";
import { PageHeader } from "#app/components/page-header.tsx";
import { Panel } from "#app/components/panel.tsx";
import { useRevalidateWhile } from "#app/components/progress/use-revalidate-while.ts";
import { StatusBadge } from "#app/components/status-badge.tsx";
import { DataTable } from "#app/components/table/data-table.tsx";
import { useTenantHref } from "#app/components/tenant-path.ts";
import { translator } from "#app/platform/i18n.ts";
import { page } from "#app/web/page.server.ts";

export const loader = page(async ({ context }: LoaderFunctionArgs) => ({
  ...(await context.caller.system.show()),
  title: translator(context.locale, "access")("system.title"),
}));

export const meta: MetaFunction<typeof loader> = ({ data }) => [{ title: data?.title ?? "" }];

export default function SystemPage() {
  const { t } = useTranslation("access");
  useRevalidateWhile(true, 5_000);
  return (
    <>
      <PageHeader title={t("system.title")} lead={t("system.lead")} />
      <Panel title={t("system.queues")} lead={t("system.queuesLead")} flush>
        <Queues />
      </Panel>
      <Panel title={t("system.connections")} lead={t("system.connectionsLead")} flush>
        <Connections />
      </Panel>
      <Panel title={t("system.processes")} flush>
        <Processes />
      </Panel>
    </>
  );
}

function Queues() {
  const { t } = useTranslation("access");
  const { queues } = useLoaderData<typeof loader>();
  const format = useFormat();
  return (
    <DataTable
      caption={t("system.queuesCaption")}
      rows={queues}
      rowKey={(queue) => queue.task}
      columns={[
        {
          key: "task",
          header: t("system.task"),
          cell: (queue) =>
            t(`system.tasks.${queue.task}` as "system.tasks.case.tick", { defaultValue: queue.task }),
          card: "title",
        },
        {
          key: "waiting",
          header: t("system.waiting"),
          align: "end",
          cell: (queue) => format.number(queue.waiting),
        },
        {
          key: "running",
          header: t("system.running"),
          align: "end",
          cell: (queue) => format.number(queue.running),
        },
        {
          key: "failed",
          header: t("system.failed"),
          align: "end",
          cell: (queue) =>
            queue.failed > 0 ? (
              <StatusBadge tone="danger">{format.number(queue.failed)}</StatusBadge>
            ) : (
              format.number(0)
            ),
        },
        {
          key: "oldest",
          header: t("system.oldest"),
          align: "end",
          cell: (queue) => (queue.oldestAt ? format.dateTime(queue.oldestAt) : "–"),
        },
      ]}
      empty={{ title: t("system.noQueuesTitle"), advice: t("system.noQueuesAdvice") }}
    />
  );
}

/** The pages where one reads what went out and came in. */
const TRAFFIC = {
  payment: "console/payments",
  device: "console/commands",
  sms: "console/outbox",
  email: "console/outbox",
  sandbox: "console/plugins",
} as const;

function Connections() {
  const { t } = useTranslation("access");
  const { connections } = useLoaderData<typeof loader>();
  const href = useTenantHref();
  const kindOf = ({ name, simulated }: (typeof connections)[number]) =>
    t(name === "sandbox" ? "system.confined" : simulated ? "system.simulated" : "system.real");
  return (
    <DataTable
      caption={t("system.connectionsCaption")}
      rows={connections}
      rowKey={({ name }) => name}
      columns={[
        {
          key: "name",
          header: t("system.connection"),
          cell: ({ name }) => t(`system.connectionNames.${name}`),
          card: "title",
        },
        {
          key: "kind",
          header: t("system.kind"),
          cell: (row) => (row.configured ? kindOf(row) : "–"),
        },
        { key: "address", header: t("system.address"), cell: ({ address }) => address ?? "–" },
        {
          key: "traffic",
          header: t("system.traffic"),
          cell: ({ name }) => (
            <Link
              to={href(TRAFFIC[name])}
              aria-label={`${t("system.traffic")}: ${t(`system.connectionNames.${name}`)}`}
            >
              {t("system.traffic")}
            </Link>
          ),
        },
        {
          key: "state",
          header: t("system.state"),
          align: "end",
          card: "aside",
          cell: ({ configured, answeredMs }) =>
            !configured ? (
              <StatusBadge tone="neutral">{t("system.notConfigured")}</StatusBadge>
            ) : answeredMs === null ? (
              <StatusBadge tone="danger">{t("system.noAnswer")}</StatusBadge>
            ) : (
              <StatusBadge tone="success">{t("system.answered", { ms: answeredMs })}</StatusBadge>
            ),
        },
      ]}
      empty={{ title: t("system.noProcessesTitle"), advice: t("system.noProcessesAdvice") }}
    />
  );
}

function Processes() {
  const { t } = useTranslation("access");
  /** `worker urgent normal` in words. */
  const roleOf = (role: string): string => {
    const [kind = "", ...lanes] = role.split(" ");
    const name = t(`system.roles.${kind}` as "system.roles.web", { defaultValue: kind });
    if (lanes.length === 0) return name;
    const said = lanes.map((lane) =>
      t(`system.lanes.${lane}` as "system.lanes.urgent", { defaultValue: lane }),
    );
    return `${name} (${said.join(", ")})`;
  };
  const { processes } = useLoaderData<typeof loader>();
  const format = useFormat();
  return (
    <DataTable
      caption={t("system.processesCaption")}
      rows={processes}
      rowKey={(process) => process.id}
      columns={[
        { key: "role", header: t("system.role"), cell: (process) => roleOf(process.role), card: "title" },
        {
          key: "started",
          header: t("system.started"),
          cell: (process) => format.dateTime(process.startedAt),
        },
        {
          key: "seen",
          header: t("system.seen"),
          cell: (process) => format.dateTime(process.seenAt, "seconds"),
        },
        {
          key: "state",
          header: t("system.state"),
          align: "end",
          card: "aside",
          cell: (process) => (
            <StatusBadge tone={process.alive ? "success" : "danger"}>
              {t(process.alive ? "system.alive" : "system.silent")}
            </StatusBadge>
          ),
        },
      ]}
      empty={{ title: t("system.noProcessesTitle"), advice: t("system.noProcessesAdvice") }}
    />
  );
}
