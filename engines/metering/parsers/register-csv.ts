import { Decimal } from "../../kernel/decimal.ts";
import { parseTime, wallClockInOrder } from "../../kernel/zone.ts";
import { meteringError } from "../errors.ts";
import { QUALITY, type Quality } from "../quality.ts";
import { faultOf, type ParserOptions, type ReadParser } from "./parser.ts";
import { tableParser } from "./table.ts";

/** Columns that a file of register indices must have; `quality` and `sequence` may stand beside them. */
export const REGISTER_COLUMNS = ["time", "meter", "register", "index"] as const;

const QUALITIES: ReadonlyMap<string, Quality> = new Map([
  ["", QUALITY.measured],
  ["measured", QUALITY.measured],
  ["manual", QUALITY.manual],
  ["estimated", QUALITY.estimatedBySource],
  ["doubtful", QUALITY.doubtful],
]);

/**
 * M11: a CSV of register indices, `time,meter,register,index`. Times without offset are wall-clock times of the zone,
 * resolved in file order for each register, so that a repeated hour reads right.
 */
export function registerCsvParser(options: ParserOptions): ReadParser {
  const clocks = new Map<string, (localMs: number) => number | undefined>();
  return tableParser(REGISTER_COLUMNS, () => (record, field) => {
    const { line, raw } = record;
    for (const column of REGISTER_COLUMNS) {
      if (field(column) === "") {
        return faultOf(meteringError("READ_FIELD_EMPTY", { column }, { line, path: column }), raw);
      }
    }
    const meter = field("meter");
    const register = field("register");
    const series = `${meter}\n${register}`;
    let wall = clocks.get(series);
    if (wall === undefined) {
      wall = wallClockInOrder(options.zone);
      clocks.set(series, wall);
    }
    const time = field("time");
    const atMs = readTime(time, wall);
    if (atMs === undefined) {
      const params = { value: time, zone: options.zone.name };
      return faultOf(meteringError("READ_TIME_INVALID", params, { line, path: "time" }), raw);
    }
    const index = Decimal.tryParse(field("index"));
    if (index === undefined) {
      const params = { value: field("index") };
      return faultOf(meteringError("READ_VALUE_INVALID", params, { line, path: "index" }), raw);
    }
    const quality = QUALITIES.get(field("quality").toLowerCase());
    if (quality === undefined) {
      const params = { value: field("quality") };
      return faultOf(meteringError("READ_VALUE_INVALID", params, { line, path: "quality" }), raw);
    }
    const sequence = readSequence(field("sequence"));
    if (sequence === undefined) {
      const params = { value: field("sequence") };
      return faultOf(meteringError("READ_VALUE_INVALID", params, { line, path: "sequence" }), raw);
    }
    return { kind: "register", meter, register, atMs, index: index.stripped(), quality, sequence, line, raw };
  });
}

/** An instant within the zone tables, `undefined` otherwise. */
export function readTime(text: string, wall: (localMs: number) => number | undefined): number | undefined {
  try {
    const instantMs = parseTime(text, wall);
    return instantMs === undefined || instantMs < 0 || instantMs >= END_MS ? undefined : instantMs;
  } catch (error) {
    if (error instanceof RangeError) return undefined;
    throw error;
  }
}

const END_MS = Date.UTC(2099, 0, 1);

/** The source's own order of its statements: a whole number, 0 where it gives none. */
export function readSequence(text: string): number | undefined {
  if (text === "") return 0;
  const sequence = Number(text);
  return /^\d+$/.test(text) && Number.isSafeInteger(sequence) ? sequence : undefined;
}
