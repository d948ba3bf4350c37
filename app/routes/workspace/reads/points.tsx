import type { LoaderFunctionArgs, MetaFunction } from "@remix-run/node";
import { Link, useLoaderData } from "@remix-run/react";
import { useTranslation } from "react-i18next";
import { PageHeader } from "#app/components/page-header.tsx";
import type { RegisterCode } from "#app/components/register-code.ts";
import { DataTable } from "#app/components/table/data-table.tsx";
import { FilterBar } from "#app/components/table/filter-bar.tsx";
import { useTenantHref } from "#app/components/tenant-path.ts";
import { translator } from "#app/platform/i18n.ts";
import { page } from "#app/web/page.server.ts";
import { channelName } from "./channel-name.ts";
import classes from "./reads.module.css";
import { ReadTabs } from "./tabs.tsx";

export const loader = page(async ({ request, context }: LoaderFunctionArgs) => {
  const query = new URL(request.url).searchParams;
  const points = await context.caller.read.listPoints({
    search: query.get("search") ?? undefined,
    after: query.get("after") ?? undefined,
  });
  return { ...points, title: translator(context.locale, "reads")("points.title") };
});

export const meta: MetaFunction<typeof loader> = ({ data }) => [{ title: data?.title ?? "" }];

/** Where something is metered, and the way to its channels and registers. */
export default function PointsPage() {
  const { t } = useTranslation("reads");
  const { items, next } = useLoaderData<typeof loader>();
  const href = useTenantHref();
  return (
    <>
      <PageHeader title={t("points.title")} lead={t("points.lead")} />
      <ReadTabs />
      <FilterBar filters={[{ kind: "search", name: "search", label: t("points.search") }]} />
      <DataTable
        caption={t("points.title")}
        rows={items}
        rowKey={(point) => point.servicePointId}
        columns={[
          { key: "number", header: t("points.number"), cell: (point) => point.number, card: "title" },
          { key: "address", header: t("points.address"), cell: (point) => point.address },
          {
            key: "registers",
            header: t("points.registers"),
            cell: (point) =>
              [...Map.groupBy(point.registers, ({ meterSerial }) => meterSerial)].map(
                ([serial, registers]) => (
                  <span key={serial} className={classes.links}>
                    <span>{serial}</span>
                    {registers.map(({ id, code }) => (
                      <Link key={id} to={href(`workspace/reads/registers/${id}`)}>
                        {t(`register.${code as RegisterCode}`)}
                      </Link>
                    ))}
                  </span>
                ),
              ),
          },
          {
            key: "channels",
            header: t("points.channels"),
            cell: (point) => (
              <span className={classes.links}>
                {point.channels.map(({ id, code, unit }) => (
                  <Link key={id} to={href(`workspace/reads/channels/${id}`)}>
                    {channelName(t, code)} ({unit})
                  </Link>
                ))}
              </span>
            ),
          },
        ]}
        paging={{ previous: null, next: next ?? null }}
        empty={{ title: t("points.emptyTitle"), advice: t("points.emptyAdvice") }}
      />
    </>
  );
}
