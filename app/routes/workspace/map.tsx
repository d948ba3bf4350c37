import type { LoaderFunctionArgs, MetaFunction } from "@remix-run/node";
import { Link, useLoaderData, useNavigate } from "@remix-run/react";
import { useMemo } from "react";
import { useTranslation } from "react-i18next";
import { EmptyState } from "#app/components/empty-state.tsx";
import { useFormat } from "#app/components/format/use-format.ts";
import type { Feature, FeatureCollection } from "#app/components/map/geo.ts";
import { type MapLayer, MapView } from "#app/components/map/map-view.tsx";
import { PageHeader } from "#app/components/page-header.tsx";
import { usePageRoot, useTenant } from "#app/components/page-root.ts";
import { Panel } from "#app/components/panel.tsx";
import { DataTable } from "#app/components/table/data-table.tsx";
import { useTenantHref } from "#app/components/tenant-path.ts";
import { translator } from "#app/platform/i18n.ts";
import { page } from "#app/web/page.server.ts";
import type { Locale } from "#engines/kernel/errors.ts";

const MAP_HEIGHT = 480;

export const loader = page(async ({ request, context }: LoaderFunctionArgs) => {
  const cellId = new URL(request.url).searchParams.get("cell") || undefined;
  const { base, cells, premises, alarms } = await context.caller.premise.map({ cellId });
  const features = base === null ? [] : (JSON.parse(base) as FeatureCollection).features;
  const of = (kind: string): Feature[] => features.filter(({ properties }) => properties?.kind === kind);
  return {
    ground: { blocks: of("block"), water: of("water"), roads: of("road") },
    cells,
    premises,
    alarms,
    cellId: cellId ?? null,
    title: translator(context.locale, "network")("map.title"),
  };
});

export const meta: MetaFunction<typeof loader> = ({ data }) => [{ title: data?.title ?? "" }];

export default function MapPage() {
  const { t } = useTranslation("network");
  const { ground, cells, premises, alarms, cellId } = useLoaderData<typeof loader>();
  const { locale } = usePageRoot();
  const tenant = useTenant();
  const format = useFormat();
  const href = useTenantHref();
  const navigate = useNavigate();
  const layers = useMemo(
    () => layersOf(ground, cells, premises, alarms, locale),
    [ground, cells, premises, alarms, locale],
  );
  const chosen = cells.find(({ id }) => id === cellId);
  if (cells.length === 0) {
    return (
      <>
        <PageHeader title={t("map.title")} lead={t("map.lead")} />
        <EmptyState title={t("map.emptyTitle")} advice={t("map.emptyAdvice")} />
      </>
    );
  }
  const select = (layer: string, properties: Readonly<Record<string, unknown>>): void => {
    if (layer === "alarms") navigate(href(`workspace/alarms/${String(properties.id)}`));
    else if (layer === "cells")
      navigate(`${href("workspace/map")}?cell=${String(properties.id)}`, { preventScrollReset: true });
    else if (properties.customerId) navigate(href(`workspace/customers/${String(properties.customerId)}`));
  };
  return (
    <>
      <PageHeader
        title={t("map.title")}
        lead={
          chosen
            ? t("map.chosen", { name: chosen.name, count: format.number(chosen.premises) as never })
            : t("map.lead")
        }
        {...(chosen ? { actions: <Link to={href("workspace/map")}>{t("map.clear")}</Link> } : {})}
      />
      <Panel flush>
        <MapView
          label={t("map.label", { name: tenant.name[locale] })}
          layers={layers}
          height={MAP_HEIGHT}
          {...(cellId === null ? {} : { selected: cellId })}
          onSelect={select}
        />
      </Panel>
      {chosen ? (
        <DataTable
          caption={t("map.premisesCaption")}
          rows={premises}
          rowKey={({ id }) => id}
          rowHref={({ customerId }) =>
            href(customerId === null ? "workspace/premises" : `workspace/customers/${customerId}`)
          }
          columns={[
            {
              key: "customer",
              header: t("map.customer"),
              card: "title",
              cell: ({ customerName }) => customerName ?? "–",
            },
            { key: "address", header: t("map.address"), cell: ({ address }) => address },
          ]}
          empty={{ title: t("premises.emptyTitle"), advice: t("premises.emptyAdvice") }}
        />
      ) : (
        <DataTable
          caption={t("map.caption")}
          rows={cells}
          rowKey={({ id }) => id}
          rowHref={({ id }) => `${href("workspace/map")}?cell=${id}`}
          columns={[
            { key: "name", header: t("map.cell"), card: "title", cell: ({ name }) => name },
            { key: "unit", header: t("map.unit"), cell: ({ orgUnit }) => orgUnit },
            {
              key: "premises",
              header: t("map.premises"),
              align: "end",
              card: "aside",
              cell: ({ premises: count }) => format.number(count),
            },
          ]}
          empty={{ title: t("map.emptyTitle"), advice: t("map.emptyAdvice") }}
        />
      )}
    </>
  );
}

type Loaded = ReturnType<typeof useLoaderData<typeof loader>>;

function layersOf(
  ground: Loaded["ground"],
  cells: Loaded["cells"],
  premises: Loaded["premises"],
  alarms: Loaded["alarms"],
  locale: Locale,
): MapLayer[] {
  const collection = (features: readonly unknown[]): FeatureCollection => ({
    type: "FeatureCollection",
    features: features as readonly Feature[],
  });
  return [
    { id: "blocks", role: "land", data: collection(ground.blocks) },
    { id: "water", role: "water", data: collection(ground.water), label: "name" },
    { id: "roads", role: "road", data: collection(ground.roads), label: "name" },
    {
      id: "cells",
      role: "area",
      selectable: true,
      label: "name",
      data: collection(
        cells.map(({ id, name, boundary }) => ({
          type: "Feature",
          properties: { id, name },
          geometry: boundary,
        })),
      ),
    },
    {
      id: "premises",
      role: "point",
      selectable: true,
      data: collection(
        premises.map(({ id, address, customerId, longitude, latitude }) => ({
          type: "Feature",
          properties: { id, address, customerId },
          geometry: { type: "Point", coordinates: [longitude, latitude] },
        })),
      ),
    },
    {
      id: "alarms",
      role: "alarm",
      selectable: true,
      label: "name",
      data: collection(
        alarms.map(({ id, label, longitude, latitude }) => ({
          type: "Feature",
          properties: { id, name: label[locale] },
          geometry: { type: "Point", coordinates: [longitude, latitude] },
        })),
      ),
    },
  ];
}
