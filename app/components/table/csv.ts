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

/** The answer of a download route: `return csvResponse("bills-2026-03.csv", columns, rows)`. */
export function csvResponse<Row>(
  fileName: string,
  columns: readonly CsvColumn<Row>[],
  rows: Iterable<Row>,
): Response {
  const lines = csvLines(columns, rows);
  const encoder = new TextEncoder();
  let started = false;
  const body = new ReadableStream<Uint8Array>({
    pull(controller) {
      const mark = started ? "" : UTF8_MARK;
      started = true;
      const { done, value } = lines.next();
      if (done) controller.close();
      else controller.enqueue(encoder.encode(mark + value));
    },
  });
  return new Response(body, {
    headers: {
      "content-type": "text/csv; charset=utf-8",
      "content-disposition": `attachment; filename*=UTF-8''${encodeURIComponent(fileName)}`,
      "cache-control": "private, no-store",
    },
  });
}
