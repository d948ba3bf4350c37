import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { Random } from "../random.ts";
import { mapText } from "./city.ts";
import { MAPS, mapFile } from "./write.ts";

describe.each(MAPS)("the map of %s", (slug, city) => {
  it("is the file of its pack (node seed/map/write.ts writes it)", () => {
    expect(readFileSync(mapFile(slug), "utf8")).toBe(mapText(city.geojson()));
  });

  it("gives every cell to one district", () => {
    const all = city.plan.districts.flatMap(({ cells }) => cells.map(String));
    expect(new Set(all).size).toBe(all.length);
    expect(all).toHaveLength(city.plan.columns * city.plan.rows);
    expect(new Set(city.cells.map(({ code }) => code)).size).toBe(city.cells.length);
  });

  it("puts people inside their cell and on dry land, the same in every run", () => {
    const people = (seed: string) => {
      const random = new Random(seed);
      return city.cells.map((cell) => city.placeIn(cell, random));
    };
    expect(people("a")).toEqual(people("a"));
    expect(people("a")).not.toEqual(people("b"));
    for (const place of people("a")) {
      const ring = city.outline(place.cell).coordinates[0] ?? [];
      expect(isInside([place.longitude, place.latitude], ring)).toBe(true);
    }
  });
});

// Even–odd rule, the naive way.
function isInside([x, y]: readonly [number, number], ring: readonly (readonly [number, number])[]): boolean {
  let inside = false;
  for (let at = 1; at < ring.length; at++) {
    const [[ax, ay], [bx, by]] = [ring[at - 1], ring[at]] as [[number, number], [number, number]];
    if (ay > y !== by > y && x < ((bx - ax) * (y - ay)) / (by - ay) + ax) inside = !inside;
  }
  return inside;
}
