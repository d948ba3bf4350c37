import { useTranslation } from "react-i18next";
import { useFormat } from "#app/components/format/use-format.ts";
import { Panel } from "#app/components/panel.tsx";
import { StatusBadge } from "#app/components/status-badge.tsx";
import { DataTable } from "#app/components/table/data-table.tsx";
import type { ShownCall } from "#app/services/plugin/show-plugin.ts";
import classes from "./plugins.module.css";

/** The last calls: what each used, what went wrong, what the plugin wrote to its log. */
export function PluginCalls({ calls }: { readonly calls: readonly ShownCall[] }) {
  const { t } = useTranslation("plugins");
  const format = useFormat();
  return (
    <Panel title={t("calls.title")} lead={t("calls.lead")} flush>
      <DataTable
        caption={t("calls.title")}
        rows={calls}
        rowKey={(call) => call.id}
        columns={[
          { key: "at", header: t("calls.at"), card: "title", cell: (call) => format.dateTime(call.calledAt) },
          {
            key: "result",
            header: t("calls.result"),
            card: "aside",
            cell: (call) =>
              call.error === null ? (
                <StatusBadge tone="success">{t("calls.ok")}</StatusBadge>
              ) : (
                <StatusBadge tone="danger">{t("calls.failed")}</StatusBadge>
              ),
          },
          { key: "point", header: t("calls.point"), cell: (call) => call.point },
          { key: "version", header: t("list.version"), cell: (call) => call.version },
          {
            key: "items",
            header: t("calls.items"),
            align: "end",
            cell: (call) => format.number(String(call.items)),
          },
          {
            key: "cpu",
            header: t("calls.cpu"),
            align: "end",
            cell: (call) => format.quantity(call.cpuMs.toFixed(1), "ms"),
          },
          {
            key: "said",
            header: t("calls.said"),
            cell: (call) => (
              <>
                {call.error}
                {call.logs.map((line, at) => (
                  // biome-ignore lint/suspicious/noArrayIndexKey: log lines have no key of their own and never move
                  <span key={at} className={classes.log}>
                    {line.text}
                  </span>
                ))}
              </>
            ),
          },
        ]}
        empty={{ title: t("calls.emptyTitle"), advice: t("calls.emptyAdvice") }}
      />
    </Panel>
  );
}
