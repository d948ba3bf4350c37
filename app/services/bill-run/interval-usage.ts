import type { IntervalUsage } from "#engines/billing/index.ts";
import { errorsOf } from "#engines/kernel/errors.ts";
import { type LocalDay, zoneOf } from "#engines/kernel/zone.ts";
import { billExceptionErrors } from "./errors.ts";
import type { LoadedUsage } from "./load-usage.ts";

const fail = errorsOf(billExceptionErrors);

/** One day row of a channel, its values as PostgreSQL writes them: "{1,2,NULL}". */
export interface ChannelDay {
  readonly channelId: string;
  readonly direction: "forward" | "reverse";
  readonly unit: string;
  readonly day: LocalDay;
  readonly timezone: string;
  readonly intervalMinutes: number;
  readonly exponent: number;
  readonly values: string;
  readonly estimated: boolean;
}

interface Meaning {
  readonly quantity: string;
  readonly kind: "amount" | "power";
  /** Power of ten from the channel's unit to the tariff's (kWh, kW, m³, GJ). */
  readonly power: number;
}

/** Unit of a channel → the quantity that a tariff bills by it. */
const MEANINGS: Readonly<Record<string, Meaning>> = {
  Wh: { quantity: "energy", kind: "amount", power: -3 },
  kWh: { quantity: "energy", kind: "amount", power: 0 },
  MWh: { quantity: "energy", kind: "amount", power: 3 },
  W: { quantity: "energy", kind: "power", power: -3 },
  kW: { quantity: "energy", kind: "power", power: 0 },
  varh: { quantity: "reactive", kind: "amount", power: -3 },
  kvarh: { quantity: "reactive", kind: "amount", power: 0 },
  L: { quantity: "volume", kind: "amount", power: -3 },
  m3: { quantity: "volume", kind: "amount", power: 0 },
  GJ: { quantity: "heat", kind: "amount", power: 0 },
};

/** Sums of integers below this stay exact in the rating engine's fast loop. */
const NARROW_DIGITS = 12;

/** Turns the day rows of a service point's channels into interval usage. @throws UNIT_UNKNOWN */
export function intervalUsages(days: readonly ChannelDay[]): LoadedUsage {
  const usages: IntervalUsage[] = [];
  for (const channelDays of Map.groupBy(days, ({ channelId }) => channelId).values()) {
    const first = channelDays[0];
    if (first === undefined) continue;
    const meaning = MEANINGS[first.unit];
    // Voltage and current are watched, not billed.
    if (meaning === undefined && (first.unit === "V" || first.unit === "A")) continue;
    if (meaning === undefined) throw fail("UNIT_UNKNOWN", { unit: first.unit, wanted: "kWh, m³" });
    usages.push(usageOf(channelDays, first, meaning));
  }
  return {
    usage: usages.length === 0 ? {} : { intervals: usages },
    reads: [],
    estimated: days.some(({ estimated }) => estimated),
  };
}

function usageOf(days: readonly ChannelDay[], first: ChannelDay, meaning: Meaning): IntervalUsage {
  // Rows of one channel may differ in exponent; all are brought to the smallest.
  const exponent = Math.min(...days.map((day) => day.exponent)) + meaning.power;
  const scaleOf = (day: ChannelDay) => day.exponent + meaning.power - exponent;
  const longest = Math.max(...days.map((day) => longestNumber(day.values) + scaleOf(day)));
  const wide = longest > NARROW_DIGITS || exponent > 0;
  const quantity =
    first.direction === "forward"
      ? meaning.quantity
      : meaning.quantity === "energy"
        ? "export"
        : `${meaning.quantity}-export`;
  const common = {
    quantity,
    zone: zoneOf(first.timezone),
    intervalMinutes: first.intervalMinutes,
    // The rating engine counts digits after the point; whole thousands are multiplied out.
    exponent: Math.max(0, -exponent),
    kind: meaning.kind,
  };
  if (!wide) {
    return {
      ...common,
      days: days.map((day) => ({ day: day.day, values: numbersOf(day.values, 10 ** scaleOf(day)) })),
    };
  }
  const up = BigInt(Math.max(0, exponent));
  return {
    ...common,
    wide: true,
    days: days.map((day) => ({
      day: day.day,
      values: bigintsOf(day.values, 10n ** (BigInt(scaleOf(day)) + up)),
    })),
  };
}

const itemsOf = (array: string): string[] => (array === "{}" ? [] : array.slice(1, -1).split(","));

const numbersOf = (array: string, times: number): (number | null)[] =>
  itemsOf(array).map((text) => (text === "NULL" ? null : Number(text) * times));

const bigintsOf = (array: string, times: bigint): (bigint | null)[] =>
  itemsOf(array).map((text) => (text === "NULL" ? null : BigInt(text) * times));

/** Digits of the longest number in the text of an array, found without cutting it up. */
function longestNumber(array: string): number {
  let longest = 0;
  let run = 0;
  for (let at = 0; at < array.length; at += 1) {
    const code = array.charCodeAt(at);
    run = code >= 48 && code <= 57 ? run + 1 : 0;
    if (run > longest) longest = run;
  }
  return longest;
}
