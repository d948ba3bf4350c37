import { meteringError } from "../errors.ts";
import type { CsvRecord } from "./csv.ts";
import { CsvSplitter, RECORD_LIMIT } from "./csv.ts";
import { type Fault, faultOf, type Item, type ReadParser } from "./parser.ts";

/** Reads one data record; `field` gives a column by name, empty where the table has no such column. */
export type RowReader = (record: CsvRecord, field: (column: string) => string) => Item;

/**
 * A parser of tables with a header line. Columns stand in any order and are named in any case; a record of another
 * width than the header is a fault of its own line. Without the required columns nothing is read.
 */
export function tableParser(
  required: readonly string[],
  reader: (header: readonly string[]) => RowReader,
): ReadParser {
  const splitter = new CsvSplitter();
  let columns: Map<string, number> | undefined;
  let width = 0;
  let read: RowReader | undefined;
  let refused = false;

  const begin = (record: CsvRecord): Fault[] => {
    const header = record.fields.map((name) => name.toLowerCase());
    columns = new Map(header.map((name, at) => [name, at]));
    width = header.length;
    const missing = required.filter((column) => !columns?.has(column));
    refused = missing.length > 0;
    if (!refused) read = reader(header);
    return missing.map((column) =>
      faultOf(
        meteringError(
          "READ_COLUMN_MISSING",
          { column, header: record.raw },
          { line: record.line, path: column },
        ),
        record.raw,
      ),
    );
  };

  const row = (record: CsvRecord): Item[] => {
    const { line, raw, fields } = record;
    if (record.broken === "quote") return [faultOf(meteringError("READ_QUOTE_OPEN", {}, { line }), raw)];
    if (record.broken === "length") {
      return [faultOf(meteringError("READ_LINE_TOO_LONG", { limit: RECORD_LIMIT }, { line }), raw)];
    }
    if (read === undefined) return refused ? [] : begin(record);
    if (fields.length !== width) {
      const error = meteringError("READ_FIELD_COUNT", { found: fields.length, expected: width }, { line });
      return [faultOf(error, raw)];
    }
    return [read(record, (column) => fields[columns?.get(column) ?? -1] ?? "")];
  };

  return {
    push: (text) => splitter.push(text).flatMap(row),
    end: () => splitter.end().flatMap(row),
  };
}
