import { Random } from "../random.ts";
import { band, distance, distanceToLine, mix, type Point, type Quad, smooth, within } from "./geometry.ts";

/** What an invented city is made of. Everything else follows from the name, the same in every run. */
export interface CityPlan {
  readonly name: string;
  /** Longitude and latitude of its middle. Nothing real is meant by the place. */
  readonly middle: readonly [longitude: number, latitude: number];
  /** Main streets from west to east and from south to north; their crossings are the corners of the cells. */
  readonly columns: number;
  readonly rows: number;
  /** Kilometres between two main streets. */
  readonly spacing: number;
  /** Name of each district with the cells [column, row] that it has; every cell belongs to exactly one. */
  readonly districts: readonly {
    readonly name: string;
    readonly cells: readonly (readonly [number, number])[];
  }[];
  readonly streetsNorthSouth: readonly string[];
  readonly streetsEastWest: readonly string[];
  /** Names for the small streets inside the cells. */
  readonly lanes: readonly string[];
  /** The river runs along these crossings [column, row], from its upper end to its lower. */
  readonly river: { readonly name: string; readonly along: readonly Point[]; readonly width: number };
  /** A lake or bay: middle and radii in km. */
  readonly lake: { readonly name: string; readonly middle: Point; readonly radii: readonly [number, number] };
}

/** A grid cell: the smallest area that one customer manager answers for. */
export interface Cell {
  readonly code: string;
  readonly name: string;
  readonly district: string;
  readonly corners: Quad;
  /** How densely it is lived in, 0 … 1: towards the middle more. */
  readonly density: number;
}

export interface Place {
  readonly longitude: number;
  readonly latitude: number;
  readonly cell: Cell;
  readonly street: string;
}

/** Blocks along each side of a cell. */
const BLOCKS = 4;

export class City {
  readonly plan: CityPlan;
  readonly cells: readonly Cell[];
  readonly #crossings: readonly (readonly Point[])[];
  readonly #river: readonly Point[];

