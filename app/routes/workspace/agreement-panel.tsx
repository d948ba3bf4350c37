import { Button } from "@mantine/core";
import { Link } from "@remix-run/react";
import { useTranslation } from "react-i18next";
import { UsageBars } from "#app/components/chart/usage-bars.tsx";
import { useFormat } from "#app/components/format/use-format.ts";
import { KeyValue } from "#app/components/key-value.tsx";
import { usePageRoot } from "#app/components/page-root.ts";
import { Panel } from "#app/components/panel.tsx";
import { useTenantHref } from "#app/components/tenant-path.ts";
import type { CustomerAgreement } from "#app/services/customer/show-customer.ts";
import type { MonthlyUsage } from "./monthly-usage.ts";

interface AgreementPanelProps {
  readonly agreement: CustomerAgreement;
  /** Undefined where the person may not see reads. */
  readonly usage: MonthlyUsage | undefined;
}

/** One contract: what is supplied where, under which tariff, through which meter, and how much was used. */
export function AgreementPanel({ agreement, usage }: AgreementPanelProps) {
  const { t } = useTranslation("network");
  const { locale } = usePageRoot();
  const format = useFormat();
  const href = useTenantHref();
  const { startOn, endOn, meters } = agreement;
  const stated = sizesOf(agreement.terms);
  const items = [
    { label: t("customer.agreementNumber"), value: agreement.number },
    {
      label: t("customer.cycle"),
      value:
        agreement.cycleMonths === 1
          ? t("customer.everyMonth")
          : t("customer.everyMonths", { count: agreement.cycleMonths }),
    },
    {
      label: t("customer.since"),
      value:
        endOn === null
          ? t("customer.sinceOpen", { from: format.day(startOn) })
          : t("customer.sinceTo", { from: format.day(startOn), to: format.day(endOn) }),
    },
    {
      label: t("customer.servicePoint"),
      value: `${agreement.servicePointNumber} · ${t(`commodity.${agreement.commodity}`)}`,
    },
    { label: t("customer.cell"), value: agreement.gridCell ?? "–" },
    ...(agreement.transformerArea === null
      ? []
      : [{ label: t("customer.area"), value: agreement.transformerArea }]),
    {
      label: t("customer.meter"),
      value:
        meters
          .map(({ serial, model, multiplier }) =>
            Number(multiplier) === 1
              ? `${serial} (${model})`
              : `${serial} (${model}, ${t("customer.multiplier", { value: format.number(Number(multiplier)) })})`,
          )
          .join(" · ") || "–",
    },
    ...(stated.persons === undefined ? [] : [{ label: t("customer.persons"), value: stated.persons }]),
    ...(stated.capacity === undefined
      ? []
      : [{ label: t("customer.capacity"), value: `${stated.capacity} kVA` }]),
  ];
  return (
    <Panel
      title={agreement.tariffName?.[locale] ?? agreement.tariffKey}
      lead={agreement.address}
      actions={
        <Button
          component={Link}
          to={href(`workspace/agreements/${agreement.id}`)}
          variant="default"
          size="xs"
        >
          {t("agreement.termsChange")}
        </Button>
      }
    >
      <KeyValue columns={2} items={items} />
      {usage === undefined ? null : usage.months.length === 0 ? (
        <p>{t("customer.usageNone")}</p>
      ) : (
        <UsageBars
          title={t("customer.usageTitle")}
          summary={t("customer.usageSummary")}
          unit={usage.unit}
          bars={usage.months.map(({ month, quantity, estimated }) => ({
            label: format.month(month, "short"),
            name: format.month(month, "long"),
            value: quantity,
            estimated,
          }))}
        />
      )}
    </Panel>
  );
}

/** What holds for persons and capacity; of dated ones the last. */
function sizesOf(terms: Readonly<Record<string, unknown>>): { persons?: string; capacity?: string } {
  const text = (value: unknown): string | undefined =>
    typeof value === "string" || typeof value === "number"
      ? String(value)
      : Array.isArray(value)
        ? text((value.at(-1) as { value?: unknown } | undefined)?.value)
        : undefined;
  const [persons, capacity] = [text(terms.persons), text(terms.capacity)];
  return { ...(persons === undefined ? {} : { persons }), ...(capacity === undefined ? {} : { capacity }) };
}
