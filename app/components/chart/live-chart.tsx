import { useComputedColorScheme } from "@mantine/core";
import type { EChartsOption } from "echarts";
import { type ReactNode, useEffect, useRef, useState } from "react";
import classes from "./chart.module.css";
import type { EChartsType } from "./echarts-core.ts";

/** The colours of the page, as the chart library wants them: it draws on a canvas and knows no variables. */
export interface ChartColors {
  readonly accent: string;
  readonly accentQuiet: string;
  readonly text: string;
  readonly quiet: string;
  readonly line: string;
  readonly ground: string;
  readonly warning: string;
  readonly danger: string;
}

const VARIABLES: Readonly<Record<keyof ChartColors, string>> = {
  accent: "--m-accent",
  accentQuiet: "--m-accent-quiet",
  text: "--m-text",
  quiet: "--m-text-quiet",
  line: "--m-line",
  ground: "--m-ground",
  warning: "--m-warning-mark",
  danger: "--m-danger-mark",
};

function colorsOf(element: Element): ChartColors {
  const style = getComputedStyle(element);
  return Object.fromEntries(
    Object.entries(VARIABLES).map(([name, variable]) => [name, style.getPropertyValue(variable).trim()]),
  ) as unknown as ChartColors;
}

interface LiveChartProps {
  readonly height: number;
  /** The drawing from the server, shown until the library has come; on paper it stays. */
  readonly fallback: ReactNode;
  /** Made again when it changes: keep it stable (`useCallback`). */
  readonly option: (colors: ChartColors) => EChartsOption;
  /** A click on a mark: index of the series and of the point in it. */
  readonly onSelect?: (seriesIndex: number, pointIndex: number) => void;
}

/** A chart that one can point at and zoom, once it is in view and its library has come. */
export function LiveChart({ height, fallback, option, onSelect }: LiveChartProps) {
  const host = useRef<HTMLDivElement>(null);
  const chart = useRef<EChartsType>();
  const select = useRef(onSelect);
  select.current = onSelect;
  const [ready, setReady] = useState(false);
  const scheme = useComputedColorScheme("light");

  useEffect(() => {
    const element = host.current;
    if (!element) return;
    let gone = false;
    const watch = new IntersectionObserver(
      ([entry]) => {
        if (!entry?.isIntersecting) return;
        watch.disconnect();
        void import("./echarts-core.ts").then(({ init }) => {
          if (gone) return;
          chart.current = init(element);
          chart.current.on("click", ({ seriesIndex, dataIndex }) => {
            if (seriesIndex !== undefined) select.current?.(seriesIndex, dataIndex);
          });
          setReady(true);
        });
      },
      { rootMargin: "200px" },
    );
    watch.observe(element);
    const resize = new ResizeObserver(() => chart.current?.resize());
    resize.observe(element);
    return () => {
      gone = true;
      watch.disconnect();
      resize.disconnect();
      chart.current?.dispose();
      chart.current = undefined;
    };
  }, []);

  // biome-ignore lint/correctness/useExhaustiveDependencies: another scheme means other colours for the same option.
  useEffect(() => {
    if (!ready || !host.current) return;
    const element = host.current;
    const draw = (): void => {
      const textStyle = { fontFamily: getComputedStyle(element).fontFamily };
      chart.current?.setOption({ textStyle, ...option(colorsOf(element)) }, { notMerge: true });
    };
    draw();
    // A canvas does not draw itself again when a part of the font arrives; the drawing from the server asked for it.
    document.fonts.addEventListener("loadingdone", draw);
    return () => document.fonts.removeEventListener("loadingdone", draw);
  }, [ready, option, scheme]);

  return (
    <div className={classes.live} style={{ height }} data-ready={ready || undefined}>
      <div className={classes.fallback}>{fallback}</div>
      <div ref={host} className={classes.canvas} />
    </div>
  );
}
