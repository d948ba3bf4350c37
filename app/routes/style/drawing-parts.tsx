import { useMemo, useState } from "react";
import { useTranslation } from "react-i18next";
import { type SeriesPoint, TimeSeries } from "#app/components/chart/time-series.tsx";
import { UsageBars } from "#app/components/chart/usage-bars.tsx";
import { useFormat } from "#app/components/format/use-format.ts";
import { type MapLayer, MapView } from "#app/components/map/map-view.tsx";
import { Panel } from "#app/components/panel.tsx";
import { Part } from "./part.tsx";
import { areas, HOURS, METERS, MONTHS_KWH, RIVER, ROADS } from "./samples.ts";

/** Blocks that draw: charts and maps. */
export function DrawingParts() {
  const { t } = useTranslation("style");
  return (
    <>
      <Part id="chart" title={t("sections.chart")}>
        <SampleBars />
      </Part>
      <Part id="series" title={t("sections.series")}>
        <SampleSeries />
      </Part>
      <Part id="map" title={t("sections.map")}>
        <SampleMap />
      </Part>
    </>
  );
}

function SampleBars() {
  const { t } = useTranslation("style");
  const format = useFormat();
  const bars = useMemo(
    () =>
      MONTHS_KWH.map(({ month, ...values }) => ({
        ...values,
        label: format.month(month, "short"),
        name: format.month(month),
      })),
    [format],
  );
  const names = useMemo(() => ({ value: t("sample.thisYear") }), [t]);
  return (
    <Panel title={t("sample.chartTitle")}>
      <UsageBars
        title={t("sample.chartTitle")}
        summary={t("sample.chartSummary")}
        unit="kWh"
        bars={bars}
        names={names}
      />
    </Panel>
  );
}

function SampleSeries() {
  const { t } = useTranslation("style");
  const format = useFormat();
  const [picked, setPicked] = useState<SeriesPoint>();
  return (
    <Panel
      title={t("sample.seriesTitle")}
      {...(picked ? { lead: t("sample.picked", { time: format.dateTime(picked.at) }) } : {})}
    >
      <TimeSeries
        title={t("sample.seriesTitle")}
        summary={t("sample.seriesSummary")}
        unit="kWh"
        points={HOURS}
        onSelect={setPicked}
      />
    </Panel>
  );
}

function SampleMap() {
  const { t } = useTranslation("style");
  const [selected, setSelected] = useState("m3");
  const layers = useMemo<readonly MapLayer[]>(
    () => [
      { id: "river", role: "water", data: RIVER },
      { id: "roads", role: "road", data: ROADS },
      { id: "areas", role: "area", data: areas(t("sample.area1"), t("sample.area2")), label: "name" },
      { id: "meters", role: "point", data: METERS, label: "name", selectable: true },
    ],
    [t],
  );
  return (
    <MapView
      label={`${t("sample.mapTitle")}: ${t("sample.mapSummary")}`}
      layers={layers}
      selected={selected}
      onSelect={(_layer, properties) => setSelected(String(properties.id))}
    />
  );
}
