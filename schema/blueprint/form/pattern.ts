/**
 * Patterns that a form may ask of a text. JavaScript's engine backtracks, so a pattern must come from a subset whose worst
 * case can be counted: literals, classes, `.`, `\d \w \s`, `( … | … )` without repetition of the group, and the
 * quantifiers `? * + {m} {m,n}`. What varies in length multiplies; the product is bounded.
 */
const MAX_SOURCE = 200;
/** Longest text a pattern is asked of; `*` and `+` count as so many tries. */
export const PATTERN_TEXT_MAX = 200;
/** Tries of the worst text that still cost less than a millisecond or two. */
const MAX_TRIES = 100_000;

/** Why a pattern is refused, or undefined where it is safe. */
export function faultOfPattern(source: string): string | undefined {
  if (source.length > MAX_SOURCE) return `longer than ${MAX_SOURCE} characters`;
  try {
    new RegExp(source, "u");
  } catch {
    return "not a regular expression";
  }
  const reader = { source, at: 0 };
  try {
    const tries = alternatives(reader, 0);
    if (reader.at < source.length) return `“${source[reader.at]}” is not expected here`;
    if (tries > MAX_TRIES) return "too many parts of varying length; give them fixed lengths such as {11}";
    return undefined;
  } catch (error) {
    if (error instanceof SyntaxError) return error.message;
    throw error;
  }
}

/** The pattern as it is run: it must fit the whole text. */
export function patternOf(source: string): RegExp {
  return new RegExp(`^(?:${source})$`, "u");
}

interface Reader {
  readonly source: string;
  at: number;
}

function alternatives(reader: Reader, depth: number): number {
  if (depth > 5) throw new SyntaxError("groups are nested too deeply");
  let tries = sequence(reader, depth);
  while (reader.source[reader.at] === "|") {
    reader.at++;
    tries += sequence(reader, depth);
  }
  return tries;
}

function sequence(reader: Reader, depth: number): number {
  let tries = 1;
  for (;;) {
    const next = reader.source[reader.at];
    if (next === undefined || next === "|" || next === ")") return tries;
    if (next === "(") {
      tries *= group(reader, depth);
      continue;
    }
    atom(reader, next);
    tries *= repetitions(reader);
  }
}

function group(reader: Reader, depth: number): number {
  reader.at++;
  if (reader.source.startsWith("?:", reader.at)) reader.at += 2;
  else if (reader.source[reader.at] === "?")
    throw new SyntaxError("look-around and named groups are not offered");
  const inside = alternatives(reader, depth + 1);
  reader.at++;
  if (reader.source[reader.at] === "?") {
    reader.at++;
    return inside + 1;
  }
  if (/^[*+{]/.test(reader.source.slice(reader.at, reader.at + 1)))
    throw new SyntaxError("a group cannot be repeated; repeat single characters or classes");
  return inside;
}

function atom(reader: Reader, next: string): void {
  const { source } = reader;
  if (next === "[") {
    reader.at++;
    while (source[reader.at] !== "]") reader.at += source[reader.at] === "\\" ? 2 : 1;
    reader.at++;
    return;
  }
  if (next === "\\") {
    const escaped = source[reader.at + 1] ?? "";
    if (/[1-9kpPbBuxc]/.test(escaped)) throw new SyntaxError(`\\${escaped} is not offered`);
    reader.at += 2;
    return;
  }
  if (next === "^" || next === "$") throw new SyntaxError("the whole text must fit: leave ^ and $ away");
  reader.at += (source.codePointAt(reader.at) ?? 0) > 0xffff ? 2 : 1;
}

/** How many lengths a repeated character may have. */
function repetitions(reader: Reader): number {
  const [whole, sign, from, comma, to] =
    /^(?:([?*+])|\{(\d+)(,?)(\d*)\})/.exec(reader.source.slice(reader.at)) ?? [];
  if (whole === undefined) return 1;
  reader.at += whole.length;
  if (reader.source[reader.at] === "?") throw new SyntaxError("lazy quantifiers are not offered");
  if (sign === "?") return 2;
  if (sign !== undefined || (comma === "," && to === "")) return PATTERN_TEXT_MAX;
  if (comma !== ",") return 1;
  return Math.min(Number(to), PATTERN_TEXT_MAX) - Number(from) + 1;
}
