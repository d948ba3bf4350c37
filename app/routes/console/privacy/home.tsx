import { Button } from "@mantine/core";
import type { LoaderFunctionArgs, MetaFunction } from "@remix-run/node";
import { Link, useLoaderData } from "@remix-run/react";
import { useTranslation } from "react-i18next";
import { useFormat } from "#app/components/format/use-format.ts";
import { PageHeader } from "#app/components/page-header.tsx";
import { Panel } from "#app/components/panel.tsx";
import { ErasureState } from "#app/components/privacy/erasure-state.tsx";
import classes from "#app/components/privacy/privacy.module.css";
import { DataTable } from "#app/components/table/data-table.tsx";
import { FilterBar } from "#app/components/table/filter-bar.tsx";
import { listQuery } from "#app/components/table/list-query.ts";
import { useTenantHref } from "#app/components/tenant-path.ts";
import { translator } from "#app/platform/i18n.ts";
import { page } from "#app/web/page.server.ts";

export const loader = page(async ({ request, context }: LoaderFunctionArgs) => {
  const search = new URL(request.url).searchParams;
  const { privacy, customer } = context.caller;
  const [erasures, people] = await Promise.all([
    privacy.listErasures(),
    customer.list({ ...listQuery(search, ["number"]), search: search.get("search") || undefined }),
  ]);
  return { erasures, people, title: translator(context.locale, "privacy")("home.title") };
});

export const meta: MetaFunction<typeof loader> = ({ data }) => [{ title: data?.title ?? "" }];

/** Personal data: whose they are, what people ask for, and who has seen them. */
export default function PrivacyPage() {
  const { t } = useTranslation("privacy");
  const { erasures, people } = useLoaderData<typeof loader>();
  const href = useTenantHref();
  const format = useFormat();
  return (
    <>
      <PageHeader
        title={t("home.title")}
        lead={t("home.lead")}
        actions={
          <Button component={Link} variant="default" to={href("console/privacy/access")}>
            {t("access.title")}
          </Button>
        }
      />
      <Panel title={t("erasure.list")} flush>
        <DataTable
          caption={t("erasure.list")}
          rows={erasures}
          rowKey={({ id }) => id}
          rowHref={({ customerId }) => href(`console/privacy/people/${customerId}`)}
          columns={[
            {
              key: "customer",
              header: t("access.customerNumber"),
              card: "title",
              cell: ({ customerNumber }) => customerNumber,
            },
            {
              key: "askedBy",
              header: t("erasure.askedBy"),
              cell: ({ askedBy }) => t(`erasure.by.${askedBy}`),
            },
            { key: "askedAt", header: t("erasure.askedAt"), cell: ({ askedAt }) => format.dateTime(askedAt) },
            {
              key: "state",
              header: t("erasure.stateTitle"),
              align: "end",
              card: "aside",
              cell: ({ state }) => <ErasureState state={state} />,
            },
          ]}
          empty={{ title: t("erasure.emptyTitle"), advice: t("erasure.emptyAdvice") }}
        />
      </Panel>
      <div className={classes.head}>
        <h2>{t("home.find")}</h2>
        <p className={classes.lead}>{t("home.findLead")}</p>
      </div>
      <FilterBar filters={[{ kind: "search", name: "search", label: t("home.search") }]} />
      <DataTable
        caption={t("home.people")}
        rows={people.rows}
        rowKey={({ id }) => id}
        rowHref={({ id }) => href(`console/privacy/people/${id}`)}
        columns={[
          { key: "name", header: t("kind.name"), card: "title", cell: ({ name }) => name },
          { key: "number", header: t("access.customerNumber"), cell: ({ number }) => number },
          { key: "phone", header: t("kind.phone"), cell: ({ phone }) => phone ?? "–" },
          { key: "address", header: t("kind.address"), cell: ({ address }) => address ?? "–" },
        ]}
        paging={{ previous: people.previous, next: people.next }}
        empty={{ title: t("home.nobodyTitle"), advice: t("home.nobodyAdvice") }}
      />
    </>
  );
}
