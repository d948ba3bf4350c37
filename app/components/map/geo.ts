/** GeoJSON (RFC 7946), as far as maps of a utility use it. Longitude first. */
export type Position = readonly [longitude: number, latitude: number, ...rest: number[]];

export type Geometry =
  | { readonly type: "Point"; readonly coordinates: Position }
  | { readonly type: "LineString"; readonly coordinates: readonly Position[] }
  | { readonly type: "MultiLineString"; readonly coordinates: readonly (readonly Position[])[] }
  | { readonly type: "Polygon"; readonly coordinates: readonly (readonly Position[])[] }
  | { readonly type: "MultiPolygon"; readonly coordinates: readonly (readonly (readonly Position[])[])[] };

export interface Feature {
  readonly type: "Feature";
  readonly id?: string | number;
  readonly geometry: Geometry;
  readonly properties: Readonly<Record<string, unknown>> | null;
}

export interface FeatureCollection {
  readonly type: "FeatureCollection";
  readonly features: readonly Feature[];
}

/** West, south, east, north. */
export type Bounds = readonly [number, number, number, number];

/** Every position of a geometry, flat. */
export function positionsOf(geometry: Geometry): Position[] {
  switch (geometry.type) {
    case "Point":
      return [geometry.coordinates];
    case "LineString":
      return [...geometry.coordinates];
    case "MultiLineString":
    case "Polygon":
      return geometry.coordinates.flat();
    case "MultiPolygon":
      return geometry.coordinates.flat(2);
  }
}

/** The box around all features, or undefined without any. */
export function boundsOf(collections: readonly FeatureCollection[]): Bounds | undefined {
  let west = Number.POSITIVE_INFINITY;
  let south = Number.POSITIVE_INFINITY;
  let east = Number.NEGATIVE_INFINITY;
  let north = Number.NEGATIVE_INFINITY;
  for (const { features } of collections) {
    for (const { geometry } of features) {
      for (const [longitude, latitude] of positionsOf(geometry)) {
        west = Math.min(west, longitude);
        east = Math.max(east, longitude);
        south = Math.min(south, latitude);
        north = Math.max(north, latitude);
      }
    }
  }
  return west <= east ? [west, south, east, north] : undefined;
}
