import type { SeriesPoint } from "#app/components/chart/time-series.tsx";
import type { FeatureCollection, Position } from "#app/components/map/geo.ts";

// What the style page shows. Fixed, so that two pictures of it can be compared.

export type SampleState = "paid" | "due" | "overdue" | "draft" | "review";

export interface SampleBill {
  readonly id: string;
  readonly who: "person" | "person2" | "person3" | "longName";
  readonly account: string;
  readonly usageKwh: string;
  readonly amount: string;
  readonly state: SampleState;
  readonly issuedOn: string;
}

export const BILLS: readonly SampleBill[] = [
  {
    id: "1",
    who: "person",
    account: "3301 0021 4479",
    usageKwh: "286.4",
    amount: "154.08",
    state: "paid",
    issuedOn: "2026-04-02",
  },
  {
    id: "2",
    who: "person2",
    account: "3301 0021 4480",
    usageKwh: "1042",
    amount: "612.77",
    state: "due",
    issuedOn: "2026-04-02",
  },
  {
    id: "3",
    who: "longName",
    account: "3301 0900 0017",
    usageKwh: "184320.5",
    amount: "128406.93",
    state: "overdue",
    issuedOn: "2026-03-02",
  },
  {
    id: "4",
    who: "person3",
    account: "3301 0021 4512",
    usageKwh: "0",
    amount: "0.00",
    state: "draft",
    issuedOn: "2026-04-02",
  },
  {
    id: "5",
    who: "person",
    account: "3301 0021 4533",
    usageKwh: "97.2",
    amount: "-12.40",
    state: "review",
    issuedOn: "2026-04-01",
  },
];

export const MONTHS_KWH: readonly {
  month: string;
  value: number | null;
  before: number;
  estimated?: boolean;
}[] = [
  { month: "2025-04", value: 188, before: 201 },
  { month: "2025-05", value: 176, before: 182 },
  { month: "2025-06", value: 264, before: 251 },
  { month: "2025-07", value: 412, before: 430 },
  { month: "2025-08", value: 398, before: 405 },
  { month: "2025-09", value: 251, before: 262 },
  { month: "2025-10", value: 172, before: 170, estimated: true },
  { month: "2025-11", value: 165, before: 181 },
  { month: "2025-12", value: 238, before: 246 },
  { month: "2026-01", value: 286, before: 301 },
  { month: "2026-02", value: null, before: 268 },
  { month: "2026-03", value: 226, before: 240 },
];

const START = Date.parse("2026-03-05T00:00:00+08:00");
const HOUR_MS = 3_600_000;

/** Usage of a flat by hour, kWh: a low night, a morning and an evening peak. */
const DAY_KWH = [
  0.2, 0.2, 0.2, 0.2, 0.3, 0.4, 0.9, 1.3, 0.8, 0.5, 0.5, 0.7, 0.9, 0.6, 0.5, 0.5, 0.7, 1.1, 1.9, 2.4, 2.1,
  1.4, 0.8, 0.4,
];

/** Three days of hours with four estimated ones, one edited and a gap. */
export const HOURS: readonly SeriesPoint[] = Array.from({ length: 72 }, (_, hour) => {
  const at = START + hour * HOUR_MS;
  const value = Number(((DAY_KWH[hour % 24] ?? 0) * (1 + (hour % 7) / 40)).toFixed(2));
  if (hour >= 28 && hour <= 31) return { at, final: value, raw: null, quality: "estimated" };
  if (hour === 43) return { at, final: 2.4, raw: 9.6, quality: "edited" };
  if (hour === 60) return { at, final: null };
  return { at, final: value };
});

const collection = (features: FeatureCollection["features"]): FeatureCollection => ({
  type: "FeatureCollection",
  features,
});

const box = (west: number, south: number, east: number, north: number): readonly Position[] => [
  [west, south],
  [east, south],
  [east, north],
  [west, north],
  [west, south],
];

export const RIVER = collection([
  {
    type: "Feature",
    properties: null,
    geometry: {
      type: "Polygon",
      coordinates: [
        [
          [120.0, 30.018],
          [120.03, 30.012],
          [120.06, 30.02],
          [120.09, 30.014],
          [120.09, 30.021],
          [120.06, 30.027],
          [120.03, 30.019],
          [120.0, 30.025],
          [120.0, 30.018],
        ],
      ],
    },
  },
]);

export const ROADS = collection([
  {
    type: "Feature",
    properties: null,
    geometry: {
      type: "LineString",
      coordinates: [
        [120.0, 30.005],
        [120.045, 30.008],
        [120.09, 30.003],
      ],
    },
  },
  {
    type: "Feature",
    properties: null,
    geometry: {
      type: "LineString",
      coordinates: [
        [120.04, 30.0],
        [120.046, 30.03],
        [120.05, 30.05],
      ],
    },
  },
]);

/** Two areas, named in the language of the page. */
export function areas(first: string, second: string): FeatureCollection {
  return collection([
    {
      type: "Feature",
      properties: { id: "a1", name: first },
      geometry: { type: "Polygon", coordinates: [box(120.008, 30.028, 120.042, 30.046)] },
    },
    {
      type: "Feature",
      properties: { id: "a2", name: second },
      geometry: { type: "Polygon", coordinates: [box(120.05, 30.028, 120.084, 30.046)] },
    },
  ]);
}

export const METERS = collection(
  [
    [120.015, 30.034],
    [120.026, 30.04],
    [120.034, 30.032],
    [120.058, 30.038],
    [120.071, 30.033],
  ].map(([longitude = 0, latitude = 0], index) => ({
    type: "Feature" as const,
    properties: { id: `m${index + 1}`, name: `0021 44${79 + index}` },
    geometry: { type: "Point" as const, coordinates: [longitude, latitude] as const },
  })),
);
