import { Decimal } from "#engines/kernel/decimal.ts";
import type { ManifoldError, Words } from "#engines/kernel/errors.ts";
import type { FieldOf } from "#schema/blueprint/form/field.ts";
import type { Json, JsonObject } from "#schema/blueprint/item.ts";
import { isDay } from "./day.ts";
import { formError, type formErrors } from "./errors.ts";
import { type FieldProgram, type FormEnvironment, optionsOf } from "./program.ts";

/** Longest number that a field takes, digits and sign. */
const NUMBER_TEXT_MAX = 40;
const TIME = /^([01]\d|2[0-3]):[0-5]\d$/;
/** RFC 3339 with an offset: an instant, wherever it was written down. */
const INSTANT = /^\d{4}-\d{2}-\d{2}T([01]\d|2[0-3]):[0-5]\d(:[0-5]\d(\.\d{1,3})?)?(Z|[+-]\d{2}:\d{2})$/;
const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;

const EXPECTED = {
  text: { "zh-CN": "文字", en: "a text" },
  decimal: { "zh-CN": "数字，例如 12.5", en: "a number such as 12.5" },
  date: { "zh-CN": "日期，例如 2026-11-25", en: "a date such as 2026-11-25" },
  time: { "zh-CN": "时间，例如 08:30", en: "a time such as 08:30" },
  dateTime: { "zh-CN": "日期和时间", en: "a date with its time" },
  option: { "zh-CN": "列表中的一个选项", en: "one option of the list" },
  options: { "zh-CN": "列表中的若干选项，不重复", en: "options of the list, each once" },
  list: { "zh-CN": "可用的代码表", en: "a code list that is there" },
  yesNo: { "zh-CN": "是或否", en: "yes or no" },
  reference: { "zh-CN": "从列表中选择的一项", en: "one chosen from the list" },
  address: { "zh-CN": "地址", en: "an address" },
  files: { "zh-CN": "已上传的文件", en: "files that were added" },
  signature: { "zh-CN": "签名或签名人姓名", en: "a signature or the name of who signs" },
  rows: { "zh-CN": "若干行", en: "rows" },
} as const satisfies Record<string, Words>;

type Code = keyof typeof formErrors;
type Fault = (code: Code, params?: Record<string, string | number>) => ManifoldError;

/** What is wrong with a value that is there: its type, its limits. Empty values are the caller's. */
export function faultsOfValue(
  program: FieldProgram,
  value: Json,
  path: string,
  environment: FormEnvironment,
): ManifoldError[] {
  const { field } = program;
  const fault: Fault = (code, params = {}) =>
    formError(code, { field: field.label.en, fieldZh: field.label["zh-CN"], ...params }, { path });
  const malformed = (expected: keyof typeof EXPECTED) => [
    fault("FORM_VALUE_MALFORMED", {
      expected: EXPECTED[expected].en,
      expectedZh: EXPECTED[expected]["zh-CN"],
    }),
  ];
  switch (field.type) {
    case "text":
    case "longText":
    case "barcode":
      return typeof value === "string" ? faultsOfText(program, field, value, fault) : malformed("text");
    case "number":
    case "money": {
      const number =
        typeof value === "string" && value.length <= NUMBER_TEXT_MAX ? Decimal.tryParse(value) : undefined;
      return number === undefined ? malformed("decimal") : faultsOfNumber(program, field, number, fault);
    }
    case "date": {
      if (typeof value !== "string" || !isDay(value)) return malformed("date");
      const { today } = environment.context;
      const limit = (bound: string | undefined) => (bound === "today" ? today : bound);
      return faultsOfOrder(value, limit(field.min), limit(field.max), fault);
    }
    case "time":
      if (typeof value !== "string" || !TIME.test(value)) return malformed("time");
      return faultsOfOrder(value, field.min, field.max, fault);
    case "dateTime": {
      const instant = typeof value === "string" && INSTANT.test(value) ? Date.parse(value) : Number.NaN;
      if (Number.isNaN(instant) || !isDay(String(value).slice(0, 10))) return malformed("dateTime");
      const { now } = environment.context;
      if (field.min === "now" && instant < Date.parse(now)) return [fault("FORM_TOO_EARLY", { limit: now })];
      if (field.max === "now" && instant > Date.parse(now)) return [fault("FORM_TOO_LATE", { limit: now })];
      return [];
    }
    case "choice": {
      if (typeof value !== "string") return malformed("option");
      const options = optionsOf(field, environment.codeLists);
      if (options === undefined) return malformed("list");
      if (options.some(({ code }) => code === value)) return [];
      return [fault("FORM_OPTION_UNKNOWN", { option: value.slice(0, 60) })];
    }
    case "multiChoice": {
      if (!isTexts(value) || new Set(value).size < value.length) return malformed("options");
      const options = optionsOf(field, environment.codeLists);
      if (options === undefined) return malformed("list");
      const unknown = value.find((chosen) => options.every(({ code }) => code !== chosen));
      if (unknown !== undefined) return [fault("FORM_OPTION_UNKNOWN", { option: unknown.slice(0, 60) })];
      return faultsOfCount(field, value.length, fault);
    }
    case "yesNo":
      return typeof value === "boolean" ? [] : malformed("yesNo");
    case "person":
    case "orgUnit":
    case "customer":
    case "meter":
    case "premise":
      return isRecord(value) && isUuid(value.id) && isName(value.name) ? [] : malformed("reference");
    case "address":
      if (!isRecord(value) || !isName(value.text) || (value.point !== undefined && !isPoint(value.point)))
        return malformed("address");
      if (field.point === "required" && value.point === undefined) return [fault("FORM_POINT_REQUIRED")];
      return [];
    case "photo":
    case "file":
      if (!Array.isArray(value) || !value.every(isAttachment)) return malformed("files");
      return faultsOfCount(field, value.length, fault);
    case "signature":
      return isSignature(value) ? [] : malformed("signature");
    case "group":
      return Array.isArray(value) && value.every(isRecord)
        ? faultsOfCount(field, value.length, fault)
        : malformed("rows");
    // Worked out by the form itself; what was sent is thrown away.
    case "computed":
    case "note":
      return [];
  }
}

