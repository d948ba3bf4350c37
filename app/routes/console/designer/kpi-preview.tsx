import { useTranslation } from "react-i18next";
import type { DraftItem } from "#app/components/draft/effective.ts";
import { EmptyState } from "#app/components/empty-state.tsx";
import { useFormat } from "#app/components/format/use-format.ts";
import { BandBadge } from "#app/components/kpi/band-badge.tsx";
import { kpiText } from "#app/components/kpi/kpi-format.ts";
import { KpiTrend } from "#app/components/kpi/kpi-trend.tsx";
import { useAbility, usePageRoot } from "#app/components/page-root.ts";
import { Stat, Stats } from "#app/components/stat.tsx";
import { useTried } from "#app/components/use-tried.ts";
import type { TriedKpi } from "#app/services/kpi/try-kpi.ts";

/** The KPI of the draft on the data as they are, beside the one in force. */
export function KpiPreview({ item }: { readonly item: DraftItem }) {
  const { t } = useTranslation("designer");
  const mayTry = useAbility("try:kpi");
  if (!mayTry)
    return <EmptyState title={t("preview.notAllowedTitle")} advice={t("preview.notAllowedAdvice")} />;
  return <Asked item={item} />;
}

function Asked({ item }: { readonly item: DraftItem }) {
  const { t } = useTranslation("designer");
  const { t: k } = useTranslation("kpis");
  const { locale } = usePageRoot();
  const format = useFormat();
  const {
    tried: answer,
    busy,
    fault,
  } = useTried<TriedKpi>("kpi.tryOut", {
    key: item.key,
    content: item.content,
  });
  if (fault !== undefined) return <p role="alert">{fault}</p>;
  if (answer === undefined) return <p aria-live="polite">{t("preview.asking")}</p>;
  const { tried, inForce, problems } = answer;
  if (tried === null)
    return (
      <ul role="alert">
        {problems.map(({ path, message, remedy }) => (
          <li key={`${path} ${message.en}`}>
            {message[locale]} — {remedy[locale]}
          </li>
        ))}
      </ul>
    );
  const { target, unit, direction } = tried;
  return (
    <div aria-busy={busy}>
      <Stats>
        <Stat label={t("preview.draftFigure")} value={kpiText(tried.figure, unit, format)} />
        <Stat
          label={t("preview.figureInForce")}
          value={inForce === null ? "–" : kpiText(inForce.figure, unit, format)}
        />
        <Stat
          label={k("target")}
          value={
            target === null ? "–" : `${k(`direction.${direction}`)} ${kpiText(target.good, unit, format)}`
          }
        />
      </Stats>
      <p>
        <BandBadge band={tried.band} />
      </p>
      <KpiTrend kpi={tried} />
    </div>
  );
}
