import type { Decimal } from "../../kernel/decimal.ts";
import type { ManifoldError } from "../../kernel/errors.ts";
import { meteringError } from "../errors.ts";
import { QUALITY, type Quality } from "../quality.ts";
import { powerOfTen, type Unit } from "../unit.ts";

/** What a ReadingType says of the values of its series. */
export interface ReadingType {
  readonly unit: Unit;
  /** Values are multiplied by this power of ten. */
  readonly factor: Decimal;
  /** Length of an interval in seconds where the type gives one. */
  readonly seconds: number | undefined;
  readonly direction: "forward" | "reverse" | undefined;
  readonly quality: Quality;
}

/** ESPI UnitSymbolKind → unit; the codes are those of IEC 61968-9. */
const UNITS = new Map<number, Unit>([
  [5, "A"],
  [29, "V"],
  [31, "J"],
  [38, "W"],
  [42, "m3"],
  [72, "Wh"],
  [73, "varh"],
  [134, "L"],
]);

/** ESPI QualityOfReading → our quality. 0 valid, 14 raw, 17 validated, 18 verified, 19 revenue-quality and 11 derived stand as measured. */
const QUALITIES = new Map<number, Quality>([
  [0, QUALITY.measured],
  [7, QUALITY.manual],
  [8, QUALITY.estimatedBySource],
  [9, QUALITY.estimatedBySource],
  [10, QUALITY.doubtful],
  [11, QUALITY.measured],
  [12, QUALITY.estimatedBySource],
  [13, QUALITY.doubtful],
  [14, QUALITY.measured],
  [15, QUALITY.estimatedBySource],
  [16, QUALITY.doubtful],
  [17, QUALITY.measured],
  [18, QUALITY.measured],
  [19, QUALITY.measured],
]);

/** ESPI accumulationBehaviour of values that belong to their interval: none, delta data. Indices and bulk quantities are not. */
const INTERVAL_BEHAVIOURS = new Set([0, 4]);

/** `undefined` for a code that the standard does not know: it is treated as doubtful by the caller. */
export function qualityOf(code: number): Quality {
  return QUALITIES.get(code) ?? QUALITY.doubtful;
}

/** Reads the fields of a ReadingType; the first that is wrong or not supported is returned as an error. */
export function readingTypeOf(
  fields: ReadonlyMap<string, string>,
  line: number,
): ReadingType | ManifoldError {
  for (const [element, value] of fields) {
    if (NUMERIC_FIELDS.has(element) && !/^-?\d{1,9}$/.test(value)) {
      return meteringError("READ_XML_FIELD", { element, value: value.slice(0, 60) }, { line });
    }
  }
  const number = (element: string) => (fields.has(element) ? Number(fields.get(element)) : undefined);
  const unsupported = (field: string, value: number | string) =>
    meteringError("READING_TYPE_UNSUPPORTED", { field, value }, { line });
  const uom = number("uom");
  const unit = UNITS.get(uom ?? -1);
  if (unit === undefined) return unsupported("uom", uom ?? "(none)");
  const behaviour = number("accumulationBehaviour") ?? 0;
  if (!INTERVAL_BEHAVIOURS.has(behaviour)) return unsupported("accumulationBehaviour", behaviour);
  const power = number("powerOfTenMultiplier") ?? 0;
  if (Math.abs(power) > 12) return unsupported("powerOfTenMultiplier", power);
  return {
    unit,
    factor: powerOfTen(power),
    seconds: number("intervalLength"),
    direction: DIRECTIONS.get(number("flowDirection") ?? 0),
    quality: qualityOf(number("defaultQuality") ?? 0),
  };
}

/** ESPI FlowDirectionKind: 1 delivered to the customer, 19 received from the customer. */
const DIRECTIONS = new Map<number, "forward" | "reverse">([
  [1, "forward"],
  [19, "reverse"],
]);

const NUMERIC_FIELDS = new Set([
  "uom",
  "accumulationBehaviour",
  "powerOfTenMultiplier",
  "intervalLength",
  "flowDirection",
  "defaultQuality",
]);
