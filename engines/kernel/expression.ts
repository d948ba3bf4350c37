import { type ASTNode, Environment, EvaluationError, ParseError } from "@marcbachmann/cel-js";
import { defineErrors, errorsOf, type Where } from "./errors.ts";
import { offerDecimals } from "./expression-decimals.ts";

export const expressionErrors = defineErrors({
  EXPRESSION_MALFORMED: {
    status: 422,
    "zh-CN": "表达式有语法错误(第 {position} 个字符):{detail}",
    en: "the expression cannot be read (character {position}): {detail}",
    remedy: {
      "zh-CN": "改正该处的写法；条件例如 flow > p.limit && pressure < 2.0",
      en: "mend it at that place; a condition reads like flow > p.limit && pressure < 2.0",
    },
  },
  EXPRESSION_TYPE: {
    status: 422,
    "zh-CN": "表达式类型不符:{detail}",
    en: "the expression does not fit its environment: {detail}",
    remedy: {
      "zh-CN": "只使用已声明的名称，并让两侧类型一致：数值写成 1.0，文字加引号",
      en: "use declared names only, and like types on both sides: numbers as 1.0, texts in quotes",
    },
  },
  EXPRESSION_TOO_COSTLY: {
    status: 422,
    "zh-CN": "表达式过于复杂:{detail}",
    en: "the expression may cost too much: {detail}",
    remedy: {
      "zh-CN": "拆成几个较短的表达式，或减少嵌套与循环",
      en: "split it into shorter expressions, or nest and loop less",
    },
  },
  EXPRESSION_FAILED: {
    status: 422,
    "zh-CN": "表达式计算失败:{detail}",
    en: "the expression failed on these values: {detail}",
  },
});
const fail = errorsOf(expressionErrors);

/** A CEL type: "int", "double", "bool", "string", "list<string>", "map<string, double>", "dyn", … */
export type CelType = string;
/** The fields of an object variable, nested as needed. */
export interface CelFields {
  readonly [field: string]: CelType | CelFields;
}

export interface EnvironmentSpec {
  /** What an expression may name. An undeclared name fails the check, not the bill run. */
  readonly variables: Readonly<Record<string, CelType | CelFields>>;
  /** Records that variables hold lists of: `{ part: { price: "decimal" } }` for a variable `list<part>`. */
  readonly records?: Readonly<Record<string, CelFields>>;
  /** Offers the type `decimal` and its functions: exact numbers, given and answered as `Decimal`. */
  readonly decimals?: boolean;
}

/** A parsed and checked expression. It is pure: the same values give the same answer. */
export interface Expression {
  readonly source: string;
  /** The CEL type of the answer. */
  readonly type: CelType;
  /** What it mentions: `pressure`, and for `filled.pressure` also that. Variables of its own loops are among them. */
  readonly names: ReadonlySet<string>;
  /** Needs every one of its names: no `&&`, `||`, `? :` or loop in it might do without one that is unknown. */
  readonly strict: boolean;
  /** Throws EXPRESSION_FAILED. CEL ints are bigints; plain numbers are doubles. */
  evaluate(values: Readonly<Record<string, unknown>>): unknown;
}

export interface ExpressionEnvironment {
  /**
   * Parses and checks `source`. `expects` is the type the answer must have ("bool" for a condition).
   * Throws EXPRESSION_MALFORMED, EXPRESSION_TYPE or EXPRESSION_TOO_COSTLY, each with `where`.
   */
  compile(source: string, options?: { readonly expects?: CelType; readonly where?: Where }): Expression;
}

// Limits against a hostile expression, chosen so that the worst one that passes costs milliseconds.
const MAX_SOURCE_LENGTH = 2_000;
const MAX_NODES = 200;
const MAX_DEPTH = 24;
const MAX_LIST_ELEMENTS = 64;
/** Loops over a list (exists, all, filter, map); none inside another, or the cost multiplies. */
const MAX_LOOPS = 3;

const LOOPS = new Set(["exists", "exists_one", "all", "filter", "map"]);
/** `matches` runs a backtracking regular expression; `bind` lets a value double itself again and again. */
const REFUSED_CALLS = new Map([
  ["matches", "regular expressions are not offered; use contains, startsWith or endsWith"],
  ["bind", "cel.bind is not offered"],
]);

