import { writeFileSync } from "node:fs";
import path from "node:path";
import { ALDER_BAY, LINZHOU } from "./cities.ts";
import { type City, mapText } from "./city.ts";

/** Whose pack holds the map of which city. Both utilities of a city show the same streets. */
export const MAPS: readonly (readonly [slug: string, city: City])[] = [
  ["linzhou", LINZHOU],
  ["linzhou-gas", LINZHOU],
  ["alder-bay", ALDER_BAY],
];

export const mapFile = (slug: string): string =>
  path.resolve(import.meta.dirname, `../../tenants/${slug}/map.geojson`);

// `node seed/map/write.ts` writes the maps anew after the plan of a city was changed; a test holds the two alike.
if (import.meta.main) for (const [slug, city] of MAPS) writeFileSync(mapFile(slug), mapText(city.geojson()));
