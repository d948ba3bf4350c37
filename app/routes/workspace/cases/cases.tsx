import { Button } from "@mantine/core";
import type { LoaderFunctionArgs, MetaFunction } from "@remix-run/node";
import { Link, useLoaderData } from "@remix-run/react";
import { useTranslation } from "react-i18next";
import { CasePriority, CaseState, TimeLeft } from "#app/components/case/case-badges.tsx";
import { useFormat } from "#app/components/format/use-format.ts";
import { PageHeader } from "#app/components/page-header.tsx";
import { usePageRoot } from "#app/components/page-root.ts";
import { DataTable } from "#app/components/table/data-table.tsx";
import { ExportLink } from "#app/components/table/export-link.tsx";
import { FilterBar } from "#app/components/table/filter-bar.tsx";
import { listQuery } from "#app/components/table/list-query.ts";
import { useTenantHref } from "#app/components/tenant-path.ts";
import { translator } from "#app/platform/i18n.ts";
import { page } from "#app/web/page.server.ts";
import { PRIORITIES, SERVICE_CATEGORIES } from "#schema/blueprint/service/schema.ts";

const STATES = ["open", "held", "completed", "cancelled"] as const;
const SHOWN = ["running", "overdue", "unassigned", "mine"] as const;

export const loader = page(async ({ request, context }: LoaderFunctionArgs) => {
  const search = new URL(request.url).searchParams;
  const of = <Value extends string>(name: string, values: readonly Value[]): Value | undefined =>
    values.find((value) => value === search.get(name));
  const query = listQuery(search, ["opened", "due", "number"], "descending");
  const shown = of("show", SHOWN);
  const cases = await context.caller.case.list({
    ...query,
    search: search.get("search") || undefined,
    state: of("state", STATES),
    category: of("category", SERVICE_CATEGORIES),
    priority: of("priority", PRIORITIES),
    service: search.get("service") || undefined,
    customerId: search.get("customerId") || undefined,
    running: shown === "running" || undefined,
    overdue: shown === "overdue" || undefined,
    unassigned: shown === "unassigned" || undefined,
    assigneeId: shown === "mine" ? context.session?.userId : undefined,
  });
  const offered = await context.caller.case.listOffered();
  return {
    ...cases,
    query,
    services: offered.map(({ key, label }) => ({ key, label })),
    now: Date.now(),
    title: translator(context.locale, "cases")("list.title"),
  };
});

export const meta: MetaFunction<typeof loader> = ({ data }) => [{ title: data?.title ?? "" }];

export default function CasesPage() {
  const { t } = useTranslation("cases");
  const { rows, next, previous, query, services, now } = useLoaderData<typeof loader>();
  const { locale, viewer } = usePageRoot();
  const format = useFormat();
  const href = useTenantHref();
  const mayOpen = viewer?.abilities.includes("open:case") ?? false;
  return (
    <>
      <PageHeader
        title={t("list.title")}
        lead={t("list.lead")}
        actions={
          mayOpen ? (
            <Button component={Link} to={href("workspace/cases/new")}>
              {t("list.new")}
            </Button>
          ) : undefined
        }
      />
      <FilterBar
        filters={[
          { kind: "search", name: "search", label: t("list.search") },
          {
            kind: "choice",
            name: "show",
            label: t("list.all"),
            options: SHOWN.map((value) => ({ value, label: t(`show.${value}`) })),
          },
          {
            kind: "choice",
            name: "state",
            label: t("list.allStates"),
            options: STATES.map((value) => ({ value, label: t(`state.${value}`) })),
          },
          {
            kind: "choice",
            name: "service",
            label: t("list.allServices"),
            options: services.map(({ key, label }) => ({ value: key, label: label[locale] })),
          },
          {
            kind: "choice",
            name: "priority",
            label: t("list.allPriorities"),
            options: PRIORITIES.map((value) => ({ value, label: t(`priority.${value}`) })),
          },
        ]}
        actions={<ExportLink path={href("api/cases.csv")} />}
      />
      <DataTable
        caption={t("list.title")}
        rows={rows}
        rowKey={({ id }) => id}
        rowHref={({ id }) => href(`workspace/cases/${id}`)}
        order={query}
        columns={[
          {
            key: "number",
            header: t("list.number"),
            sortable: true,
            card: "aside",
            cell: ({ number }) => <span className="m-number">{number}</span>,
          },
          {
            key: "title",
            header: t("list.service"),
            card: "title",
            cell: ({ title, priority }) => (
              <>
                {title[locale]} <CasePriority priority={priority} quiet />
              </>
            ),
          },
          {
            key: "customer",
            header: t("list.customer"),
            cell: ({ customerName, address }) => [customerName, address].filter(Boolean).join(" · ") || "–",
          },
          {
            key: "step",
            header: t("list.step"),
            cell: ({ state, stepLabel }) =>
              state === "open" || state === "held" ? stepLabel[locale] : <CaseState state={state} />,
          },
          { key: "assignee", header: t("list.assignee"), cell: ({ assigneeName }) => assigneeName ?? "–" },
          {
            key: "opened",
            header: t("list.opened"),
            sortable: true,
            cell: ({ openedAt }) => format.dateTime(openedAt),
          },
          {
            key: "due",
            header: t("list.due"),
            sortable: true,
            cell: ({ dueAt, state }) => <TimeLeft dueAt={dueAt} now={now} held={state === "held"} />,
          },
        ]}
        paging={{ previous, next }}
        empty={{ title: t("list.emptyTitle"), advice: t("list.emptyAdvice") }}
      />
    </>
  );
}
