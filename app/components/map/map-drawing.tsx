import { type Bounds, boundsOf, type Feature, type Position } from "./geo.ts";
import classes from "./map.module.css";
import type { MapLayer } from "./map-view.tsx";

interface MapDrawingProps {
  readonly layers: readonly MapLayer[];
  readonly selected?: string;
}

/** Size of the drawing's longer side, in its own units. */
const SIZE = 1000;
const MARGIN = 30;
/** More than this many features of a layer are not told apart in a small picture. */
const MAX_FEATURES = 2_000;

/** The map as a still picture. A city is small: degrees are laid out flat, narrowed by the cosine of the latitude. */
export function MapDrawing({ layers, selected }: MapDrawingProps) {
  const bounds = boundsOf(layers.map(({ data }) => data));
  if (!bounds) return null;
  const { width, height, project } = projection(bounds);
  return (
    <svg
      viewBox={`0 0 ${width} ${height}`}
      width="100%"
      height="100%"
      preserveAspectRatio="xMidYMid meet"
      aria-hidden
    >
      {layers.map(({ id, role, data }) => (
        <g key={id} className={classes.layer} data-role={role}>
          {data.features.slice(0, MAX_FEATURES).map((feature, index) => (
            <Shape
              key={feature.id ?? index}
              feature={feature}
              project={project}
              chosen={selected !== undefined && String(feature.properties?.id) === selected}
            />
          ))}
        </g>
      ))}
    </svg>
  );
}

type Project = (position: Position) => readonly [number, number];

function projection([west, south, east, north]: Bounds): { width: number; height: number; project: Project } {
  const narrow = Math.cos((((south + north) / 2) * Math.PI) / 180);
  const spanX = Math.max(1e-9, (east - west) * narrow);
  const spanY = Math.max(1e-9, north - south);
  const scale = (SIZE - 2 * MARGIN) / Math.max(spanX, spanY);
  const project: Project = ([longitude, latitude]) => [
    MARGIN + (longitude - west) * narrow * scale,
    MARGIN + (north - latitude) * scale,
  ];
  // Whole numbers: the cosines of server and browser may differ in the last digit, and the page must not.
  return {
    width: Math.round(spanX * scale) + 2 * MARGIN,
    height: Math.round(spanY * scale) + 2 * MARGIN,
    project,
  };
}

interface ShapeProps {
  readonly feature: Feature;
  readonly project: Project;
  readonly chosen: boolean;
}

function Shape({ feature: { geometry }, project, chosen }: ShapeProps) {
  const mark = { "data-chosen": chosen || undefined };
  if (geometry.type === "Point") {
    const [x, y] = project(geometry.coordinates);
    return <circle cx={x} cy={y} r={chosen ? 12 : 7} {...mark} />;
  }
  const path = (positions: readonly Position[]): string =>
    positions
      .map((position, index) => `${index === 0 ? "M" : "L"}${project(position).map((n) => n.toFixed(1))}`)
      .join("");
  const lines =
    geometry.type === "LineString"
      ? [geometry.coordinates]
      : geometry.type === "MultiPolygon"
        ? geometry.coordinates.flat()
        : geometry.coordinates;
  return <path d={lines.map(path).join("")} fillRule="evenodd" {...mark} />;
}
