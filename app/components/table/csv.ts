export interface CsvColumn<Row> {
  readonly header: string;
  /** The plain value: digits without grouping, ISO dates. Null is an empty cell. */
  readonly value: (row: Row) => string | number | null;
}

/** Spreadsheets run a cell that begins so as a formula (OWASP, "CSV injection"). A plain negative number is none. */
const FORMULA = /^[=+@\t\r]|^-(?!\d+(\.\d+)?$)/;

/** Starts the file so that Excel reads Chinese as UTF-8. */
export const UTF8_MARK = "\ufeff";

/** Lines of a CSV file by RFC 4180, with the header first. Streams: one string a row, ended by CRLF. */
export function* csvLines<Row>(columns: readonly CsvColumn<Row>[], rows: Iterable<Row>): Generator<string> {
  yield `${columns.map(({ header }) => cell(header)).join(",")}\r\n`;
  for (const row of rows) yield `${columns.map(({ value }) => cell(value(row))).join(",")}\r\n`;
}

function cell(value: string | number | null): string {
  if (value === null) return "";
  const text = FORMULA.test(String(value)) ? `'${value}` : String(value);
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
