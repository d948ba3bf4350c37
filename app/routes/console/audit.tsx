import type { LoaderFunctionArgs, MetaFunction } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import { useTranslation } from "react-i18next";
import { useFormat } from "#app/components/format/use-format.ts";
import { PageHeader } from "#app/components/page-header.tsx";
import { usePageRoot } from "#app/components/page-root.ts";
import { DataTable } from "#app/components/table/data-table.tsx";
import { ExportLink } from "#app/components/table/export-link.tsx";
import { FilterBar } from "#app/components/table/filter-bar.tsx";
import { useTenantHref } from "#app/components/tenant-path.ts";
import { translator } from "#app/platform/i18n.ts";
import { AUDIT_NOUNS, type AuditAction, type AuditNoun } from "#app/services/audit/deeds.ts";
import { page } from "#app/web/page.server.ts";
import { AuditDetail, type AuditRow } from "./audit-detail.tsx";

const ACTOR_KINDS = ["staff", "customer", "system", "api", "plugin", "operator"] as const;

export const loader = page(async ({ request, context }: LoaderFunctionArgs) => {
  const search = new URL(request.url).searchParams;
  const text = (name: string): string | undefined => search.get(name) || undefined;
  const audit = await context.caller.auditEntry.list({
    noun: text("noun"),
    actor: text("actor"),
    actorKind: ACTOR_KINDS.find((kind) => kind === search.get("actorKind")),
    fromDay: text("fromDay"),
    untilDay: text("untilDay"),
    after: text("after"),
    before: text("before"),
  });
  return { ...audit, title: translator(context.locale, "access")("audit.title") };
});

export const meta: MetaFunction<typeof loader> = ({ data }) => [{ title: data?.title ?? "" }];

export default function AuditPage() {
  const { t } = useTranslation("access");
  const { entries, next, previous } = useLoaderData<typeof loader>();
  // An entry of an earlier version may tell of what there is no more: it is shown as it is.
  const nounName = (noun: string) => t(`audit.noun.${noun as AuditNoun}`, { defaultValue: noun });
  const actionName = (action: string) => t(`audit.action.${action as AuditAction}`, { defaultValue: action });
  const format = useFormat();
  const href = useTenantHref();
  const mayExport = usePageRoot().viewer?.abilities.includes("export:auditEntry") ?? false;
  return (
    <>
      <PageHeader title={t("audit.title")} lead={t("audit.lead")} />
      <FilterBar
        filters={[
          { kind: "search", name: "actor", label: t("audit.actorSearch") },
          {
            kind: "choice",
            name: "actorKind",
            label: t("audit.allKinds"),
            options: ACTOR_KINDS.map((kind) => ({ value: kind, label: t(`audit.kind.${kind}`) })),
          },
          {
            kind: "choice",
            name: "noun",
            label: t("audit.allNouns"),
            options: AUDIT_NOUNS.map((noun) => ({ value: noun, label: t(`audit.noun.${noun}`) })),
          },
          { kind: "date", name: "fromDay", label: t("audit.from") },
          { kind: "date", name: "untilDay", label: t("audit.until") },
        ]}
        actions={mayExport ? <ExportLink path={href("api/audit.csv")} /> : null}
      />
      <DataTable
        caption={t("audit.caption")}
        rows={entries as readonly AuditRow[]}
        rowKey={(entry) => entry.id}
        columns={[
          {
            key: "at",
            header: t("audit.at"),
            card: "title",
            cell: (entry) => format.dateTime(entry.at, "seconds"),
          },
          {
            key: "actor",
            header: t("audit.actor"),
            cell: (entry) => `${entry.actorName} (${t(`audit.kind.${entry.actorKind as "staff"}`)})`,
          },
          {
            key: "what",
            header: t("audit.what"),
            cell: (entry) => `${nounName(entry.noun)} · ${actionName(entry.action)}`,
          },
          { key: "detail", header: t("audit.change"), cell: (entry) => <AuditDetail entry={entry} /> },
        ]}
        paging={{ previous, next }}
        empty={{ title: t("audit.emptyTitle"), advice: t("audit.emptyAdvice") }}
      />
    </>
  );
}
