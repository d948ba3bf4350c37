import { Decimal } from "../../kernel/decimal.ts";
import { dayStartMs } from "../../kernel/zone.ts";
import { meteringError } from "../errors.ts";
import { QUALITY } from "../quality.ts";
import { CsvSplitter } from "./csv.ts";
import { faultOf, type Item, type ParserOptions, type ReadParser } from "./parser.ts";

/**
 * M10: one value a line, the first one at the start of the given local day, each line one interval later in real time.
 * An empty line is an interval without value; a line that is no number is a fault and keeps its place, so that the
 * lines after it stay at their times. Lines that begin with # and a first line of words are headings.
 */
export function oneColumnParser(options: ParserOptions): ReadParser {
  const { startDay, zone, unit } = options;
  if (startDay === undefined) throw meteringError("START_NEEDED");
  const seconds = options.intervalSeconds ?? 3600;
  const splitter = new CsvSplitter({ keepEmptyLines: true });
  const firstMs = dayStartMs(zone, startDay);
  let position = 0;
  // Empty lines count only when a value follows them: the end of a file often has some.
  let pendingEmpty = 0;

  const read = ({ line, raw }: { line: number; raw: string }): Item | undefined => {
    const text = raw.trim();
    if (text.startsWith("#")) return undefined;
    if (text === "") {
      pendingEmpty += 1;
      return undefined;
    }
    const value = Decimal.tryParse(text);
    if (value === undefined && line === 1 && /^[\p{L}_]/u.test(text)) return undefined;
    position += pendingEmpty;
    pendingEmpty = 0;
    const startMs = firstMs + position * seconds * 1000;
    position += 1;
    if (value === undefined) {
      return faultOf(meteringError("READ_VALUE_INVALID", { value: text.slice(0, 60) }, { line }), raw);
    }
    return {
      kind: "interval",
      series: "",
      startMs,
      seconds,
      value,
      unit,
      direction: undefined,
      quality: QUALITY.measured,
      sequence: 0,
      line,
    };
  };
  const readAll = (records: readonly { line: number; raw: string }[]): Item[] =>
    records.map(read).filter((item) => item !== undefined);
  return { push: (text) => readAll(splitter.push(text)), end: () => readAll(splitter.end()) };
}
