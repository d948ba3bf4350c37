/** A part that a meter counts apart, with its share of the use. The shares of one class add up to 1. */
export interface RegisterPart {
  readonly code: "critical" | "peak" | "flat" | "valley";
  readonly share: number;
}

/** A kind of customer: tariff, meter and habits. */
export interface CustomerClass {
  readonly kind: "household" | "business";
  readonly tariff: string;
  readonly cycleMonths: 1 | 2;
  readonly commodity: "electricity" | "gas";
  readonly usageSource: "register" | "interval";
  readonly unit: "kWh" | "m3";
  /** The register that counts everything. */
  readonly main: "total" | "volume";
  readonly parts: readonly RegisterPart[];
  /** kvarh for each kWh; 0 where reactive energy is not counted. */
  readonly reactive: number;
  readonly meter: { readonly model: string; readonly integerDigits: number; readonly decimalDigits: number };
  /** Use of a whole year in `unit`: middle and spread (a share of the middle). */
  readonly year: { readonly middle: number; readonly spread: number };
  /** Weight of each month, January first. */
  readonly season: readonly number[];
}

// Cooling in July and August, some heating in January: the lower Yangtze.
const HOMES = [1.18, 1.05, 0.86, 0.74, 0.76, 0.95, 1.42, 1.48, 1.05, 0.76, 0.76, 0.99];
const SHOPS = [1.0, 0.88, 0.92, 0.9, 0.95, 1.05, 1.2, 1.22, 1.05, 0.93, 0.92, 0.98];
const FACTORIES = [0.98, 0.72, 1.02, 1.02, 1.03, 1.04, 1.07, 1.05, 1.03, 0.97, 1.03, 1.04];
const COOKING = [1.25, 1.2, 1.08, 0.98, 0.9, 0.82, 0.75, 0.75, 0.85, 0.98, 1.12, 1.32];
const HEATING = [3.2, 2.7, 1.3, 0.45, 0.3, 0.25, 0.22, 0.22, 0.25, 0.35, 1.0, 1.76];
// A mild coast: electric heating in winter, hardly any cooling.
const COAST = [1.45, 1.28, 1.15, 0.98, 0.82, 0.74, 0.76, 0.78, 0.76, 0.88, 1.1, 1.3];

const electricity = {
  commodity: "electricity",
  usageSource: "register",
  unit: "kWh",
  main: "total",
  reactive: 0,
} as const;
const gas = {
  kind: "household",
  commodity: "gas",
  usageSource: "register",
  unit: "m3",
  main: "volume",
  reactive: 0,
  parts: [],
} as const;
const home = { ...electricity, kind: "household", season: HOMES } as const;
const SINGLE_PHASE = { model: "DDZY-LZ1", integerDigits: 6, decimalDigits: 2 } as const;
const THREE_PHASE = { model: "DTZY-LZ3", integerDigits: 6, decimalDigits: 2 } as const;

export const CLASSES = {
  home: {
    ...home,
    tariff: "residential",
    cycleMonths: 1,
    parts: [],
    meter: SINGLE_PHASE,
    year: { middle: 2500, spread: 0.42 },
  },
  homeTou: {
    ...home,
    tariff: "residential-tou",
    cycleMonths: 2,
    parts: [
      { code: "peak", share: 0.58 },
      { code: "valley", share: 0.42 },
    ],
    meter: SINGLE_PHASE,
    year: { middle: 3100, spread: 0.45 },
  },
  homeSeasonal: {
    ...home,
    tariff: "residential-seasonal",
    cycleMonths: 1,
    parts: [],
    meter: SINGLE_PHASE,
    year: { middle: 2900, spread: 0.4 },
  },
  shop: {
    ...electricity,
    kind: "business",
    tariff: "commercial-tou",
    cycleMonths: 1,
    parts: [
      { code: "critical", share: 0.11 },
      { code: "peak", share: 0.27 },
      { code: "flat", share: 0.42 },
      { code: "valley", share: 0.2 },
    ],
    meter: THREE_PHASE,
    year: { middle: 42_000, spread: 0.6 },
    season: SHOPS,
  },
  factory: {
    ...electricity,
    kind: "business",
    tariff: "industrial-two-part",
    cycleMonths: 1,
    parts: [
      { code: "critical", share: 0.08 },
      { code: "peak", share: 0.25 },
      { code: "flat", share: 0.38 },
      { code: "valley", share: 0.29 },
    ],
    reactive: 0.42,
    meter: THREE_PHASE,
    year: { middle: 1_300_000, spread: 0.5 },
    season: FACTORIES,
  },
  gasHome: {
    ...gas,
    tariff: "residential",
    cycleMonths: 2,
    meter: { model: "IG2.5S-LZ", integerDigits: 5, decimalDigits: 3 },
    year: { middle: 260, spread: 0.45 },
    season: COOKING,
  },
  gasBoiler: {
    ...gas,
    tariff: "residential-boiler",
    cycleMonths: 2,
    meter: { model: "IG4S-LZ", integerDigits: 5, decimalDigits: 3 },
    year: { middle: 1350, spread: 0.35 },
    season: HEATING,
  },
  coastHome: {
    ...electricity,
    kind: "household",
    tariff: "residential-tod",
    cycleMonths: 1,
    usageSource: "interval",
    parts: [],
    meter: { model: "AB-2S-200", integerDigits: 6, decimalDigits: 0 },
    year: { middle: 7800, spread: 0.35 },
    season: COAST,
  },
} as const satisfies Readonly<Record<string, CustomerClass>>;

export type ClassName = keyof typeof CLASSES;
