/** A place on the invented map: kilometres east and north of the middle of the city. */
export type Point = readonly [east: number, north: number];

export const mix = (a: Point, b: Point, share: number): Point => [
  a[0] + (b[0] - a[0]) * share,
  a[1] + (b[1] - a[1]) * share,
];

export const distance = (a: Point, b: Point): number => Math.hypot(a[0] - b[0], a[1] - b[1]);

/** A quadrilateral by its corners, counter-clockwise from the south-west. */
export type Quad = readonly [sw: Point, se: Point, ne: Point, nw: Point];

/** The place inside a quadrilateral at shares of its width (west to east) and height (south to north). */
export function within([sw, se, ne, nw]: Quad, across: number, up: number): Point {
  return mix(mix(sw, se, across), mix(nw, ne, across), up);
}

/** A smooth line through points (Catmull-Rom), `steps` pieces between two of them. */
export function smooth(points: readonly Point[], steps: number): Point[] {
  const line: Point[] = [];
  for (let at = 0; at < points.length - 1; at++) {
    const [p0, p1, p2, p3] = [
      points[at - 1] ?? points[at],
      points[at],
      points[at + 1],
      points[at + 2] ?? points[at + 1],
    ] as [Point, Point, Point, Point];
    for (let step = 0; step < steps; step++) {
      const t = step / steps;
      const blend = (axis: 0 | 1): number =>
        0.5 *
        (2 * p1[axis] +
          (p2[axis] - p0[axis]) * t +
          (2 * p0[axis] - 5 * p1[axis] + 4 * p2[axis] - p3[axis]) * t * t +
          (3 * p1[axis] - p0[axis] - 3 * p2[axis] + p3[axis]) * t * t * t);
      line.push([blend(0), blend(1)]);
    }
  }
  line.push(points.at(-1) as Point);
  return line;
}

/** A band of water along a line: `widthAt(share)` is its width in km at a share of its length. */
export function band(line: readonly Point[], widthAt: (share: number) => number): Point[] {
  const left: Point[] = [];
  const right: Point[] = [];
  line.forEach((point, at) => {
    const before = line[at - 1] ?? point;
    const after = line[at + 1] ?? point;
    const length = distance(before, after) || 1;
    const [nx, ny] = [-(after[1] - before[1]) / length, (after[0] - before[0]) / length];
    const half = widthAt(at / (line.length - 1)) / 2;
    left.push([point[0] + nx * half, point[1] + ny * half]);
    right.push([point[0] - nx * half, point[1] - ny * half]);
  });
  return [...left, ...right.reverse()];
}

/** Shortest distance of a point from a line of pieces. */
export function distanceToLine(point: Point, line: readonly Point[]): number {
  let nearest = Number.POSITIVE_INFINITY;
  for (let at = 1; at < line.length; at++) {
    const [a, b] = [line[at - 1], line[at]] as [Point, Point];
    const length = distance(a, b) ** 2 || 1;
    const share = Math.min(
      1,
      Math.max(0, ((point[0] - a[0]) * (b[0] - a[0]) + (point[1] - a[1]) * (b[1] - a[1])) / length),
    );
    nearest = Math.min(nearest, distance(point, mix(a, b, share)));
  }
  return nearest;
}
