import type { Formats } from "../format/use-format.ts";
import classes from "./chart.module.css";
import { FallbackFrame } from "./fallback-frame.tsx";
import { lonely, tickLabel, ticks, timeSpan, timeTicks } from "./scale.ts";
import type { SeriesPoint } from "./time-series.tsx";

interface LinesFallbackProps {
  readonly points: readonly SeriesPoint[];
  readonly height: number;
  readonly format: Formats;
}

const WIDTH = 900;
/** The drawing has no more columns than this; a year of hours is thinned to its highest value in each. */
const MAX_COLUMNS = 600;

/** The line as a drawing from the server: what is seen at once, without scripts, and on paper. */
export function LinesFallback({ points, height, format }: LinesFallbackProps) {
  const first = points[0];
  const last = points.at(-1);
  if (!first || !last) return null;
  const values = points.map(({ final }) => final ?? 0);
  const marks = ticks(
    values.reduce((a, b) => Math.min(a, b), 0),
    values.reduce((a, b) => Math.max(a, b), 0),
    5,
  );
  const [from, to] = timeSpan(first.at, last.at);
  const time = timeTicks(from, to, format.timeZone, 6);
  const alone = lonely(points.map(({ final }) => final));
  return (
    <FallbackFrame width={WIDTH} height={height} marks={marks} format={format}>
      {({ left, y }) => {
        const x = (at: number): number => left + ((at - from) / (to - from)) * (WIDTH - left);
        return (
          <>
            {time.at.map((at) => (
              <text key={at} x={x(at)} y={height - 8} textAnchor="middle" className={classes.axisText}>
                {tickLabel(at, time.unit, format)}
              </text>
            ))}
            <path d={pathOf(points, x, y)} className={classes.lineFinal} />
            {points
              .filter(
                ({ quality = "measured", final }, index) =>
                  final !== null && (quality !== "measured" || alone.has(index)),
              )
              .slice(0, MAX_COLUMNS)
              .map(({ at, final, quality }) => (
                <circle
                  key={at}
                  cx={x(at)}
                  cy={y(final ?? 0)}
                  r={3}
                  data-quality={quality}
                  className={classes.dot}
                />
              ))}
          </>
        );
      }}
    </FallbackFrame>
  );
}

/** An SVG path through the final values, broken at gaps. */
function pathOf(
  points: readonly SeriesPoint[],
  x: (at: number) => number,
  y: (value: number) => number,
): string {
  const every = Math.ceil(points.length / MAX_COLUMNS);
  let path = "";
  let pen = "M";
  for (let start = 0; start < points.length; start += every) {
    let highest: SeriesPoint | undefined;
    for (const point of points.slice(start, start + every)) {
      if (point.final !== null && (!highest || point.final > (highest.final ?? 0))) highest = point;
    }
    if (!highest) {
      pen = "M";
      continue;
    }
    path += `${pen}${x(highest.at).toFixed(1)} ${y(highest.final ?? 0).toFixed(1)}`;
    pen = "L";
  }
  return path;
}
