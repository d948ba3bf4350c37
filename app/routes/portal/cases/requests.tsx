import { Button } from "@mantine/core";
import type { LoaderFunctionArgs, MetaFunction } from "@remix-run/node";
import { Link, useLoaderData } from "@remix-run/react";
import { useTranslation } from "react-i18next";
import { CaseState } from "#app/components/case/case-badges.tsx";
import { useFormat } from "#app/components/format/use-format.ts";
import { PageHeader } from "#app/components/page-header.tsx";
import { usePageRoot } from "#app/components/page-root.ts";
import { StatusBadge } from "#app/components/status-badge.tsx";
import { DataTable } from "#app/components/table/data-table.tsx";
import { useTenantHref } from "#app/components/tenant-path.ts";
import { translator } from "#app/platform/i18n.ts";
import { page } from "#app/web/page.server.ts";

export const loader = page(async ({ request, context }: LoaderFunctionArgs) => {
  const after = new URL(request.url).searchParams.get("after") || undefined;
  const requests = await context.caller.ownCase.list({ after });
  return { ...requests, title: translator(context.locale, "cases")("requests.title") };
});

export const meta: MetaFunction<typeof loader> = ({ data }) => [{ title: data?.title ?? "" }];

export default function RequestsPage() {
  const { t } = useTranslation("cases");
  const { cases, next } = useLoaderData<typeof loader>();
  const { locale } = usePageRoot();
  const format = useFormat();
  const href = useTenantHref();
  const apply = (
    <Button component={Link} to={href("portal/services")}>
      {t("requests.apply")}
    </Button>
  );
  return (
    <>
      <PageHeader title={t("requests.title")} actions={apply} />
      <DataTable
        caption={t("requests.title")}
        rows={cases}
        rowKey={({ id }) => id}
        rowHref={({ id }) => href(`portal/requests/${id}`)}
        columns={[
          { key: "title", header: t("list.service"), card: "title", cell: ({ title }) => title[locale] },
          {
            key: "number",
            header: t("list.number"),
            cell: ({ number }) => <span className="m-number">{number}</span>,
          },
          { key: "opened", header: t("list.opened"), cell: ({ openedAt }) => format.dateTime(openedAt) },
          { key: "step", header: t("requests.progress"), cell: ({ step }) => step?.[locale] ?? "–" },
          {
            key: "state",
            header: t("list.state"),
            align: "end",
            card: "aside",
            cell: ({ state, asked }) =>
              asked ? (
                <StatusBadge tone="warning">{t("requests.asked")}</StatusBadge>
              ) : (
                <CaseState state={state} />
              ),
          },
        ]}
        paging={{ previous: null, next }}
        empty={{ title: t("requests.emptyTitle"), advice: t("requests.emptyAdvice"), action: apply }}
      />
    </>
  );
}
