import { readFileSync } from "node:fs";
import path from "node:path";
import { isScalar, LineCounter, parseDocument } from "yaml";
import { importUrdb, isUrdb, parseTariff } from "#engines/billing/index.ts";
import { ManifoldError } from "#engines/kernel/errors.ts";
import type { Tariff } from "#schema/blueprint/tariff/schema.ts";
import { fail } from "./errors.ts";

/** Largest file that is read whole: a year of one-minute values is some 30 MB. */
const FILE_LIMIT_BYTES = 512 * 1024 * 1024;

export function readText(file: string): string {
  try {
    const text = readFileSync(file);
    if (text.length > FILE_LIMIT_BYTES) {
      throw fail("FILE_UNREADABLE", { file, reason: `larger than ${FILE_LIMIT_BYTES} bytes` }, { file });
    }
    return text.toString("utf8");
  } catch (error) {
    if (error instanceof ManifoldError) throw error;
    const reason = (error as NodeJS.ErrnoException).code === "ENOENT" ? "no such file" : String(error);
    throw fail("FILE_UNREADABLE", { file, reason }, { file }, error);
  }
}

/** Runs what reads a file's content; its faults are told with the file. */
export function inFile<Result>(file: string, read: () => Result): Result {
  try {
    return read();
  } catch (error) {
    throw error instanceof ManifoldError ? error.at({ file, ...error.where }) : error;
  }
}

/** A parsed JSON or YAML file, and the line on which a path of it stands. */
export interface Structured {
  readonly value: unknown;
  lineOf(path: string): number | undefined;
}

/** YAML by its suffix (.yaml, .yml), JSON otherwise. Throws FILE_MALFORMED with line and column. */
export function readStructured(file: string): Structured {
  const text = readText(file);
  const isYaml = /\.ya?ml$/i.test(file);
  const lines = new LineCounter();
  // JSON is YAML, so that one reader gives lines for both; strictness of JSON is checked first.
  if (!isYaml) checkJson(text, file);
  if (nests(text)) {
    const reason = `nested deeper than ${DEEPEST}`;
    throw fail(
      "FILE_MALFORMED",
      { file: path.basename(file), format: isYaml ? "YAML" : "JSON", reason },
      { file },
    );
  }
  const document = parseDocument(text, { lineCounter: lines, uniqueKeys: true });
  const [fault] = document.errors;
  if (fault !== undefined) {
    const at = fault.linePos?.[0];
    const reason = fault.message.split("\n")[0] ?? "";
    const where = at === undefined ? { file } : { file, line: at.line, column: at.col };
    throw fail(
      "FILE_MALFORMED",
      { file: path.basename(file), format: isYaml ? "YAML" : "JSON", reason },
      where,
      fault,
    );
  }
  return {
    value: isYaml ? document.toJS({ maxAliasCount: 100 }) : JSON.parse(text),
    lineOf(at) {
      const steps = at === "" ? [] : at.split(/[.[\]]+/).filter((step) => step !== "");
      // A missing field has no line; its parent has.
      for (let depth = steps.length; depth > 0; depth--) {
        const node: unknown = document.getIn(steps.slice(0, depth).map(indexed), true);
        const range = isScalar(node)
          ? node.range
          : (node as { range?: readonly number[] } | undefined)?.range;
        if (range?.[0] !== undefined) return lines.linePos(range[0]).line;
      }
      return undefined;
    },
  };
}

/** No tariff nests a tenth as deep; the parser of YAML goes by recursion, and its time grows with the square. */
const DEEPEST = 200;

function nests(text: string): boolean {
  let depth = 0;
  for (const sign of text) {
    if (sign === "[" || sign === "{") depth++;
    else if (sign === "]" || sign === "}") depth--;
    if (depth > DEEPEST) return true;
  }
  // Block style nests by indentation and by marks at the beginning of a line.
  return /^[ \t?:-]{200}/m.test(text);
}

function indexed(step: string): string | number {
  return /^\d+$/.test(step) ? Number(step) : step;
}

function checkJson(text: string, file: string): void {
  try {
    JSON.parse(text);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    const position = /\(line (\d+) column (\d+)\)/.exec(reason);
    const where =
      position === null ? { file } : { file, line: Number(position[1]), column: Number(position[2]) };
    throw fail("FILE_MALFORMED", { file: path.basename(file), format: "JSON", reason }, where, error);
  }
}

/** A tariff of ours (JSON or YAML) or a record of the rate database. Faults carry file, line and path. */
export function loadTariff(file: string): Tariff {
  const { value, lineOf } = readStructured(file);
  try {
    return isUrdb(value) ? importUrdb(value, { file }) : parseTariff(value, { file });
  } catch (error) {
    throw error instanceof ManifoldError ? withLine(error, lineOf) : error;
  }
}

/** The same error with the line of its path. */
function withLine(error: ManifoldError, lineOf: Structured["lineOf"]): ManifoldError {
  const line = error.where?.path === undefined ? undefined : lineOf(error.where.path);
  return line === undefined ? error : error.at({ ...error.where, line });
}
