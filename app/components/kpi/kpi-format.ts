import type { Kpi } from "#schema/blueprint/kpi/schema.ts";
import type { Formats } from "../format/use-format.ts";
import type { Tone } from "../status-badge.tsx";

/** A figure in its unit; a dash where there is nothing to judge. */
export function kpiText(figure: number | null, unit: Kpi["unit"], format: Formats): string {
  if (figure === null) return "–";
  switch (unit) {
    case "percent":
      return format.percent(figure, 2);
    case "minutes":
      return format.duration(Math.round(figure * 60));
    case "money":
      return format.money(figure.toFixed(2));
    case "number":
    case "score":
      return format.number(Math.round(figure * 100) / 100);
  }
}

/** For charts: percent as a number of a hundred. */
export const charted = (figure: number | null, unit: Kpi["unit"]): number | null =>
  figure === null ? null : unit === "percent" ? Math.round(figure * 10_000) / 100 : figure;

export const BAND_TONES = { good: "success", fair: "warning", missed: "danger" } as const satisfies Record<
  string,
  Tone
>;
