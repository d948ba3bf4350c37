import { useTranslation } from "react-i18next";
import type { Band } from "#engines/kpi/index.ts";
import { StatusBadge } from "../status-badge.tsx";
import { BAND_TONES } from "./kpi-format.ts";

/** Whether a figure has reached its target; nothing where there is no figure or no target. */
export function BandBadge({ band }: { readonly band: Band | null }) {
  const { t } = useTranslation("kpis");
  return band === null ? null : <StatusBadge tone={BAND_TONES[band]}>{t(`band.${band}`)}</StatusBadge>;
}
