import { Decimal } from "../../kernel/decimal.ts";
import { parseDay } from "../../kernel/zone.ts";
import { meteringError } from "../errors.ts";
import { isUnit, type Unit } from "../unit.ts";
import { faultOf, type Item, type ParserOptions, type ReadParser } from "./parser.ts";
import { readSequence } from "./register-csv.ts";
import { tableParser } from "./table.ts";

/** Columns of a wide day file beside its value columns `v1`, `v2`, … (24, 48, 96 or 288 of them, and those of a 25-hour day). */
export const WIDE_COLUMNS = ["channel", "day", "v1"] as const;
const VALUE_COLUMN = /^v([1-9]\d{0,2})$/;

/**
 * M12: one row a channel and local day, `channel,day,v1,v2,…`; `unit` and `sequence` may stand beside them. An empty
 * value is an interval without value. Columns after the last interval of the day stay empty: a file that holds a
 * 25-hour day has 25 columns, and 23 of them are filled in spring.
 */
export function wideCsvParser(options: ParserOptions): ReadParser {
  return tableParser(WIDE_COLUMNS, (header) => {
    const places = valuePlaces(header);
    return ({ line, raw, fields }, field): Item => {
      const day = parseDay(field("day"));
      if (day === undefined) {
        const params = { value: field("day"), zone: options.zone.name };
        return faultOf(meteringError("READ_TIME_INVALID", params, { line, path: "day" }), raw);
      }
      const series = field("channel");
      if (series === "") {
        return faultOf(
          meteringError("READ_FIELD_EMPTY", { column: "channel" }, { line, path: "channel" }),
          raw,
        );
      }
      const unit = field("unit") === "" ? options.unit : field("unit");
      const sequence = readSequence(field("sequence"));
      if ((unit !== undefined && !isUnit(unit)) || sequence === undefined) {
        const path = sequence === undefined ? "sequence" : "unit";
        return faultOf(meteringError("READ_VALUE_INVALID", { value: field(path) }, { line, path }), raw);
      }
      const values: (Decimal | null)[] = new Array(places.length);
      for (let at = 0; at < places.length; at += 1) {
        const text = fields[places[at]!] ?? "";
        const value = text === "" ? null : Decimal.tryParse(text);
        if (value === undefined) {
          const path = `v${at + 1}`;
          return faultOf(
            meteringError("READ_VALUE_INVALID", { value: text.slice(0, 60) }, { line, path }),
            raw,
          );
        }
        values[at] = value;
      }
      return { kind: "day", series, day, values, unit: unit as Unit | undefined, sequence, line, raw };
    };
  });
}

/** Where in the row the values v1, v2, … stand. */
function valuePlaces(header: readonly string[]): number[] {
  const places: number[] = [];
  header.forEach((name, at) => {
    const match = VALUE_COLUMN.exec(name);
    if (match !== null) places[Number(match[1]) - 1] = at;
  });
  return Array.from(places, (place) => place ?? -1);
}
