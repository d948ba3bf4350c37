import { NumberInput } from "@mantine/core";
import { useMemo } from "react";
import { useTranslation } from "react-i18next";
import { type MapLayer, MapView } from "../../map/map-view.tsx";
import classes from "../form-renderer.module.css";

interface PointMapProps {
  readonly label: string;
  readonly layers: readonly MapLayer[];
  readonly point: readonly [longitude: number, latitude: number] | undefined;
  readonly onPick: (longitude: number, latitude: number) => void;
}

/** A map to tap at, and beside it the two numbers for who cannot. Loaded when it is opened. */
export default function PointMap({ label, layers, point, onPick }: PointMapProps) {
  const { t } = useTranslation("forms");
  const shown = useMemo<readonly MapLayer[]>(
    () => [
      ...layers,
      {
        id: "picked",
        role: "point",
        data: {
          type: "FeatureCollection",
          features: point
            ? [
                {
                  type: "Feature",
                  geometry: { type: "Point", coordinates: point },
                  properties: { id: "picked" },
                },
              ]
            : [],
        },
      },
    ],
    [layers, point],
  );
  const [longitude, latitude] = point ?? [undefined, undefined];
  const degrees = (name: "latitude" | "longitude", value: number | undefined, limit: number) => (
    <NumberInput
      label={t(`address.${name}`)}
      value={value ?? ""}
      min={-limit}
      max={limit}
      decimalScale={5}
      hideControls
      onChange={(typed) => {
        if (typeof typed !== "number") return;
        if (name === "latitude") onPick(longitude ?? 0, typed);
        else onPick(typed, latitude ?? 0);
      }}
    />
  );
  return (
    <div className={classes.pointMap}>
      <MapView label={label} layers={shown} height={260} selected="picked" onPick={onPick} />
      <div className={classes.degrees}>
        {degrees("latitude", latitude, 90)}
        {degrees("longitude", longitude, 180)}
      </div>
    </div>
  );
}
