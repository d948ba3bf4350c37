import type { Season } from "#schema/blueprint/tariff/schedule.ts";
import type { Tariff } from "#schema/blueprint/tariff/schema.ts";
import { CHINA, WEEKENDS_ONLY } from "../kernel/calendar.ts";
import { type LocalDay, parseDay } from "../kernel/zone.ts";
import { always, type Dated } from "./dated.ts";
import type { HolidayLookup } from "./schedule.ts";

// What a tariff says of days: its holidays and its seasons.

export function holidaysOf({ holidays }: Tariff): HolidayLookup {
  return {
    calendar: holidays.calendar === "CN" ? CHINA : WEEKENDS_ONLY,
    dates: new Set(holidays.dates.map((date) => parseDay(date) as LocalDay)),
  };
}

export function compileSeasons(tariff: Tariff): Readonly<Record<string, Dated<Season>>> {
  return Object.fromEntries(Object.entries(tariff.seasons).map(([key, raw]) => [key, seasonOf(raw)]));
}

function seasonOf(raw: Tariff["seasons"][string]): Dated<Season> {
  // A season is itself a list, so the dated form is told apart by its entries.
  const first = raw[0];
  if (first !== undefined && "value" in first) {
    const entries = raw as { from: string; value: Season }[];
    return {
      days: entries.map(({ from }) => parseDay(from) as LocalDay),
      values: entries.map(({ value }) => value),
    };
  }
  return always(raw as Season);
}
