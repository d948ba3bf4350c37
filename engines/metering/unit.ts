import { Decimal } from "../kernel/decimal.ts";

/** What a channel or register counts, in the spelling of the SI brochure (m3 and L as in UCUM). */
export const UNITS = [
  "Wh",
  "kWh",
  "MWh",
  "varh",
  "kvarh",
  "W",
  "kW",
  "L",
  "m3",
  "J",
  "kJ",
  "MJ",
  "GJ",
  "V",
  "A",
] as const;
export type Unit = (typeof UNITS)[number];

/** Unit → its dimension and its power of ten over the dimension's base unit. */
const SCALE: Record<Unit, readonly [dimension: string, power: number]> = {
  Wh: ["active energy", 0],
  kWh: ["active energy", 3],
  MWh: ["active energy", 6],
  varh: ["reactive energy", 0],
  kvarh: ["reactive energy", 3],
  W: ["active power", 0],
  kW: ["active power", 3],
  L: ["volume", -3],
  m3: ["volume", 0],
  J: ["heat", 0],
  kJ: ["heat", 3],
  MJ: ["heat", 6],
  GJ: ["heat", 9],
  V: ["voltage", 0],
  A: ["current", 0],
};

/** Intervals over which mean power becomes energy by a decimal factor; five minutes (a twelfth) is not among them. */
const HOURS = new Map([
  [3600, "1"],
  [1800, "0.5"],
  [900, "0.25"],
]);

export function isUnit(text: string): text is Unit {
  return Object.hasOwn(SCALE, text);
}

/**
 * By what to multiply values of one unit to have values of another, exactly: powers of ten within a dimension, and mean
 * power over an hour, a half or a quarter of one to energy. `undefined` where there is no exact way.
 */
export function conversion(from: Unit, to: Unit, intervalSeconds: number): Decimal | undefined {
  const [fromDimension, fromPower] = SCALE[from];
  const [toDimension, toPower] = SCALE[to];
  const hours =
    fromDimension === toDimension
      ? "1"
      : fromDimension === "active power" && toDimension === "active energy"
        ? HOURS.get(intervalSeconds)
        : undefined;
  return hours === undefined ? undefined : Decimal.of(hours).times(powerOfTen(fromPower - toPower));
}

/** 10^power, for negative powers too. */
export function powerOfTen(power: number): Decimal {
  return power < 0 ? Decimal.fromUnits(1, -power) : Decimal.fromUnits(10n ** BigInt(power), 0);
}