  constructor(plan: CityPlan) {
    this.plan = plan;
    const random = new Random(`${plan.name}/map`);
    this.#crossings = Array.from({ length: plan.columns + 1 }, (_, column) =>
      Array.from({ length: plan.rows + 1 }, (_, row): Point => {
        const east = (column - plan.columns / 2) * plan.spacing;
        const north = (row - plan.rows / 2) * plan.spacing;
        // A gentle warp and a little irregularity: grown, not drawn with a ruler.
        const [bend, wander] = [0.22 * plan.spacing, 0.09 * plan.spacing];
        return [
          east + bend * Math.sin(north / 2.3 + 0.6) + random.between(-wander, wander),
          north + bend * Math.sin(east / 2.9 + 1.9) + random.between(-wander, wander),
        ];
      }),
    );
    this.cells = plan.districts.flatMap(({ name, cells }) =>
      cells.map(([column, row], at): Cell => {
        const corners: Quad = [
          this.crossing(column, row),
          this.crossing(column + 1, row),
          this.crossing(column + 1, row + 1),
          this.crossing(column, row + 1),
        ];
        const middle = within(corners, 0.5, 0.5);
        const reach = (Math.max(plan.columns, plan.rows) * plan.spacing) / 2;
        return {
          code: `${String(plan.districts.findIndex((each) => each.name === name) + 1)}${String(at + 1).padStart(2, "0")}`,
          name: `${name}${/[a-z]$/i.test(name) ? " " : ""}${String(at + 1).padStart(2, "0")}`,
          district: name,
          corners,
          density: Math.max(0.12, 1 - distance(middle, [0, 0]) / (1.25 * reach)),
        };
      }),
    );
    this.#river = smooth(
      plan.river.along.map(([column, row]) => this.#between(column, row)),
      10,
    );
  }

  crossing(column: number, row: number): Point {
    return (this.#crossings[column] as readonly Point[])[row] as Point;
  }

  /** A place of the lattice that may lie between or beyond the crossings. */
  #between(column: number, row: number): Point {
    const { columns, rows } = this.plan;
    const west = Math.min(columns - 1, Math.max(0, Math.floor(column)));
    const south = Math.min(rows - 1, Math.max(0, Math.floor(row)));
    const corners: Quad = [
      this.crossing(west, south),
      this.crossing(west + 1, south),
      this.crossing(west + 1, south + 1),
      this.crossing(west, south + 1),
    ];
    return within(corners, column - west, row - south);
  }

  /** Longitude and latitude in degrees, to about a metre. */
  degrees([east, north]: Point): [number, number] {
    const [longitude, latitude] = this.plan.middle;
    const round = (value: number): number => Math.round(value * 100_000) / 100_000;
    return [
      round(longitude + east / (111.32 * Math.cos((latitude * Math.PI) / 180))),
      round(latitude + north / 110.95),
    ];
  }

  /** Whether a place is in the water, or so near that nobody builds there. */
  isWet(point: Point): boolean {
    const { river, lake } = this.plan;
    const inLake =
      ((point[0] - lake.middle[0]) / (lake.radii[0] + 0.05)) ** 2 +
        ((point[1] - lake.middle[1]) / (lake.radii[1] + 0.05)) ** 2 <
      1;
    return inLake || distanceToLine(point, this.#river) < river.width * 0.62 + 0.06;
  }

  /** Someone's place in a cell: beside a small street, on dry land. */
  placeIn(cell: Cell, random: Random): Place {
    for (let tries = 0; ; tries++) {
      const lane = random.integer(1, BLOCKS - 1);
      const along = random.between(0.05, 0.95);
      const aside = random.pick([-1, 1]) * random.between(0.02, 0.06);
      const eastWest = random.chance(0.5);
      const point = eastWest
        ? within(cell.corners, along, lane / BLOCKS + aside)
        : within(cell.corners, lane / BLOCKS + aside, along);
      if (this.isWet(point) && tries < 40) continue;
      const [longitude, latitude] = this.degrees(point);
      const at = this.cells.indexOf(cell) * 6 + (eastWest ? 0 : 3) + lane - 1;
      return { longitude, latitude, cell, street: this.plan.lanes[at % this.plan.lanes.length] as string };
    }
  }

  /** The map as GeoJSON: what is drawn beneath the meters. `kind` says how to draw a feature, `name` what to write. */
  geojson(): GeoJson {
    const { plan } = this;
    const features: Feature[] = [];
    const polygon = (
      kind: string,
      ring: readonly Point[],
      more: Record<string, string | number> = {},
    ): void => {
      const closed = [...ring, ring[0] as Point].map((point) => this.degrees(point));
      features.push({
        type: "Feature",
        properties: { kind, ...more },
        geometry: { type: "Polygon", coordinates: [closed] },
      });
    };
    const line = (
      kind: string,
      points: readonly Point[],
      more: Record<string, string | number> = {},
    ): void => {
      const coordinates = points.map((point) => this.degrees(point));
      features.push({
        type: "Feature",
        properties: { kind, ...more },
        geometry: { type: "LineString", coordinates },
      });
    };
    const random = new Random(`${plan.name}/blocks`);
    for (const cell of this.cells) {
      for (let column = 0; column < BLOCKS; column++) {
        for (let row = 0; row < BLOCKS; row++) {
          const gap = 0.022;
          const at = (x: number, y: number): Point => within(cell.corners, x / BLOCKS, y / BLOCKS);
          const ring = [
            at(column + gap * BLOCKS, row + gap * BLOCKS),
            at(column + 1 - gap * BLOCKS, row + gap * BLOCKS),
            at(column + 1 - gap * BLOCKS, row + 1 - gap * BLOCKS),
            at(column + gap * BLOCKS, row + 1 - gap * BLOCKS),
          ];
          const middle = at(column + 0.5, row + 0.5);
          const green = random.chance(0.05 + 0.22 * (1 - cell.density));
          if (this.isWet(middle)) continue;
          polygon(green ? "park" : "block", ring);
        }
      }
      for (let lane = 1; lane < BLOCKS; lane++) {
        line("lane", [within(cell.corners, 0, lane / BLOCKS), within(cell.corners, 1, lane / BLOCKS)]);
        line("lane", [within(cell.corners, lane / BLOCKS, 0), within(cell.corners, lane / BLOCKS, 1)]);
      }
    }
    polygon(
      "water",
      band(this.#river, (share) => plan.river.width * (0.75 + 0.5 * share)),
      { name: plan.river.name },
    );
    polygon(
      "water",
      Array.from({ length: 36 }, (_, at): Point => {
        const angle = (at / 36) * 2 * Math.PI;
        const wobble = 1 + 0.08 * Math.sin(3 * angle) + 0.05 * Math.cos(5 * angle);
        const { middle, radii } = plan.lake;
        return [
          middle[0] + radii[0] * wobble * Math.cos(angle),
          middle[1] + radii[1] * wobble * Math.sin(angle),
        ];
      }),
      { name: plan.lake.name },
    );
    for (let column = 0; column <= plan.columns; column++) {
      const points = Array.from({ length: plan.rows + 1 }, (_, row) => this.crossing(column, row));
      const name = plan.streetsNorthSouth[column % plan.streetsNorthSouth.length] as string;
      line("road", smooth(points, 4), { name, rank: column === Math.floor(plan.columns / 2) ? 1 : 2 });
    }
    for (let row = 0; row <= plan.rows; row++) {
      const points = Array.from({ length: plan.columns + 1 }, (_, column) => this.crossing(column, row));
      const name = plan.streetsEastWest[row % plan.streetsEastWest.length] as string;
      line("road", smooth(points, 4), { name, rank: row === Math.floor(plan.rows / 2) ? 1 : 2 });
    }
    for (const { name, cells } of plan.districts) {
      const middles = cells.map(([column, row]) =>
        mix(this.crossing(column, row), this.crossing(column + 1, row + 1), 0.5),
      );
      const sum = middles.reduce(([x, y], [east, north]) => [x + east, y + north] as const, [0, 0] as Point);
      const middle: Point = [sum[0] / middles.length, sum[1] / middles.length];
      features.push({
        type: "Feature",
        properties: { kind: "district", name },
        geometry: { type: "Point", coordinates: this.degrees(middle) },
      });
    }
    return { type: "FeatureCollection", features };
  }

  /** The outline of a cell as a GeoJSON polygon. */
  outline(cell: Cell): PolygonGeometry {
    const ring = [...cell.corners, cell.corners[0]].map((point) => this.degrees(point));
    return { type: "Polygon", coordinates: [ring] };
  }
}

export interface PolygonGeometry {
  readonly type: "Polygon";
  readonly coordinates: readonly (readonly (readonly [number, number])[])[];
}

interface Feature {
  readonly type: "Feature";
  readonly properties: Readonly<Record<string, string | number>>;
  readonly geometry:
    | PolygonGeometry
    | { readonly type: "LineString"; readonly coordinates: readonly (readonly [number, number])[] }
    | { readonly type: "Point"; readonly coordinates: readonly [number, number] };
}

export interface GeoJson {
  readonly type: "FeatureCollection";
  readonly features: readonly Feature[];
}

/** The text of a map file: a feature a line, so that a change of the city can be read. */
export function mapText(map: GeoJson): string {
  const lines = map.features.map((feature) => JSON.stringify(feature));
  return `{"type":"FeatureCollection","features":[\n${lines.join(",\n")}\n]}\n`;
}
