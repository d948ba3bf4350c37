import type { LoaderFunctionArgs, MetaFunction } from "@remix-run/node";
import { Link, useLoaderData } from "@remix-run/react";
import { useTranslation } from "react-i18next";
import { useFormat } from "#app/components/format/use-format.ts";
import { PageHeader } from "#app/components/page-header.tsx";
import { AccessDetail } from "#app/components/privacy/access-detail.tsx";
import { kindsOf } from "#app/components/privacy/words.ts";
import { DataTable } from "#app/components/table/data-table.tsx";
import { ExportLink } from "#app/components/table/export-link.tsx";
import { FilterBar } from "#app/components/table/filter-bar.tsx";
import { useTenantHref } from "#app/components/tenant-path.ts";
import { translator } from "#app/platform/i18n.ts";
import { ACCESS_BASES } from "#app/services/privacy/access-basis.ts";
import { page } from "#app/web/page.server.ts";

export const loader = page(async ({ request, context }: LoaderFunctionArgs) => {
  const search = new URL(request.url).searchParams;
  const text = (name: string): string | undefined => search.get(name) || undefined;
  const log = await context.caller.privacy.listAccess({
    search: text("search"),
    customer: text("customer"),
    basis: ACCESS_BASES.find((basis) => basis === search.get("basis")),
    fromDay: text("fromDay"),
    untilDay: text("untilDay"),
    after: text("after"),
    before: text("before"),
  });
  return { ...log, title: translator(context.locale, "privacy")("access.title") };
});

export const meta: MetaFunction<typeof loader> = ({ data }) => [{ title: data?.title ?? "" }];

/** Who was shown whose personal data, when and why. */
export default function AccessPage() {
  const { t } = useTranslation("privacy");
  const { rows, next, previous } = useLoaderData<typeof loader>();
  const format = useFormat();
  const href = useTenantHref();
  return (
    <>
      <PageHeader
        title={t("access.title")}
        lead={t("access.lead")}
        back={{ to: href("console/privacy"), label: t("home.title") }}
      />
      <FilterBar
        filters={[
          { kind: "search", name: "search", label: t("access.search") },
          { kind: "search", name: "customer", label: t("access.customerNumber") },
          {
            kind: "choice",
            name: "basis",
            label: t("access.anyBasis"),
            options: ACCESS_BASES.map((value) => ({ value, label: t(`access.basis.${value}`) })),
          },
          { kind: "date", name: "fromDay", label: t("access.from") },
          { kind: "date", name: "untilDay", label: t("access.until") },
        ]}
        actions={<ExportLink path={href("api/personal-access.csv")} />}
      />
      <DataTable
        caption={t("access.caption")}
        rows={rows}
        rowKey={(entry) => entry.id}
        columns={[
          {
            key: "at",
            header: t("access.at"),
            card: "title",
            cell: (entry) => format.dateTime(entry.at, "seconds"),
          },
          { key: "actor", header: t("access.actor"), cell: (entry) => entry.actorName },
          {
            key: "customer",
            header: t("access.customer"),
            cell: (entry) =>
              entry.customerId === null ? (
                t("access.records", { count: entry.records })
              ) : (
                <Link to={href(`workspace/customers/${entry.customerId}`)}>{entry.customerNumber}</Link>
              ),
          },
          {
            key: "kinds",
            header: t("access.kinds"),
            cell: (entry) =>
              kindsOf(entry.fields)
                .map((kind) => t(`kind.${kind}`))
                .join(t("list.comma")),
          },
          { key: "why", header: t("access.why"), cell: (entry) => <AccessDetail entry={entry} /> },
        ]}
        paging={{ previous, next }}
        empty={{ title: t("access.emptyTitle"), advice: t("access.emptyAdvice") }}
      />
    </>
  );
}
