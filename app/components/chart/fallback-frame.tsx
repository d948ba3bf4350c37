import type { ReactNode } from "react";
import type { Formats } from "../format/use-format.ts";
import classes from "./chart.module.css";

const LEFT = 44;
const TOP = 12;
const BOTTOM = 26;

interface FallbackFrameProps {
  readonly width: number;
  readonly height: number;
  /** Values of the horizontal lines, ascending: they span what is drawn. */
  readonly marks: readonly number[];
  readonly format: Formats;
  /** What is drawn, and the words below; `left` is where it begins, `y` the height of a value. */
  readonly children: (place: { readonly left: number; readonly y: (value: number) => number }) => ReactNode;
}

/** The ground of a chart as the server draws it: lines across, each with its value. */
export function FallbackFrame({ width, height, marks, format, children }: FallbackFrameProps) {
  const low = marks[0] ?? 0;
  const high = marks.at(-1) ?? 1;
  const y = (value: number): number => TOP + ((high - value) / (high - low)) * (height - TOP - BOTTOM);
  return (
    <svg
      viewBox={`0 0 ${width} ${height}`}
      width="100%"
      height={height}
      aria-hidden
      className={classes.drawing}
    >
      {marks.map((mark) => (
        <g key={mark}>
          <line x1={LEFT} x2={width} y1={y(mark)} y2={y(mark)} className={classes.gridLine} />
          <text x={LEFT - 8} y={y(mark) + 4} textAnchor="end" className={classes.axisText}>
            {format.number(mark)}
          </text>
        </g>
      ))}
      {children({ left: LEFT, y })}
    </svg>
  );
}
