import type { LoaderFunctionArgs, MetaFunction } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import { useTranslation } from "react-i18next";
import { useFormat } from "#app/components/format/use-format.ts";
import { PageHeader } from "#app/components/page-header.tsx";
import { usePageRoot } from "#app/components/page-root.ts";
import { DataTable } from "#app/components/table/data-table.tsx";
import { useTenantHref } from "#app/components/tenant-path.ts";
import { translator } from "#app/platform/i18n.ts";
import { page } from "#app/web/page.server.ts";
import { PluginState } from "./plugin-state.tsx";

export const loader = page(async ({ context }: LoaderFunctionArgs) => ({
  plugins: await context.caller.plugin.list(),
  title: translator(context.locale, "plugins")("list.title"),
}));

export const meta: MetaFunction<typeof loader> = ({ data }) => [{ title: data?.title ?? "" }];

/** Every published plugin: what it is, whether it is installed here, and how it did in the last day. */
export default function PluginsPage() {
  const { t } = useTranslation("plugins");
  const { plugins } = useLoaderData<typeof loader>();
  const { locale } = usePageRoot();
  const format = useFormat();
  const href = useTenantHref();
  return (
    <>
      <PageHeader title={t("list.title")} lead={t("list.lead")} />
      <DataTable
        caption={t("list.title")}
        rows={plugins}
        rowKey={(plugin) => plugin.id}
        rowHref={(plugin) => href(`console/plugins/${plugin.id}`)}
        columns={[
          { key: "name", header: t("list.name"), card: "title", cell: (plugin) => plugin.name[locale] },
          {
            key: "state",
            header: t("list.state"),
            card: "aside",
            cell: (plugin) => <PluginState plugin={plugin} />,
          },
          { key: "description", header: t("list.description"), cell: (plugin) => plugin.description[locale] },
          { key: "publisher", header: t("list.publisher"), cell: (plugin) => plugin.publisher },
          {
            key: "version",
            header: t("list.version"),
            cell: (plugin) => plugin.installed?.version ?? plugin.newest,
          },
          {
            key: "calls",
            header: t("list.calls"),
            align: "end",
            cell: (plugin) => format.number(String(plugin.calls)),
          },
          {
            key: "failures",
            header: t("list.failures"),
            align: "end",
            cell: (plugin) => format.number(String(plugin.failures)),
          },
        ]}
        empty={{ title: t("list.emptyTitle"), advice: t("list.emptyAdvice") }}
      />
    </>
  );
}
