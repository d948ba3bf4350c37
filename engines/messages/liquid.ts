import { ForTag, Liquid, type Template } from "liquidjs";
import { messageError } from "./errors.ts";
import { CONTEXT, type FilterContext, KEPT_FILTERS, OWN_FILTERS, setFilters } from "./filters.ts";

/** Tags that a template may use: choices and loops. Nothing that reads another template or a file. */
export const TAGS = [
  "assign",
  "break",
  "case",
  "comment",
  "continue",
  "else",
  "for",
  "if",
  "unless",
] as const;
const FILTERS = [...KEPT_FILTERS, ...Object.keys(OWN_FILTERS)].sort();

// Limits against a hostile template; a usual one takes some tens of microseconds and some tens of nodes. Nodes and memory
// bound it the same on every machine; the time is for what they do not see, and long enough for a busy one.
const SOURCE_LIMIT = 4_000;
const TIME_LIMIT_MS = 2_000;
const MEMORY_LIMIT = 200_000;
const NODE_LIMIT = 1_000;
const OUTPUT_LIMIT = 8_000;

/** A list within a list is what a message shows; each level more multiplies what one rendering costs. */
const LOOPS_NESTED = 2;
const REFUSED_LOOP = "loop refused";
/** `i in (1..9)`: each pass of an outer loop would make such a list anew, which neither nodes nor memory count. */
const OVER_NUMBERS = /^\s*\S+\s+in\s*\(/;

let loopsOpen = 0;

/** `for` over lists of the message only, and not nested without bound. A tag reads what stands within it while it is made. */
class BoundedFor extends ForTag {
  constructor(...given: ConstructorParameters<typeof ForTag>) {
    loopsOpen += 1;
    try {
      if (loopsOpen > LOOPS_NESTED)
        throw new Error(`${REFUSED_LOOP}: more than ${LOOPS_NESTED} within each other`);
      if (OVER_NUMBERS.test(given[0].args))
        throw new Error(`${REFUSED_LOOP}: over numbers instead of a list`);
      super(...given);
    } finally {
      loopsOpen -= 1;
    }
  }
}

const engine = makeEngine();

function makeEngine(): Liquid {
  const made = new Liquid({
    strictFilters: true,
    strictVariables: true,
    // A variable that may be missing can be asked for by `if` and `default`.
    lenientIf: true,
    ownPropertyOnly: true,
    relativeReference: false,
    dynamicPartials: false,
    templates: {},
    parseLimit: SOURCE_LIMIT,
    renderLimit: TIME_LIMIT_MS,
    memoryLimit: MEMORY_LIMIT,
  });
  for (const name of Object.keys(made.tags)) {
    if (!(TAGS as readonly string[]).includes(name)) delete made.tags[name];
  }
  made.registerTag("for", BoundedFor);
  setFilters(made);
  return made;
}

/** A template that was read and whose variables are all declared. */
export type Renderer = (values: Readonly<Record<string, unknown>>, context: FilterContext) => string;

/**
 * Reads a template. @param variables that it may name; @param path of the template in its item, told with each fault.
 * @throws MESSAGE_TEMPLATE_MALFORMED, MESSAGE_FILTER_UNKNOWN, MESSAGE_VARIABLE_UNKNOWN
 */
export function readTemplate(source: string, variables: readonly string[], path: string): Renderer {
  const template = parse(source, path);
  const { globals } = engine.analyzeSync(template, { partials: false });
  for (const [variable, places] of Object.entries(globals)) {
    if (variables.includes(variable)) continue;
    const { row: line, col: column } = places[0]?.location ?? { row: 1, col: 1 };
    const known = variables.join(", ") || "—";
    throw messageError("MESSAGE_VARIABLE_UNKNOWN", { variable, line, column, known }, { path });
  }
  return (values, context) => render(template, values, context, path);
}

function parse(source: string, path: string): Template[] {
  try {
    return engine.parse(source);
  } catch (error) {
    const { message, token } = error as Error & { token?: { getPosition(): [number, number] } };
    const loop = /loop refused: [^,]+/.exec(message)?.[0];
    if (loop !== undefined) throw messageError("MESSAGE_TOO_COSTLY", { detail: loop }, { path }, error);
    const filter = /undefined filter: (\S+?),/.exec(message)?.[1];
    if (filter !== undefined)
      throw messageError("MESSAGE_FILTER_UNKNOWN", { filter, known: FILTERS.join(", ") }, { path }, error);
    const [line, column] = token?.getPosition() ?? [1, 1];
    const detail = message.replace(/, line:\d+, col:\d+.*$/s, "");
    throw messageError(
      "MESSAGE_TEMPLATE_MALFORMED",
      { line, column, detail, tags: TAGS.join(", ") },
      { path },
      error,
    );
  }
}

function render(
  template: Template[],
  values: Readonly<Record<string, unknown>>,
  context: FilterContext,
  path: string,
): string {
  let text: string;
  try {
    text = String(
      engine.renderSync(template, values, { templateLimit: NODE_LIMIT, globals: { [CONTEXT]: context } }),
    );
  } catch (error) {
    const message = (error as Error).message;
    const missing = /undefined variable: (\S+?),/.exec(message)?.[1];
    if (missing !== undefined)
      throw messageError("MESSAGE_VARIABLE_MISSING", { variable: missing }, { path }, error);
    throw messageError("MESSAGE_TOO_COSTLY", { detail: message }, { path }, error);
  }
  if (text.length > OUTPUT_LIMIT)
    throw messageError("MESSAGE_TOO_COSTLY", { detail: `${text.length} > ${OUTPUT_LIMIT}` }, { path });
  return text;
}
