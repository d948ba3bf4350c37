import { meteringError } from "../errors.ts";
import { type EspiOptions, espiParser } from "./espi.ts";
import { oneColumnParser } from "./one-column.ts";
import type { ParserOptions, ReadParser } from "./parser.ts";
import { REGISTER_COLUMNS, registerCsvParser } from "./register-csv.ts";
import { WIDE_COLUMNS, wideCsvParser } from "./wide-csv.ts";

/** The formats that can be read, by the name that `--format` takes. */
export const FORMATS = ["green-button", "register-csv", "wide-csv", "one-column"] as const;
export type Format = (typeof FORMATS)[number];

/** How much of a file `detectFormat` needs to see, in characters. */
export const HEAD_LENGTH = 4096;

/**
 * What a file is, by its first characters.
 * @throws READ_FORMAT_UNKNOWN
 */
export function detectFormat(head: string): Format {
  const text = head.replace(/^\uFEFF/, "").trimStart();
  if (text.startsWith("<")) return "green-button";
  const lines = text.split(/\r?\n/).filter((line) => line.trim() !== "" && !line.startsWith("#"));
  const columns = (lines[0] ?? "")
    .toLowerCase()
    .split(/[,;\t]/)
    .map((name) => name.trim().replaceAll('"', ""));
  const has = (wanted: readonly string[]) => wanted.filter((column) => columns.includes(column)).length;
  // One column of the two may be misspelt: the parser then says which one is missing, which helps more than "unknown".
  if (has(REGISTER_COLUMNS) >= REGISTER_COLUMNS.length - 1) return "register-csv";
  if (has(WIDE_COLUMNS) >= WIDE_COLUMNS.length - 1) return "wide-csv";
  const number = /^[+-]?\d+(\.\d+)?([eE][+-]?\d+)?$/;
  if (lines.slice(0, 2).some((line) => number.test(line.trim()))) return "one-column";
  throw meteringError("READ_FORMAT_UNKNOWN", { head: text.slice(0, 60) });
}

/** The parser of a format. @throws START_NEEDED when the format holds no times and no start is given. */
export function parserFor(format: Format, options: ParserOptions & EspiOptions): ReadParser {
  switch (format) {
    case "green-button":
      return espiParser(options);
    case "register-csv":
      return registerCsvParser(options);
    case "wide-csv":
      return wideCsvParser(options);
    case "one-column":
      return oneColumnParser(options);
  }
}
