import { Button } from "@mantine/core";
import type { LoaderFunctionArgs, MetaFunction } from "@remix-run/node";
import { Link, useLoaderData } from "@remix-run/react";
import { useTranslation } from "react-i18next";
import { PageHeader } from "#app/components/page-header.tsx";
import { Panel } from "#app/components/panel.tsx";
import { DataTable } from "#app/components/table/data-table.tsx";
import { FilterBar } from "#app/components/table/filter-bar.tsx";
import { listQuery } from "#app/components/table/list-query.ts";
import { useTenantHref } from "#app/components/tenant-path.ts";
import { commonError } from "#app/platform/common-errors.ts";
import { translator } from "#app/platform/i18n.ts";
import { page } from "#app/web/page.server.ts";

export const loader = page(async ({ request, context }: LoaderFunctionArgs) => {
  if (!context.permissions.includes("read:privacy")) throw commonError("FORBIDDEN");
  const search = new URL(request.url).searchParams;
  const people = await context.caller.customer.list({
    ...listQuery(search, ["number"]),
    search: search.get("search") || undefined,
  });
  return { people, title: translator(context.locale, "privacy")("home.title") };
});

export const meta: MetaFunction<typeof loader> = ({ data }) => [{ title: data?.title ?? "" }];

/** Personal data: whose they are, and who has seen them. */
export default function PrivacyPage() {
  const { t } = useTranslation("privacy");
  const { people } = useLoaderData<typeof loader>();
  const href = useTenantHref();
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
      <Panel title={t("home.find")} lead={t("home.findLead")} flush>
        <FilterBar filters={[{ kind: "search", name: "search", label: t("home.search") }]} />
        <DataTable
          caption={t("home.people")}
          rows={people.rows}
          rowKey={({ id }) => id}
          rowHref={({ id }) => href(`workspace/customers/${id}`)}
          columns={[
            { key: "name", header: t("kind.name"), card: "title", cell: ({ name }) => name },
            { key: "number", header: t("access.customerNumber"), cell: ({ number }) => number },
            { key: "phone", header: t("kind.phone"), cell: ({ phone }) => phone ?? "–" },
            { key: "address", header: t("kind.address"), cell: ({ address }) => address ?? "–" },
          ]}
          paging={{ previous: people.previous, next: people.next }}
          empty={{ title: t("home.nobodyTitle"), advice: t("home.nobodyAdvice") }}
        />
      </Panel>
    </>
  );
}
