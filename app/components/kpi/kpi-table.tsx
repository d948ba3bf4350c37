import { useTranslation } from "react-i18next";
import type { Band } from "#engines/kpi/index.ts";
import { useFormat } from "../format/use-format.ts";
import type { Column } from "../table/data-table.tsx";
import type { Filter } from "../table/filter-bar.tsx";
import { BandBadge } from "./band-badge.tsx";
import { PERIODS } from "./kpi-query.ts";

interface Judged {
  readonly numerator: number;
  readonly denominator: number | null;
  readonly band: Band | null;
}

/** What a figure was made of, and whether it reaches its target: the last columns of each table of figures. */
export function useJudgedColumns(): readonly Column<Judged>[] {
  const { t } = useTranslation("kpis");
  const format = useFormat();
  const rounded = (value: number): string => format.number(Math.round(value * 100) / 100);
  return [
    {
      key: "base",
      header: t("base"),
      align: "end",
      cell: ({ numerator, denominator }) =>
        denominator === null ? "–" : `${rounded(numerator)} / ${rounded(denominator)}`,
    },
    {
      key: "band",
      header: t("state"),
      align: "end",
      card: "aside",
      cell: ({ band }) => <BandBadge band={band} />,
    },
  ];
}

/** Which period the figures are of. A month unless somebody chooses. */
export function usePeriodFilters(): readonly Filter[] {
  const { t } = useTranslation("kpis");
  return [
    {
      kind: "choice",
      name: "period",
      label: t("period.month"),
      options: PERIODS.filter((period) => period !== "month").map((period) => ({
        value: period,
        label: t(`period.${period}`),
      })),
    },
    { kind: "date", name: "day", label: t("day") },
  ];
}
