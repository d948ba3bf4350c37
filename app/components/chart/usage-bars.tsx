import type { EChartsOption } from "echarts";
import { useCallback } from "react";
import { useTranslation } from "react-i18next";
import { type Formats, useFormat } from "../format/use-format.ts";
import { BarsFallback } from "./bars-fallback.tsx";
import { ChartFrame, type LegendItem } from "./chart-frame.tsx";
import { type ChartColors, LiveChart } from "./live-chart.tsx";
import { ticks } from "./scale.ts";
import { escapeHtml, tooltipLook } from "./tooltip.ts";

export interface UsageBar {
  /** Short words under the bar: `3月`, `Mar`, `5`. */
  readonly label: string;
  /** Full words for the hint and the table; the label when left out. */
  readonly name?: string;
  /** Null: nothing is known, an empty place. */
  readonly value: number | null;
  /** At least partly estimated: the bar is hatched. */
  readonly estimated?: boolean;
  /** The same period a year (or month) before. */
  readonly before?: number | null;
}

interface UsageBarsProps {
  readonly title: string;
  readonly summary: string;
  readonly unit: string;
  readonly bars: readonly UsageBar[];
  /** Name of this series and of the one it is compared with. */
  readonly names?: { readonly value: string; readonly before?: string };
  readonly height?: number;
}

/** Usage of a sequence of days or months. Estimated bars are hatched; the comparison stands pale beside. */
export function UsageBars({ title, summary, unit, bars, names, height = 240 }: UsageBarsProps) {
  const { t } = useTranslation("components");
  const format = useFormat();
  const valueName = names?.value ?? t("chart.usage");
  const beforeName = names?.before ?? t("chart.before");
  const estimatedName = t("chart.estimated");
  const compared = bars.some(({ before }) => before !== undefined && before !== null);
  const estimated = bars.some((bar) => bar.estimated);
  const option = useCallback(
    (colors: ChartColors) =>
      optionOf({ bars, unit, valueName, beforeName, estimatedName, compared }, format, colors),
    [bars, unit, valueName, beforeName, estimatedName, compared, format],
  );
  const legend: LegendItem[] = [];
  if (compared || estimated) legend.push({ label: valueName, mark: "bar" });
  if (estimated) legend.push({ label: estimatedName, mark: "bar-hatched" });
  if (compared) legend.push({ label: beforeName, mark: "bar-quiet" });
  const table = {
    head: [t("chart.period"), `${valueName} (${unit})`, ...(compared ? [`${beforeName} (${unit})`] : [])],
    rows: bars.map(({ label, name, value, before, estimated: isEstimated }) => [
      name ?? label,
      value === null ? "–" : format.number(value) + (isEstimated ? ` (${estimatedName})` : ""),
      ...(compared ? [typeof before === "number" ? format.number(before) : "–"] : []),
    ]),
  };
  return (
    <ChartFrame title={title} summary={summary} unit={unit} legend={legend} table={table}>
      <LiveChart
        height={height}
        option={option}
        fallback={<BarsFallback bars={bars} height={height} compared={compared} format={format} />}
      />
    </ChartFrame>
  );
}

interface BarsFacts {
  readonly bars: readonly UsageBar[];
  readonly unit: string;
  readonly valueName: string;
  readonly beforeName: string;
  readonly estimatedName: string;
  readonly compared: boolean;
}

function optionOf(facts: BarsFacts, format: Formats, colors: ChartColors): EChartsOption {
  const { bars, unit, valueName, beforeName, estimatedName, compared } = facts;
  const values = bars.flatMap(({ value, before }) => [value ?? 0, before ?? 0]);
  const marks = ticks(Math.min(...values), Math.max(...values), 4);
  const hatched = {
    color: colors.accent,
    decal: {
      symbol: "rect",
      color: colors.ground,
      dashArrayX: [1, 0],
      dashArrayY: [2, 3],
      rotation: -Math.PI / 4,
    },
  };
  return {
    // The drawing from the server already stands there; growing anew would be a flicker.
    animation: false,
    // Decals are drawn only while this is on; the words for screen readers come from the frame.
    aria: { enabled: true, label: { enabled: false }, decal: { show: false } },
    grid: { left: 8, right: 8, top: 12, bottom: 4, outerBoundsMode: "same", outerBoundsContain: "axisLabel" },
    tooltip: {
      trigger: "axis",
      axisPointer: { type: "shadow", shadowStyle: { color: colors.line, opacity: 0.35 } },
      ...tooltipLook(colors),
      formatter: (points: unknown) => {
        const bar = bars[(points as { dataIndex: number }[])[0]?.dataIndex ?? -1];
        if (!bar) return "";
        const line = (name: string, value: number | null | undefined): string =>
          `${escapeHtml(name)}&nbsp;&nbsp;<b>${typeof value === "number" ? format.quantity(value, unit) : "–"}</b>`;
        return [
          escapeHtml(bar.name ?? bar.label),
          line(bar.estimated ? `${valueName} (${estimatedName})` : valueName, bar.value),
          ...(compared ? [line(beforeName, bar.before)] : []),
        ].join("<br>");
      },
    },
    xAxis: {
      type: "category",
      data: bars.map(({ label }) => label),
      axisTick: { show: false },
      axisLine: { lineStyle: { color: colors.line } },
      axisLabel: { color: colors.quiet, fontSize: 12, hideOverlap: true },
    },
    yAxis: {
      type: "value",
      min: marks[0] ?? 0,
      max: marks.at(-1) ?? 1,
      axisLabel: {
        color: colors.quiet,
        fontSize: 12,
        customValues: marks,
        formatter: (value: number) => format.number(value),
      },
      axisTick: { customValues: marks, show: false },
      splitLine: { lineStyle: { color: colors.line } },
    },
    series: [
      ...(compared
        ? [
            {
              type: "bar" as const,
              name: beforeName,
              data: bars.map(({ before }) => before ?? null),
              barMaxWidth: 22,
              barGap: "15%",
              itemStyle: { color: colors.line, borderRadius: [3, 3, 0, 0] },
            },
          ]
        : []),
      {
        type: "bar" as const,
        name: valueName,
        barMaxWidth: compared ? 22 : 32,
        data: bars.map(({ value, estimated }) => ({
          value,
          itemStyle: { borderRadius: [3, 3, 0, 0], ...(estimated ? hatched : { color: colors.accent }) },
        })),
      },
    ],
  };
}
