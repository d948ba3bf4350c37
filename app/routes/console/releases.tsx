import type { LoaderFunctionArgs, MetaFunction } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import { useTranslation } from "react-i18next";
import { useFormat } from "#app/components/format/use-format.ts";
import { PageHeader } from "#app/components/page-header.tsx";
import { Panel } from "#app/components/panel.tsx";
import { StatusBadge } from "#app/components/status-badge.tsx";
import { DataTable } from "#app/components/table/data-table.tsx";
import { useTenantHref } from "#app/components/tenant-path.ts";
import { translator } from "#app/platform/i18n.ts";
import { page } from "#app/web/page.server.ts";

export const loader = page(async ({ request, context }: LoaderFunctionArgs) => {
  const before = Number(new URL(request.url).searchParams.get("after")) || undefined;
  const [history, proposals] = await Promise.all([
    context.caller.blueprint.listReleases({ before }),
    context.caller.blueprint.listProposals(),
  ]);
  const title = translator(context.locale, "releases")("title");
  return { title, ...history, proposals, first: before === undefined };
});

export const meta: MetaFunction<typeof loader> = ({ data }) => [{ title: data?.title ?? "" }];

const STATE_TONES = {
  open: "accent",
  returned: "warning",
  withdrawn: "neutral",
  published: "success",
} as const;

/** What waits for a second person, and every release that ever was. */
export default function ReleasesPage() {
  const { t } = useTranslation("releases");
  const { releases, proposals, next, first } = useLoaderData<typeof loader>();
  const format = useFormat();
  const href = useTenantHref();
  return (
    <>
      <PageHeader title={t("title")} lead={t("lead")} />
      {first && proposals.length > 0 ? (
        <Panel title={t("proposals")} flush>
          <DataTable
            caption={t("proposals")}
            rows={proposals}
            rowKey={({ id }) => id}
            rowHref={({ id }) => href(`console/releases/proposals/${id}`)}
            columns={[
              {
                key: "note",
                header: t("note"),
                card: "title",
                cell: ({ note }) => (note === "" ? t("noNote") : note),
              },
              { key: "by", header: t("proposedBy"), cell: ({ proposedByName }) => proposedByName },
              { key: "at", header: t("proposedAt"), cell: ({ proposedAt }) => format.dateTime(proposedAt) },
              {
                key: "state",
                header: t("state"),
                card: "aside",
                cell: ({ state, releaseNumber }) => (
                  <StatusBadge tone={STATE_TONES[state]}>
                    {releaseNumber === null
                      ? t(`stateOf.${state}`)
                      : t("publishedAs", { number: releaseNumber })}
                  </StatusBadge>
                ),
              },
            ]}
            empty={{ title: t("emptyTitle"), advice: t("emptyAdvice") }}
          />
        </Panel>
      ) : null}
      <Panel title={t("history")} flush>
        <DataTable
          caption={t("history")}
          rows={releases}
          rowKey={({ number }) => String(number)}
          rowHref={({ number }) => href(`console/releases/${number}`)}
          columns={[
            {
              key: "number",
              header: t("number"),
              card: "title",
              cell: ({ number }) => t("release", { number }),
            },
            { key: "at", header: t("publishedAt"), cell: ({ publishedAt }) => format.dateTime(publishedAt) },
            { key: "by", header: t("publishedBy"), cell: ({ publishedByName }) => publishedByName ?? "–" },
            { key: "approved", header: t("approvedBy"), cell: ({ approvedByName }) => approvedByName ?? "–" },
            { key: "note", header: t("note"), cell: ({ note }) => (note === "" ? "–" : note) },
            {
              key: "parent",
              header: t("parent"),
              cell: ({ parentNumber }) => (parentNumber === null ? "–" : format.number(parentNumber)),
            },
            { key: "items", header: t("items"), align: "end", cell: ({ items }) => format.number(items) },
            {
              key: "current",
              header: t("state"),
              card: "aside",
              cell: ({ current }) =>
                current ? <StatusBadge tone="success">{t("inForce")}</StatusBadge> : null,
            },
          ]}
          paging={{ previous: null, next: next === null ? null : String(next) }}
          empty={{ title: t("emptyTitle"), advice: t("emptyAdvice") }}
        />
      </Panel>
    </>
  );
}
