import type { LoaderFunctionArgs, MetaFunction } from "@remix-run/node";
import { Link, useLoaderData, useNavigate } from "@remix-run/react";
import { useMemo } from "react";
import { useTranslation } from "react-i18next";
import { CasePriority, TimeLeft } from "#app/components/case/case-badges.tsx";
import { useFormat } from "#app/components/format/use-format.ts";
import type { Feature, FeatureCollection } from "#app/components/map/geo.ts";
import { type MapLayer, MapView } from "#app/components/map/map-view.tsx";
import { PageHeader } from "#app/components/page-header.tsx";
import { usePageRoot } from "#app/components/page-root.ts";
import { Panel } from "#app/components/panel.tsx";
import { useLive } from "#app/components/progress/use-live.ts";
import { DataTable } from "#app/components/table/data-table.tsx";
import { useTenantHref } from "#app/components/tenant-path.ts";
import { translator } from "#app/platform/i18n.ts";
import { page } from "#app/web/page.server.ts";

export const loader = page(async ({ context }: LoaderFunctionArgs) => {
  const { caller } = context;
  const [board, workers, map] = await Promise.all([
    caller.case.showBoard({}),
    caller.case.listWorkers({}),
    caller.premise.map({}),
  ]);
  const features = map.base === null ? [] : (JSON.parse(map.base) as FeatureCollection).features;
  const of = (kind: string): Feature[] => features.filter(({ properties }) => properties?.kind === kind);
  return {
    ground: { blocks: of("block"), water: of("water"), roads: of("road") },
    cells: map.cells,
    cases: board.cases.filter(({ state }) => state === "open" || state === "held"),
    workers: workers.filter(({ roles }) => roles.includes("field-worker")),
    now: Date.now(),
    title: translator(context.locale, "cases")("dispatch.title"),
  };
});

export const meta: MetaFunction<typeof loader> = ({ data }) => [{ title: data?.title ?? "" }];

type Loaded = ReturnType<typeof useLoaderData<typeof loader>>;

const MAP_HEIGHT = 480;

export default function DispatchPage() {
  const { t } = useTranslation("cases");
  const { cases, workers, now, ...data } = useLoaderData<typeof loader>();
  const { locale } = usePageRoot();
  const format = useFormat();
  const href = useTenantHref();
  const navigate = useNavigate();
  useLive(href("api/cases/changes?seconds=300"));
  const { ground, cells } = data;
  const layers = useMemo(
    () => layersOf({ ground, cells, cases, workers }, locale),
    [ground, cells, cases, workers, locale],
  );
  return (
    <>
      <PageHeader
        title={t("dispatch.title")}
        lead={t("dispatch.lead", {
          cases: format.number(cases.length),
          people: format.number(workers.length),
        })}
        actions={<Link to={href("workspace/board")}>{t("dispatch.toBoard")}</Link>}
      />
      <Panel flush>
        <MapView
          label={t("dispatch.title")}
          layers={layers}
          height={MAP_HEIGHT}
          onSelect={(layer, properties) => {
            if (layer === "late" || layer === "open")
              navigate(href(`workspace/cases/${String(properties.id)}`));
          }}
        />
      </Panel>
      <DataTable
        caption={t("dispatch.cases")}
        rows={cases}
        rowKey={({ id }) => id}
        rowHref={({ id }) => href(`workspace/cases/${id}`)}
        columns={[
          {
            key: "title",
            header: t("list.service"),
            card: "title",
            cell: ({ title, priority }) => (
              <>
                {title[locale]} <CasePriority priority={priority} quiet />
              </>
            ),
          },
          { key: "step", header: t("list.step"), cell: ({ stepLabel }) => stepLabel[locale] },
          { key: "address", header: t("case.address"), cell: ({ address }) => address ?? "–" },
          { key: "assignee", header: t("list.assignee"), cell: ({ assigneeName }) => assigneeName ?? "–" },
          {
            key: "due",
            header: t("list.due"),
            card: "aside",
            cell: ({ dueAt, state }) => <TimeLeft dueAt={dueAt} now={now} held={state === "held"} />,
          },
        ]}
        empty={{ title: t("dispatch.emptyTitle"), advice: t("dispatch.emptyAdvice") }}
      />
      <Panel title={t("dispatch.people")} flush>
        <DataTable
          caption={t("dispatch.people")}
          rows={workers}
          rowKey={({ personId }) => personId}
          columns={[
            { key: "name", header: t("dispatch.person"), card: "title", cell: ({ name }) => name },
            { key: "unit", header: t("dispatch.unit"), cell: ({ unit }) => unit ?? "–" },
            {
              key: "load",
              header: t("dispatch.load"),
              align: "end",
              card: "aside",
              cell: ({ load }) => format.number(load),
            },
          ]}
          empty={{ title: t("dispatch.nobodyTitle"), advice: t("dispatch.nobodyAdvice") }}
        />
      </Panel>
    </>
  );
}

type Drawn = Pick<Loaded, "ground" | "cells" | "cases" | "workers">;

function layersOf({ ground, cells, cases, workers }: Drawn, locale: "zh-CN" | "en"): MapLayer[] {
  const collection = (features: readonly unknown[]): FeatureCollection => ({
    type: "FeatureCollection",
    features: features as readonly Feature[],
  });
  const placed = cases.filter(({ longitude, latitude }) => longitude !== null && latitude !== null);
  const points = (late: boolean) =>
    placed
      .filter(({ overdue }) => overdue === late)
      .map((each) => ({
        type: "Feature",
        geometry: { type: "Point", coordinates: [each.longitude, each.latitude] },
        properties: { id: each.id, name: each.title[locale] },
      }));
  return [
    { id: "blocks", role: "land", data: collection(ground.blocks) },
    { id: "water", role: "water", data: collection(ground.water), label: "name" },
    { id: "roads", role: "road", data: collection(ground.roads) },
    {
      id: "cells",
      role: "area",
      data: collection(
        cells.map(({ id, name, boundary }) => ({
          type: "Feature",
          geometry: boundary,
          properties: { id, name },
        })),
      ),
    },
    {
      id: "people",
      role: "person",
      label: "name",
      data: collection(
        workers
          .filter(({ longitude }) => longitude !== null)
          .map(({ name, longitude, latitude }) => ({
            type: "Feature",
            geometry: { type: "Point", coordinates: [longitude, latitude] },
            properties: { name },
          })),
      ),
    },
    { id: "open", role: "point", selectable: true, data: collection(points(false)) },
    { id: "late", role: "alarm", selectable: true, data: collection(points(true)) },
  ];
}