/** Declares what expressions may name; the environment is then shared by all expressions of one kind. */
export function expressionEnvironment(spec: EnvironmentSpec): ExpressionEnvironment {
  const environment = new Environment({
    limits: {
      maxAstNodes: MAX_NODES,
      maxDepth: MAX_DEPTH,
      maxListElements: MAX_LIST_ELEMENTS,
      maxMapEntries: MAX_LIST_ELEMENTS,
      maxCallArguments: 8,
    },
  });
  if (spec.decimals === true) offerDecimals(environment);
  for (const [name, fields] of Object.entries(spec.records ?? {}))
    environment.registerType({ name, schema: fields as Record<string, string> });
  for (const [name, type] of Object.entries(spec.variables)) {
    if (typeof type === "string") environment.registerVariable(name, type);
    else environment.registerVariable({ name, schema: type as Record<string, string> });
  }
  return {
    compile(source, { expects, where } = {}) {
      if (source.length > MAX_SOURCE_LENGTH) {
        throw fail("EXPRESSION_TOO_COSTLY", { detail: `longer than ${MAX_SOURCE_LENGTH} characters` }, where);
      }
      const parsed = parse(environment, source, where);
      refuseCostly(parsed.ast, where);
      const checked = parsed.check();
      if (!checked.valid) {
        const detail = checked.error?.summary ?? "unknown";
        throw fail("EXPRESSION_TYPE", { detail }, where, checked.error);
      }
      const type = checked.type ?? "dyn";
      if (expects !== undefined && type !== expects && type !== "dyn") {
        throw fail("EXPRESSION_TYPE", { detail: `expected ${expects}, but it gives ${type}` }, where);
      }
      const { names, strict } = namesIn(parsed.ast);
      return { source, type, names, strict, evaluate: (values) => evaluate(parsed, values, where) };
    },
  };
}

function parse(environment: Environment, source: string, where: Where | undefined) {
  try {
    return environment.parse(source);
  } catch (error) {
    if (!(error instanceof ParseError)) throw error;
    const code = error.code.includes("limit") || error.summary.includes("xceeded");
    if (code) throw fail("EXPRESSION_TOO_COSTLY", { detail: error.summary }, where, error);
    const position = (error.range?.start ?? 0) + 1;
    throw fail("EXPRESSION_MALFORMED", { detail: error.summary, position }, where, error);
  }
}

function evaluate(
  parsed: (values: Record<string, unknown>) => unknown,
  values: Readonly<Record<string, unknown>>,
  where: Where | undefined,
): unknown {
  try {
    return parsed(values);
  } catch (error) {
    const detail = error instanceof EvaluationError ? error.summary : String(error);
    throw fail("EXPRESSION_FAILED", { detail }, where, error);
  }
}

/** Walks the tree once: counts loops, refuses nested ones and the calls whose cost has no bound. */
function refuseCostly(root: ASTNode, where: Where | undefined): void {
  let loops = 0;
  const visit = (node: unknown, insideLoop: boolean): void => {
    if (Array.isArray(node)) {
      for (const part of node) visit(part, insideLoop);
      return;
    }
    if (!isNode(node)) return;
    let inside = insideLoop;
    if (node.op === "call" || node.op === "rcall") {
      const name = node.args[0];
      const refused = REFUSED_CALLS.get(name);
      if (refused !== undefined) throw fail("EXPRESSION_TOO_COSTLY", { detail: refused }, where);
      if (node.op === "rcall" && LOOPS.has(name)) {
        loops++;
        if (insideLoop) throw fail("EXPRESSION_TOO_COSTLY", { detail: "a loop inside a loop" }, where);
        if (loops > MAX_LOOPS) {
          throw fail("EXPRESSION_TOO_COSTLY", { detail: `more than ${MAX_LOOPS} loops` }, where);
        }
        visit(node.args[1], insideLoop);
        inside = true;
        visit(node.args[2], inside);
        return;
      }
    }
    if (node.op === "+" && inside && (isNode(node.args[0]) || isNode(node.args[1]))) {
      // Concatenation in a loop body would let text grow by a power at each loop.
      if (loops > 1)
        throw fail("EXPRESSION_TOO_COSTLY", { detail: "“+” in the body of a second loop" }, where);
    }
    visit(node.args, inside);
  };
  visit(root, false);
}

function isNode(value: unknown): value is ASTNode {
  return typeof value === "object" && value !== null && "op" in value && "args" in value;
}

const CHOOSING = new Set(["&&", "||", "?:"]);

function namesIn(root: ASTNode): { names: ReadonlySet<string>; strict: boolean } {
  const names = new Set<string>();
  let strict = true;
  const visit = (node: unknown): void => {
    if (Array.isArray(node)) node.forEach(visit);
    if (!isNode(node)) return;
    if (CHOOSING.has(node.op) || (node.op === "rcall" && LOOPS.has(node.args[0]))) strict = false;
    if (node.op === "id") names.add(node.args);
    if (node.op === "." && node.args[0].op === "id") names.add(`${node.args[0].args}.${node.args[1]}`);
    visit(node.args);
  };
  visit(root);
  return { names, strict };
}
