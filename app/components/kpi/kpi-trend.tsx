import { useTranslation } from "react-i18next";
import type { KpiSummary } from "#app/services/kpi/kpi-figures.ts";
import { UsageBars } from "../chart/usage-bars.tsx";
import { useFormat } from "../format/use-format.ts";
import { charted, kpiText } from "./kpi-format.ts";

/** The figure of each of twelve months beside its target. */
export function KpiTrend({ kpi }: { readonly kpi: Pick<KpiSummary, "trend" | "unit" | "target"> }) {
  const { t } = useTranslation("kpis");
  const format = useFormat();
  const { trend, unit, target } = kpi;
  return (
    <UsageBars
      title={t("trend")}
      summary={trend
        .map(({ bucket, figure }) => `${format.month(bucket)}: ${kpiText(figure, unit, format)}`)
        .join("; ")}
      unit={unit === "percent" ? "%" : ""}
      names={{ value: t("figure"), before: t("target") }}
      bars={trend.map(({ bucket, figure }) => ({
        label: format.month(bucket, "short"),
        value: charted(figure, unit),
        ...(target === null ? {} : { before: charted(target.good, unit) }),
      }))}
    />
  );
}
