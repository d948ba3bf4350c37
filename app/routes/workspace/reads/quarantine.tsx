import type { LoaderFunctionArgs, MetaFunction } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import { useTranslation } from "react-i18next";
import { useFormat } from "#app/components/format/use-format.ts";
import { PageHeader } from "#app/components/page-header.tsx";
import { DataTable } from "#app/components/table/data-table.tsx";
import { translator } from "#app/platform/i18n.ts";
import { page } from "#app/web/page.server.ts";
import classes from "./reads.module.css";
import { ReadTabs } from "./tabs.tsx";

export const loader = page(async ({ request, context }: LoaderFunctionArgs) => {
  const after = new URL(request.url).searchParams.get("after") ?? undefined;
  const { items, next } = await context.caller.read.listQuarantine({ after });
  return {
    items: items.map((part) => ({ ...part, message: part.message[context.locale] })),
    next,
    title: translator(context.locale, "reads")("quarantine.title"),
  };
});

export const meta: MetaFunction<typeof loader> = ({ data }) => [{ title: data?.title ?? "" }];

/** Parts of files that could not be taken, with the reason. */
export default function QuarantinePage() {
  const { t } = useTranslation("reads");
  const { items, next } = useLoaderData<typeof loader>();
  const format = useFormat();
  return (
    <>
      <PageHeader title={t("quarantine.title")} lead={t("quarantine.lead")} />
      <ReadTabs />
      <DataTable
        caption={t("quarantine.title")}
        rows={items}
        rowKey={(part) => part.id}
        columns={[
          {
            key: "at",
            header: t("quarantine.receivedAt"),
            cell: (part) => format.dateTime(part.receivedAt),
            card: "title",
          },
          { key: "file", header: t("quarantine.file"), cell: (part) => part.fileName },
          {
            key: "line",
            header: t("quarantine.line"),
            align: "end",
            cell: (part) => (part.line === null ? "–" : format.number(part.line)),
          },
          { key: "message", header: t("quarantine.reason"), cell: (part) => part.message },
          {
            key: "raw",
            header: t("quarantine.raw"),
            cell: (part) => <span className={classes.raw}>{part.raw.slice(0, 200)}</span>,
          },
        ]}
        paging={{ previous: null, next: next ?? null }}
        empty={{ title: t("quarantine.emptyTitle"), advice: t("quarantine.emptyAdvice") }}
      />
    </>
  );
}
