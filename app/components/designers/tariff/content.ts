import type { Json, JsonObject } from "#schema/blueprint/item.ts";
import { isList, isObject } from "#schema/blueprint/pointer.ts";

// Reading what a designer is given: content that may not be valid yet.

export const objectIn = (value: Json | undefined): JsonObject => (isObject(value) ? value : {});
export const listIn = (value: Json | undefined): readonly Json[] => (isList(value) ? value : []);
export const textIn = (value: Json | undefined): string =>
  typeof value === "string" ? value : typeof value === "number" ? String(value) : "";

/** The part of a JSON pointer for one name. */
export const step = (name: string | number): string =>
  `/${String(name).replaceAll("~", "~0").replaceAll("/", "~1")}`;

/** A value with effective dates, as the schema writes it: `[{ from, value }, …]`. */
export interface DatedEntry {
  readonly from: string;
  readonly value: string;
}

export function datedEntries(value: Json | undefined): readonly DatedEntry[] | undefined {
  if (!isList(value)) return undefined;
  return value.map((entry) => ({ from: textIn(objectIn(entry).from), value: textIn(objectIn(entry).value) }));
}

/** A schedule of the tariff, with the pointer of the version in force last. */
export interface DesignedSchedule {
  readonly name: string;
  readonly pointer: string;
  readonly content: JsonObject;
  readonly periods: readonly string[];
}

export function schedulesOf(content: JsonObject): DesignedSchedule[] {
  return Object.entries(objectIn(content.schedules)).map(([name, raw]) => {
    const versions = listIn(raw);
    const pointer = `/schedules${step(name)}`;
    const schedule = versions.length === 0 ? objectIn(raw) : objectIn(objectIn(versions.at(-1)).value);
    return {
      name,
      pointer: versions.length === 0 ? pointer : `${pointer}/${versions.length - 1}/value`,
      content: schedule,
      periods: Object.keys(objectIn(schedule.periods)),
    };
  });
}

/** Whether a value is a list of versions `[{ from, value }, …]` rather than the value itself. */
export function isDated(value: Json | undefined): boolean {
  return isList(value) && value.length > 0 && value.every((entry) => isObject(entry) && "value" in entry);
}

/** A key that no entry of a record has yet: `name`, `name-2`, … */
export function freeKey(record: JsonObject, name: string): string {
  if (!Object.hasOwn(record, name)) return name;
  let count = 2;
  while (Object.hasOwn(record, `${name}-${count}`)) count++;
  return `${name}-${count}`;
}

/** What is measured, by utility: what a tariff may be made of without saying how. */
const MEASURED: Readonly<Record<string, readonly string[]>> = {
  power: ["energy", "export", "reactive"],
  gas: ["volume"],
  water: ["volume"],
  heat: ["heat", "volume"],
};

/** Names of the quantities that a charge may ask for: measured ones, and those that the tariff derives. */
export function quantityNames(content: JsonObject): string[] {
  return [...(MEASURED[textIn(content.utility)] ?? []), ...Object.keys(objectIn(content.quantities))];
}
