import type { LoaderFunctionArgs, MetaFunction } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import { useTranslation } from "react-i18next";
import { useFormat } from "#app/components/format/use-format.ts";
import { KeyValue } from "#app/components/key-value.tsx";
import { PageHeader } from "#app/components/page-header.tsx";
import { usePageRoot } from "#app/components/page-root.ts";
import { Panel } from "#app/components/panel.tsx";
import { BrandMark } from "#app/components/shell/brand-mark.tsx";
import { DataTable } from "#app/components/table/data-table.tsx";
import { translator } from "#app/platform/i18n.ts";
import { page } from "#app/web/page.server.ts";

export const loader = page(async ({ context }: LoaderFunctionArgs) => {
  const utility = await context.caller.tenant.show();
  return { utility, title: translator(context.locale, "blueprint")("tenant.title") };
});

export const meta: MetaFunction<typeof loader> = ({ data }) => [{ title: data?.title ?? "" }];

/** What the utility is, as its pack says, and its organisation. */
export default function TenantPage() {
  const { t } = useTranslation("blueprint");
  const { utility } = useLoaderData<typeof loader>();
  const { locale } = usePageRoot();
  const format = useFormat();
  return (
    <>
      <PageHeader title={utility.name[locale]} lead={t("tenant.lead")} />
      <Panel title={t("tenant.place")}>
        <KeyValue
          columns={2}
          items={[
            { label: t("tenant.kind"), value: t(`kindOf.${utility.kind as "power"}`) },
            { label: t("tenant.tier"), value: t(`tierOf.${utility.tier as "city"}`) },
            { label: t("tenant.parent"), value: utility.parent?.name[locale] ?? t("tenant.root") },
            { label: t("tenant.timezone"), value: utility.timezone },
            { label: t("tenant.currency"), value: utility.currency },
            { label: t("tenant.locale"), value: utility.locale },
            { label: t("tenant.hosts"), value: utility.hosts.join(", ") || t("tenant.none") },
            { label: t("tenant.hotline"), value: utility.hotline ?? t("tenant.none") },
            { label: t("tenant.color"), value: utility.color },
            { label: t("tenant.brand"), value: <BrandMark to="console/tenant" /> },
          ]}
        />
      </Panel>
      <Panel title={t("tenant.organisation")} flush>
        <DataTable
          caption={t("tenant.orgCaption")}
          rows={utility.units}
          rowKey={({ code }) => code}
          columns={[
            { key: "name", header: t("tenant.unit"), card: "title", cell: ({ name }) => name },
            { key: "code", header: t("tenant.code"), cell: ({ code }) => code },
            {
              key: "staff",
              header: t("tenant.staff"),
              align: "end",
              cell: ({ staff }) => format.number(staff),
            },
            {
              key: "cells",
              header: t("tenant.cells"),
              align: "end",
              cell: ({ cells }) => format.number(cells),
            },
          ]}
          empty={{ title: t("tenant.noUnits"), advice: t("tenant.noUnitsAdvice") }}
        />
      </Panel>
    </>
  );
}
