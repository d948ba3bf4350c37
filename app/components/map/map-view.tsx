import { useComputedColorScheme } from "@mantine/core";
import type { Map as LibreMap } from "maplibre-gl";
import { useEffect, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { boundsOf, type FeatureCollection } from "./geo.ts";
import classes from "./map.module.css";
import { MapDrawing } from "./map-drawing.tsx";
import { mapStyle } from "./map-style.ts";

/** What a layer stands for decides how it is drawn; nobody chooses colours by hand. */
export type MapRole = "land" | "water" | "road" | "area" | "line" | "point" | "alarm" | "person";

export interface MapLayer {
  /** Unique on the map; given back by `onSelect`. */
  readonly id: string;
  readonly role: MapRole;
  readonly data: FeatureCollection;
  /** Property of the features that is written beside them. */
  readonly label?: string;
  /** Features can be chosen; for points and areas. */
  readonly selectable?: boolean;
}

interface MapViewProps {
  /** What the map shows, for who cannot see it. The same things must stand in a list on the page. */
  readonly label: string;
  /** From the ground up. Our own vector data: no tile service is asked. */
  readonly layers: readonly MapLayer[];
  readonly height?: number;
  /** `id` property of the feature that stands out. */
  readonly selected?: string;
  readonly onSelect?: (layerId: string, properties: Readonly<Record<string, unknown>>) => void;
  /** A place was tapped, wherever it is. */
  readonly onPick?: (longitude: number, latitude: number) => void;
}

/** A map to move and zoom. The server draws the same layers as a picture; it stays where WebGL is missing and on paper. */
export function MapView({ label, layers, height = 360, selected, onSelect, onPick }: MapViewProps) {
  const { t } = useTranslation("components");
  const host = useRef<HTMLDivElement>(null);
  const map = useRef<LibreMap>();
  const select = useRef(onSelect);
  select.current = onSelect;
  const pick = useRef(onPick);
  pick.current = onPick;
  const [state, setState] = useState<"waiting" | "ready" | "unavailable">("waiting");
  const scheme = useComputedColorScheme("light");

  // biome-ignore lint/correctness/useExhaustiveDependencies: made once; the next effect brings later layers and colours.
  useEffect(() => {
    const element = host.current;
    if (!element) return;
    let gone = false;
    const watch = new IntersectionObserver(([entry]) => {
      if (!entry?.isIntersecting) return;
      watch.disconnect();
      void import("./maplibre.ts")
        .then(({ LibreMap, NavigationControl }) => {
          if (gone) return;
          const bounds = boundsOf(layers.map(({ data }) => data));
          const made = new LibreMap({
            container: element,
            style: mapStyle(layers, element, selected),
            attributionControl: false,
            cooperativeGestures: true,
            locale: {
              "CooperativeGesturesHandler.WindowsHelpText": t("map.wheelHelp"),
              "CooperativeGesturesHandler.MacHelpText": t("map.wheelHelp"),
              "CooperativeGesturesHandler.MobileHelpText": t("map.touchHelp"),
              "NavigationControl.ZoomIn": t("map.zoomIn"),
              "NavigationControl.ZoomOut": t("map.zoomOut"),
              "Map.Title": label,
            },
            ...(bounds ? { bounds: [...bounds], fitBoundsOptions: { padding: 24 } } : {}),
          });
          made.addControl(new NavigationControl({ showCompass: false }), "top-right");
          made.on("load", () => setState("ready"));
          listen(made, layers, (id, properties) => select.current?.(id, properties));
          made.on("click", ({ lngLat }) => pick.current?.(lngLat.lng, lngLat.lat));
          map.current = made;
        })
        .catch(() => setState("unavailable"));
    });
    watch.observe(element);
    return () => {
      gone = true;
      watch.disconnect();
      map.current?.remove();
      map.current = undefined;
    };
  }, []);

  // biome-ignore lint/correctness/useExhaustiveDependencies: another scheme means other colours for the same layers.
  useEffect(() => {
    if (state === "ready" && host.current) map.current?.setStyle(mapStyle(layers, host.current, selected));
  }, [layers, selected, scheme, state]);

  return (
    <figure className={classes.map} style={{ height }} aria-label={label} data-state={state}>
      <div className={classes.drawing}>
        <MapDrawing layers={layers} {...(selected === undefined ? {} : { selected })} />
      </div>
      <div ref={host} className={classes.live} />
      {state === "unavailable" ? <p className={classes.note}>{t("map.unavailable")}</p> : null}
    </figure>
  );
}

function listen(
  map: LibreMap,
  layers: readonly MapLayer[],
  onSelect: (layerId: string, properties: Record<string, unknown>) => void,
): void {
  for (const { id, selectable } of layers) {
    if (!selectable) continue;
    map.on("click", id, (event) => {
      const properties = event.features?.[0]?.properties;
      if (properties) onSelect(id, properties);
    });
    map.on("mouseenter", id, () => {
      map.getCanvas().style.cursor = "pointer";
    });
    map.on("mouseleave", id, () => {
      map.getCanvas().style.cursor = "";
    });
  }
}
