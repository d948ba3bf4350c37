import type { LoaderFunctionArgs, MetaFunction } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import { useTranslation } from "react-i18next";
import { EmptyState } from "#app/components/empty-state.tsx";
import { useFormat } from "#app/components/format/use-format.ts";
import { KeyValue } from "#app/components/key-value.tsx";
import { PageHeader } from "#app/components/page-header.tsx";
import { useAbility } from "#app/components/page-root.ts";
import { Panel } from "#app/components/panel.tsx";
import { Unmask } from "#app/components/privacy/unmask.tsx";
import { DataTable } from "#app/components/table/data-table.tsx";
import { useTenantHref } from "#app/components/tenant-path.ts";
import { translator } from "#app/platform/i18n.ts";
import type { CustomerBill } from "#app/services/customer/show-customer.ts";
import { page } from "#app/web/page.server.ts";
import { AgreementPanel } from "./agreement-panel.tsx";
import { BillState } from "./bill-state.tsx";
import { monthlyUsage, usageSpan } from "./monthly-usage.ts";

export const loader = page(async ({ params, context }: LoaderFunctionArgs) => {
  const customer = await context.caller.customer.show({ customerId: params.customerId ?? "" });
  // Who may see the customer but not the reads (a dispatcher) gets the page without usage.
  const mayRead = context.permissions.includes("read:read");
  const usage = mayRead
    ? await Promise.all(
        customer.agreements.slice(0, USAGE_LIMIT).map(async ({ servicePointId }) => {
          const span = usageSpan(new Date(), context.tenant?.brand.timezone ?? "UTC");
          const series = await context.caller.read.usage({ servicePointId, ...span, step: "month" });
          return { servicePointId, ...monthlyUsage(series) };
        }),
      )
    : [];
  const title = `${customer.name} · ${translator(context.locale, "network")("customers.title")}`;
  return { customer, usage, title };
});

/** Usage is drawn for so many service points of one customer; further ones are seen on their own pages. */
const USAGE_LIMIT = 4;

export const meta: MetaFunction<typeof loader> = ({ data }) => [{ title: data?.title ?? "" }];

export default function CustomerPage() {
  const { t } = useTranslation("network");
  const { customer, usage } = useLoaderData<typeof loader>();
  const href = useTenantHref();
  const maySeeAgreements = useAbility("read:agreement");
  const maySeeBills = useAbility("read:bill");
  return (
    <>
      <PageHeader
        title={customer.name}
        lead={`${t("customer.number")} ${customer.number}`}
        back={{ to: href("workspace/customers"), label: t("customer.back") }}
      />
      <Panel title={t("customer.profile")} actions={<Unmask customerId={customer.id} />}>
        <KeyValue
          columns={2}
          items={[
            { label: t("customer.number"), value: customer.number },
            { label: t("customer.kind"), value: t(`kind.${customer.kind}`) },
            { label: t("customer.phone"), value: customer.phone ?? "–" },
            { label: t("customer.email"), value: customer.email ?? "–" },
          ]}
        />
      </Panel>
      {maySeeAgreements && customer.agreements.length === 0 ? (
        <EmptyState title={t("customer.noAgreements")} advice="" />
      ) : null}
      {customer.agreements.map((agreement) => (
        <AgreementPanel
          key={agreement.id}
          agreement={agreement}
          usage={usage.find(({ servicePointId }) => servicePointId === agreement.servicePointId)}
        />
      ))}
      {maySeeBills ? (
        <Panel title={t("customer.bills")} flush>
          <Bills bills={customer.bills} />
        </Panel>
      ) : null}
    </>
  );
}

function Bills({ bills }: { readonly bills: readonly CustomerBill[] }) {
  const { t } = useTranslation("network");
  const format = useFormat();
  const open = (bill: CustomerBill): number => Number(bill.total) - Number(bill.paid);
  return (
    <DataTable
      caption={t("customer.billsCaption")}
      rows={bills}
      rowKey={({ id }) => id}
      columns={[
        { key: "number", header: t("customer.billNumber"), card: "title", cell: ({ number }) => number },
        {
          key: "period",
          header: t("customer.period"),
          cell: ({ periodStart, lastDay }) => format.days(periodStart, lastDay),
        },
        {
          key: "used",
          header: t("customer.used"),
          align: "end",
          cell: ({ usage, usageUnit }) => format.quantity(usage, usageUnit === "m3" ? "m³" : usageUnit),
        },
        {
          key: "total",
          header: t("customer.total"),
          align: "end",
          cell: ({ total, currency }) => format.money(total, currency),
        },
        {
          key: "open",
          header: t("customer.open"),
          align: "end",
          cell: (bill) => (open(bill) > 0 ? format.money(open(bill).toFixed(2), bill.currency) : "–"),
        },
        { key: "dueOn", header: t("customer.dueOn"), align: "end", cell: ({ dueOn }) => format.day(dueOn) },
        {
          key: "state",
          header: t("customer.state"),
          card: "aside",
          cell: (bill) => <BillState bill={bill} />,
        },
      ]}
      empty={{ title: t("customer.noBillsTitle"), advice: t("customer.noBillsAdvice") }}
    />
  );
}
