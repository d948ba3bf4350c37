import type { Formats } from "../format/use-format.ts";
import classes from "./chart.module.css";
import { ticks } from "./scale.ts";
import type { UsageBar } from "./usage-bars.tsx";

interface BarsFallbackProps {
  readonly bars: readonly UsageBar[];
  readonly height: number;
  readonly compared: boolean;
  readonly format: Formats;
}

const WIDTH = 600;
const LEFT = 44;
const TOP = 12;
const BOTTOM = 26;

/** The bars as a drawing from the server: what is seen at once, without scripts, and on paper. */
export function BarsFallback({ bars, height, compared, format }: BarsFallbackProps) {
  const values = bars.flatMap(({ value, before }) => [value ?? 0, before ?? 0]);
  const marks = ticks(Math.min(0, ...values), Math.max(0, ...values), 4);
  const low = marks[0] ?? 0;
  const high = marks.at(-1) ?? 1;
  const y = (value: number): number => TOP + ((high - value) / (high - low)) * (height - TOP - BOTTOM);
  const place = (WIDTH - LEFT) / Math.max(1, bars.length);
  const width = Math.min(compared ? 22 : 32, place * (compared ? 0.32 : 0.6));
  const labelEvery = Math.ceil(bars.length / 12);
  return (
    <svg
      viewBox={`0 0 ${WIDTH} ${height}`}
      width="100%"
      height={height}
      aria-hidden
      className={classes.drawing}
    >
      {marks.map((mark) => (
        <g key={mark}>
          <line x1={LEFT} x2={WIDTH} y1={y(mark)} y2={y(mark)} className={classes.gridLine} />
          <text x={LEFT - 8} y={y(mark) + 4} textAnchor="end" className={classes.axisText}>
            {format.number(mark)}
          </text>
        </g>
      ))}
      {bars.map(({ label, value, before, estimated }, index) => {
        const middle = LEFT + place * (index + 0.5);
        const x = compared ? middle + 1 : middle - width / 2;
        return (
          <g key={label}>
            {typeof before === "number" ? (
              <Bar x={middle - width - 1} width={width} from={y(0)} to={y(before)} kind="before" />
            ) : null}
            {value === null ? null : (
              <Bar x={x} width={width} from={y(0)} to={y(value)} kind={estimated ? "estimated" : "value"} />
            )}
            {index % labelEvery === 0 ? (
              <text x={middle} y={height - 8} textAnchor="middle" className={classes.axisText}>
                {label}
              </text>
            ) : null}
          </g>
        );
      })}
    </svg>
  );
}

interface BarProps {
  readonly x: number;
  readonly width: number;
  readonly from: number;
  readonly to: number;
  readonly kind: "value" | "estimated" | "before";
}

function Bar({ x, width, from, to, kind }: BarProps) {
  const rectangle = { x, width, y: Math.min(from, to), height: Math.abs(from - to), rx: 2 };
  return <rect {...rectangle} data-kind={kind} className={classes.bar} />;
}
