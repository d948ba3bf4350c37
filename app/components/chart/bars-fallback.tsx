import type { Formats } from "../format/use-format.ts";
import classes from "./chart.module.css";
import { FallbackFrame } from "./fallback-frame.tsx";
import { ticks } from "./scale.ts";
import type { UsageBar } from "./usage-bars.tsx";

interface BarsFallbackProps {
  readonly bars: readonly UsageBar[];
  readonly height: number;
  readonly compared: boolean;
  readonly format: Formats;
}

const WIDTH = 600;

/** The bars as a drawing from the server: what is seen at once, without scripts, and on paper. */
export function BarsFallback({ bars, height, compared, format }: BarsFallbackProps) {
  const values = bars.flatMap(({ value, before }) => [value ?? 0, before ?? 0]);
  const marks = ticks(Math.min(0, ...values), Math.max(0, ...values), 4);
  const labelEvery = Math.ceil(bars.length / 12);
  return (
    <FallbackFrame width={WIDTH} height={height} marks={marks} format={format}>
      {({ left, y }) => {
        const place = (WIDTH - left) / Math.max(1, bars.length);
        const width = Math.min(compared ? 22 : 32, place * (compared ? 0.32 : 0.6));
        return bars.map(({ label, value, before, estimated }, index) => {
          const middle = left + place * (index + 0.5);
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
        });
      }}
    </FallbackFrame>
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