function faultsOfText(
  program: FieldProgram,
  field: FieldOf<"text" | "longText" | "barcode">,
  value: string,
  fault: Fault,
): ManifoldError[] {
  // People count characters, not UTF-16 units; JSON Schema does too.
  const length = [...value].length;
  if (length < field.minLength) return [fault("FORM_TEXT_SHORT", { limit: field.minLength })];
  if (length > field.maxLength) return [fault("FORM_TEXT_LONG", { limit: field.maxLength, length })];
  if (program.pattern === undefined || program.pattern.test(value)) return [];
  const hint = "pattern" in field ? field.pattern?.hint : undefined;
  return [fault("FORM_TEXT_PATTERN", { hint: hint?.en ?? "", hintZh: hint?.["zh-CN"] ?? "" })];
}

function faultsOfNumber(
  program: FieldProgram,
  field: FieldOf<"number" | "money">,
  value: Decimal,
  fault: Fault,
): ManifoldError[] {
  if (value.scale > field.decimals) return [fault("FORM_DECIMALS", { decimals: field.decimals })];
  if (program.min !== undefined && value.lessThan(program.min))
    return [fault("FORM_BELOW_MINIMUM", { limit: program.min.toString() })];
  if (program.max !== undefined && value.greaterThan(program.max))
    return [fault("FORM_ABOVE_MAXIMUM", { limit: program.max.toString() })];
  return [];
}

function faultsOfOrder(
  value: string,
  min: string | undefined,
  max: string | undefined,
  fault: Fault,
): ManifoldError[] {
  if (min !== undefined && value < min) return [fault("FORM_TOO_EARLY", { limit: min })];
  if (max !== undefined && value > max) return [fault("FORM_TOO_LATE", { limit: max })];
  return [];
}

function faultsOfCount(
  { min, max }: { readonly min: number; readonly max: number },
  count: number,
  fault: Fault,
): ManifoldError[] {
  if (count < min) return [fault("FORM_TOO_FEW", { limit: min, count })];
  if (count > max) return [fault("FORM_TOO_MANY", { limit: max, count })];
  return [];
}

export function isAttachment(value: Json | undefined): boolean {
  return (
    isRecord(value) &&
    isUuid(value.id) &&
    isName(value.name) &&
    typeof value.mime === "string" &&
    /^[a-z]+\/[a-z0-9.+-]{1,100}$/.test(value.mime) &&
    typeof value.size === "number" &&
    Number.isSafeInteger(value.size) &&
    value.size > 0
  );
}

function isSignature(value: Json): boolean {
  if (!isRecord(value) || typeof value.at !== "string" || !INSTANT.test(value.at)) return false;
  const named = value.name !== undefined;
  const drawn = value.image !== undefined;
  return (named || drawn) && (!named || isName(value.name)) && (!drawn || isAttachment(value.image));
}

function isPoint(value: Json): boolean {
  if (!Array.isArray(value) || value.length !== 2) return false;
  const [longitude, latitude] = value;
  return within(longitude, 180) && within(latitude, 90);
}

function within(value: Json | undefined, limit: number): boolean {
  return typeof value === "number" && value >= -limit && value <= limit;
}

function isTexts(value: Json): value is readonly string[] {
  return Array.isArray(value) && value.every((member) => typeof member === "string");
}

function isName(value: Json | undefined): boolean {
  return typeof value === "string" && value.trim() !== "" && [...value].length <= 500;
}

function isUuid(value: Json | undefined): boolean {
  return typeof value === "string" && UUID.test(value);
}

function isRecord(value: Json | undefined): value is JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
