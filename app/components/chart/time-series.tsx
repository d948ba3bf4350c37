import type { EChartsOption } from "echarts";
import { useCallback, useMemo } from "react";
import { useTranslation } from "react-i18next";
import { type Formats, useFormat } from "../format/use-format.ts";
import { ChartFrame, type LegendItem } from "./chart-frame.tsx";
import { LinesFallback } from "./lines-fallback.tsx";
import { type ChartColors, LiveChart } from "./live-chart.tsx";
import { lonely, tickLabel, ticks, timeSpan, timeTicks } from "./scale.ts";
import { escapeHtml, tooltipLook } from "./tooltip.ts";

/** How a value came to be: read, filled in, doubted, or set by a person. */
export type PointQuality = "measured" | "estimated" | "suspect" | "edited";

export interface SeriesPoint {
  /** Start of the interval, epoch milliseconds. */
  readonly at: number;
  /** What counts now; null is a gap. */
  readonly final: number | null;
  /** What came in, where it differs from `final`; null when nothing came. */
  readonly raw?: number | null;
  readonly quality?: PointQuality;
}

interface TimeSeriesProps {
  readonly title: string;
  readonly summary: string;
  readonly unit: string;
  readonly points: readonly SeriesPoint[];
  readonly height?: number;
  /** A point was chosen, to be corrected for example. */
  readonly onSelect?: (point: SeriesPoint) => void;
}

/** More rows than this are not read but downloaded. */
const MAX_TABLE_ROWS = 400;

/** Values over time: final as a line, raw dotted where it differs, estimated and edited points marked. Wheel or drag zooms. */
export function TimeSeries({ title, summary, unit, points, height = 300, onSelect }: TimeSeriesProps) {
  const { t } = useTranslation("components");
  const format = useFormat();
  const words = useMemo(
    () => ({
      final: t("chart.final"),
      raw: t("chart.raw"),
      measured: t("chart.quality.measured"),
      estimated: t("chart.quality.estimated"),
      suspect: t("chart.quality.suspect"),
      edited: t("chart.quality.edited"),
    }),
    [t],
  );
  const option = useCallback(
    (colors: ChartColors) => optionOf(points, unit, words, format, colors),
    [points, unit, words, format],
  );
  const has = (quality: PointQuality): boolean => points.some((point) => point.quality === quality);
  const legend: LegendItem[] = [{ label: words.final, mark: "line" }];
  if (points.some(({ raw }) => raw !== undefined)) legend.push({ label: words.raw, mark: "line-quiet" });
  if (has("estimated")) legend.push({ label: words.estimated, mark: "dot-warning" });
  if (has("edited")) legend.push({ label: words.edited, mark: "dot-accent" });
  const shown = points.slice(0, MAX_TABLE_ROWS);
  const table = {
    head: [t("chart.time"), `${words.final} (${unit})`, `${words.raw} (${unit})`, t("chart.qualityName")],
    rows: shown.map(({ at, final, raw, quality = "measured" }) => [
      format.dateTime(at),
      final === null ? "–" : format.number(final),
      typeof raw === "number" ? format.number(raw) : raw === null ? "–" : "",
      words[quality],
    ]),
    omitted: points.length - shown.length,
  };
  const select = onSelect;
  return (
    <ChartFrame title={title} summary={summary} unit={unit} legend={legend} table={table}>
      <LiveChart
        height={height}
        option={option}
        fallback={<LinesFallback points={points} height={height} format={format} />}
        {...(select
          ? {
              onSelect: (_series: number, index: number) => {
                const point = points[index];
                if (point) select(point);
              },
            }
          : {})}
      />
    </ChartFrame>
  );
}

type Words = Readonly<Record<"final" | "raw" | PointQuality, string>>;

function optionOf(
  points: readonly SeriesPoint[],
  unit: string,
  words: Words,
  format: Formats,
  colors: ChartColors,
): EChartsOption {
  const values = points.flatMap(({ final, raw }) => [final ?? 0, raw ?? 0]);
  const [from, to] = timeSpan(points[0]?.at ?? 0, points.at(-1)?.at ?? 1);
  const alone = lonely(points.map(({ final }) => final));
  const marks = ticks(
    values.reduce((a, b) => Math.min(a, b), 0),
    values.reduce((a, b) => Math.max(a, b), 0),
    5,
  );
  const time = timeTicks(from, to, format.timeZone, 8);
  const wordTick = (at: number): string => tickLabel(at, time.unit, format);
  const marked = (quality: PointQuality) =>
    points.map(({ at, final, quality: own }) => [at, own === quality ? final : null]);
  const onlyAlone = points.map(({ at, final }, index) => [at, alone.has(index) ? final : null]);
  const scatter = (name: string, data: (number | null)[][], color: string) => ({
    type: "scatter" as const,
    name,
    data,
    symbolSize: 7,
    itemStyle: { color, borderColor: colors.ground, borderWidth: 1 },
    z: 4,
  });
  return {
    animation: false,
    grid: {
      left: 8,
      right: 16,
      top: 12,
      bottom: 4,
      outerBoundsMode: "same",
      outerBoundsContain: "axisLabel",
    },
    dataZoom: [{ type: "inside", filterMode: "none", minValueSpan: 6 * 3_600_000 }],
    tooltip: {
      trigger: "axis",
      axisPointer: { type: "line", lineStyle: { color: colors.quiet, width: 1 } },
      ...tooltipLook(colors),
      formatter: (found: unknown) => {
        const point = points[(found as { dataIndex: number }[])[0]?.dataIndex ?? -1];
        if (!point) return "";
        const { at, final, raw, quality = "measured" } = point;
        const amount = (value: number | null): string =>
          value === null ? "–" : format.quantity(value, unit);
        return [
          escapeHtml(format.dateTime(at)),
          `${words.final}&nbsp;&nbsp;<b>${amount(final)}</b>`,
          ...(raw === undefined ? [] : [`${words.raw}&nbsp;&nbsp;${amount(raw)}`]),
          ...(quality === "measured" ? [] : [words[quality]]),
        ].join("<br>");
      },
    },
    xAxis: {
      type: "value",
      min: from,
      max: to,
      axisLabel: {
        color: colors.quiet,
        fontSize: 12,
        hideOverlap: true,
        customValues: [...time.at],
        formatter: wordTick,
      },
      axisTick: { customValues: [...time.at], lineStyle: { color: colors.line } },
      axisLine: { lineStyle: { color: colors.line } },
      splitLine: { show: false },
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
      axisLine: { show: false },
      axisTick: { customValues: marks, show: false },
      splitLine: { lineStyle: { color: colors.line } },
    },
    series: [
      {
        type: "line",
        name: words.final,
        data: points.map(({ at, final }) => [at, final]),
        showSymbol: false,
        sampling: "lttb",
        lineStyle: { width: 1.5, color: colors.accent },
        itemStyle: { color: colors.accent },
        z: 3,
      },
      {
        type: "line",
        name: words.raw,
        data: points.map(({ at, raw }) => [at, raw ?? null]),
        symbol: "circle",
        symbolSize: 4,
        lineStyle: { width: 1, type: "dotted", color: colors.quiet },
        itemStyle: { color: colors.quiet },
        z: 2,
      },
      scatter(words.final, onlyAlone, colors.accent),
      scatter(words.estimated, marked("estimated"), colors.warning),
      scatter(words.suspect, marked("suspect"), colors.danger),
      scatter(words.edited, marked("edited"), colors.accent),
    ],
  };
}
