/** A record of a CSV file: its fields and the line on which it begins. */
export interface CsvRecord {
  readonly line: number;
  readonly fields: readonly string[];
  readonly raw: string;
  /** What is wrong with the form of the record; its fields are then not to be trusted. */
  readonly broken?: "quote" | "length";
}

/** Longest record, in characters: a day of 5-minute values has 288 fields. */
export const RECORD_LIMIT = 65_536;
const QUOTE = '"';

/**
 * Splits CSV (RFC 4180) that arrives in pieces: quoted fields with separators, line breaks and doubled quotes, LF or
 * CRLF, a byte-order mark, and comma, semicolon or tab as the first line has it. Empty lines are passed over unless
 * asked for. A quotation mark that is never closed spoils its own line only.
 */
export class CsvSplitter {
  readonly #keepEmpty: boolean;
  #rest = "";
  #line = 1;
  #separator: string | undefined;
  #first = true;
  /** Where the next quotation mark of `#rest` stands, its length when there is none, −1 when not known. */
  #quoteAt = -1;

  constructor(options: { readonly keepEmptyLines?: boolean } = {}) {
    this.#keepEmpty = options.keepEmptyLines ?? false;
  }

  push(text: string): CsvRecord[] {
    this.#rest += text;
    if (this.#first && this.#rest !== "") {
      this.#first = false;
      if (this.#rest.startsWith("\uFEFF")) this.#rest = this.#rest.slice(1);
    }
    return this.#take(false);
  }

  end(): CsvRecord[] {
    return this.#take(true);
  }

  #take(last: boolean): CsvRecord[] {
    const records: CsvRecord[] = [];
    this.#quoteAt = -1;
    let from = 0;
    while (from < this.#rest.length) {
      const end = this.#recordEnd(from, last);
      if (end === undefined) break;
      this.#emit(this.#rest.slice(from, end.at), end.broken, records);
      from = end.next;
    }
    this.#rest = this.#rest.slice(from);
    this.#quoteAt = -1;
    return records;
  }

  /** The end of the record that begins at `from`, or `undefined` when more text is needed to know. */
  #recordEnd(
    from: number,
    last: boolean,
  ): { at: number; next: number; broken?: "quote" | "length" } | undefined {
    const text = this.#rest;
    const firstBreak = text.indexOf("\n", from);
    // Looked up again only when passed: a file without quotation marks is searched once, not once a record.
    if (this.#quoteAt < from) this.#quoteAt = indexOrEnd(text, QUOTE, from);
    const firstQuote = this.#quoteAt;
    if (firstQuote === text.length || (firstBreak !== -1 && firstBreak < firstQuote)) {
      return lineEnd(firstBreak, from, text, last);
    }
    let quoted = false;
    for (let at = from; at < text.length; at += 1) {
      const character = text[at];
      if (character === QUOTE) quoted = !quoted;
      else if (character === "\n" && !quoted) return lineEnd(at, from, text, last);
      if (at - from > RECORD_LIMIT) return { ...spoiledLine(firstBreak, text), broken: "quote" };
    }
    if (!last) return undefined;
    return quoted
      ? { ...spoiledLine(firstBreak, text), broken: "quote" }
      : { at: text.length, next: text.length };
  }

  #emit(raw: string, broken: "quote" | "length" | undefined, records: CsvRecord[]): void {
    const line = this.#line;
    this.#line += countBreaks(raw) + 1;
    const text = raw.endsWith("\r") ? raw.slice(0, -1) : raw;
    if (text.trim() === "" && !this.#keepEmpty) return;
    if (broken !== undefined) {
      records.push({ line, fields: [], raw: text, broken });
      return;
    }
    this.#separator ??= separatorOf(text);
    records.push({ line, fields: splitFields(text, this.#separator), raw: text });
  }
}

function lineEnd(
  breakAt: number,
  from: number,
  text: string,
  last: boolean,
): { at: number; next: number; broken?: "length" } | undefined {
  const end = breakAt === -1 ? text.length : breakAt;
  if (breakAt === -1 && !last && end - from <= RECORD_LIMIT) return undefined;
  // A line without end is given out in pieces, each of them broken, so that memory stays bounded.
  if (end - from > RECORD_LIMIT) return { at: end, next: breakAt === -1 ? end : end + 1, broken: "length" };
  return { at: end, next: breakAt === -1 ? end : end + 1 };
}

function spoiledLine(breakAt: number, text: string): { at: number; next: number } {
  return breakAt === -1 ? { at: text.length, next: text.length } : { at: breakAt, next: breakAt + 1 };
}

function separatorOf(header: string): string {
  for (const candidate of [",", "\t", ";"]) if (header.includes(candidate)) return candidate;
  return ",";
}

function splitFields(text: string, separator: string): string[] {
  if (!text.includes(QUOTE)) return text.split(separator).map((field) => field.trim());
  const fields: string[] = [];
  let field = "";
  let quoted = false;
  for (let at = 0; at < text.length; at += 1) {
    const character = text[at]!;
    if (character === QUOTE) {
      if (quoted && text[at + 1] === QUOTE) {
        field += QUOTE;
        at += 1;
      } else quoted = !quoted;
    } else if (character === separator && !quoted) {
      fields.push(field.trim());
      field = "";
    } else field += character;
  }
  fields.push(field.trim());
  return fields;
}

function countBreaks(text: string): number {
  let count = 0;
  for (let at = text.indexOf("\n"); at !== -1; at = text.indexOf("\n", at + 1)) count += 1;
  return count;
}

function indexOrEnd(text: string, wanted: string, from: number): number {
  const at = text.indexOf(wanted, from);
  return at === -1 ? text.length : at;
}
