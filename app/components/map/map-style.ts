import type {
  GeoJSONSourceSpecification,
  LayerSpecification,
  SourceSpecification,
  StyleSpecification,
  SymbolLayerSpecification,
} from "maplibre-gl";
import type { MapLayer, MapRole } from "./map-view.tsx";

/** The map's style from the colours of the page around it. Text is drawn from the page's own fonts. */
export function mapStyle(
  layers: readonly MapLayer[],
  element: Element,
  selected: string | undefined,
): StyleSpecification {
  const style = getComputedStyle(element);
  const color = (name: string): string => style.getPropertyValue(name).trim();
  const sources: Record<string, SourceSpecification> = {};
  const drawn: LayerSpecification[] = [
    { id: "ground", type: "background", paint: { "background-color": color("--m-ground-quiet") } },
  ];
  for (const layer of layers) {
    sources[layer.id] = {
      type: "geojson",
      data: layer.data as unknown as GeoJSONSourceSpecification["data"],
    };
    drawn.push(...paint(layer, color, selected));
  }
  for (const { id, role, label } of layers) {
    if (label === undefined) continue;
    drawn.push({
      id: `${id}:label`,
      type: "symbol",
      source: id,
      layout: {
        "text-field": ["to-string", ["get", label]],
        "text-size": 12,
        "text-font": ["Noto Sans SC Variable"],
        ...LABEL_PLACE[role],
      },
      paint: {
        "text-color": color(DOTS.has(role) ? "--m-text" : "--m-text-quiet"),
        "text-halo-color": color("--m-ground-quiet"),
        "text-halo-width": 1.5,
      },
    });
  }
  return { version: 8, sources, layers: drawn };
}

const DOTS: ReadonlySet<MapRole> = new Set(["point", "alarm", "person"]);

/** Where a label stands: under a point, along a line, anywhere free inside an area. */
const LABEL_PLACE: Readonly<Record<MapRole, SymbolLayerSpecification["layout"]>> = {
  point: { "text-offset": [0, 1], "text-anchor": "top" },
  alarm: { "text-offset": [0, 1], "text-anchor": "top" },
  person: { "text-offset": [0, 1], "text-anchor": "top" },
  line: { "symbol-placement": "line" },
  road: { "symbol-placement": "line" },
  area: { "text-variable-anchor": ["center", "bottom", "top", "left", "right"], "text-radial-offset": 2 },
  land: {},
  water: {},
};

function paint(
  { id, role }: MapLayer,
  color: (name: string) => string,
  selected: string | undefined,
): LayerSpecification[] {
  const chosen = ["==", ["to-string", ["get", "id"]], selected ?? ""] as never;
  const fill = (name: string, opacity = 1): LayerSpecification => ({
    id,
    type: "fill",
    source: id,
    paint: { "fill-color": color(name), "fill-opacity": opacity },
  });
  const line = (name: string, width: number, layerId = id): LayerSpecification => ({
    id: layerId,
    type: "line",
    source: id,
    layout: { "line-cap": "round", "line-join": "round" },
    paint: { "line-color": color(name), "line-width": width },
  });
  const dot = (name: string, radius = 5): LayerSpecification => ({
    id,
    type: "circle",
    source: id,
    paint: {
      "circle-color": ["case", chosen, color("--m-danger-mark"), color(name)],
      "circle-radius": ["case", chosen, 8, radius],
      "circle-stroke-color": color("--m-ground"),
      "circle-stroke-width": 1.5,
    },
  });
  const byRole: Readonly<Record<MapRole, () => LayerSpecification[]>> = {
    land: () => [fill("--m-ground"), line("--m-line", 1, `${id}:edge`)],
    water: () => [fill("--m-info-ground")],
    road: () => [line("--m-line", 3)],
    area: () => [
      {
        id,
        type: "fill",
        source: id,
        paint: { "fill-color": color("--m-accent"), "fill-opacity": ["case", chosen, 0.22, 0.06] },
      },
      line("--m-accent", 1, `${id}:edge`),
    ],
    line: () => [line("--m-accent", 2)],
    point: () => [dot("--m-accent")],
    alarm: () => [dot("--m-danger-mark", 7)],
    person: () => [dot("--m-success-mark")],
  };
  return byRole[role]();
}
