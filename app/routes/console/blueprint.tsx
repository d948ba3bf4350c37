import type { LoaderFunctionArgs, MetaFunction } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import { useTranslation } from "react-i18next";
import { EmptyState } from "#app/components/empty-state.tsx";
import { useFormat } from "#app/components/format/use-format.ts";
import { PageHeader } from "#app/components/page-header.tsx";
import { usePageRoot } from "#app/components/page-root.ts";
import { Panel } from "#app/components/panel.tsx";
import { Stat, Stats } from "#app/components/stat.tsx";
import { StatusBadge } from "#app/components/status-badge.tsx";
import { DataTable } from "#app/components/table/data-table.tsx";
import { useTenantHref } from "#app/components/tenant-path.ts";
import { translator } from "#app/platform/i18n.ts";
import { page } from "#app/web/page.server.ts";

export const loader = page(async ({ context }: LoaderFunctionArgs) => {
  const title = translator(context.locale, "blueprint")("title");
  const [{ releases }, { items, release }] = await Promise.all([
    context.caller.blueprint.listReleases({}),
    context.caller.blueprint.listItems(),
  ]);
  return { title, releases, items, inForce: release };
});

export const meta: MetaFunction<typeof loader> = ({ data }) => [{ title: data?.title ?? "" }];

const HASH_SHOWN = 12;
const TONES = { own: "accent", inherited: "neutral", overridden: "info" } as const;

/** The release in force: what is in it, from where, and the releases before it. */
export default function BlueprintPage() {
  const { t } = useTranslation("blueprint");
  const { releases, items, inForce } = useLoaderData<typeof loader>();
  const { locale } = usePageRoot();
  const format = useFormat();
  const href = useTenantHref();
  const current = releases.find((release) => release.current);
  if (inForce === null) {
    return (
      <>
        <PageHeader title={t("title")} lead={t("lead")} />
        <EmptyState title={t("emptyTitle")} advice={t("emptyAdvice")} />
      </>
    );
  }
  return (
    <>
      <PageHeader title={t("title")} lead={t("lead")} />
      <Stats>
        <Stat
          label={t("release")}
          value={format.number(inForce.number)}
          {...(current ? { note: format.dateTime(current.publishedAt) } : {})}
        />
        <Stat label={t("itemCount")} value={format.number(items.length)} />
        <Stat label={t("hash")} value={inForce.hash.slice(0, HASH_SHOWN)} />
        {typeof current?.parentNumber !== "number" ? null : (
          <Stat label={t("parent")} value={format.number(current.parentNumber)} />
        )}
      </Stats>
      <Panel title={t("items")} flush>
        <DataTable
          caption={t("itemsCaption")}
          rows={items}
          rowKey={({ kind, key }) => `${kind}/${key}`}
          rowHref={({ kind, key }) => href(`console/blueprint/${kind}/${key}`)}
          columns={[
            { key: "name", header: t("name"), card: "title", cell: ({ name, key }) => name?.[locale] ?? key },
            { key: "kind", header: t("kind"), cell: ({ kindName }) => kindName[locale] },
            { key: "key", header: t("key"), cell: ({ key }) => key },
            {
              key: "origin",
              header: t("origin"),
              card: "aside",
              cell: ({ origin }) => <StatusBadge tone={TONES[origin]}>{t(`originOf.${origin}`)}</StatusBadge>,
            },
          ]}
          empty={{ title: t("emptyTitle"), advice: t("emptyAdvice") }}
        />
      </Panel>
    </>
  );
}
