import { type ASTNode, Environment } from "@marcbachmann/cel-js";
import type { Where } from "#engines/kernel/errors.ts";
import type { ColumnType } from "#schema/blueprint/kpi/datasets.ts";
import { kpiError } from "./errors.ts";

/** A part of a statement: its text with `$n` and the values for them, numbered from the first. */
export interface SqlPart {
  readonly text: string;
  readonly values: readonly unknown[];
}

const COMPARISONS: Readonly<Record<string, string>> = {
  "==": "=",
  "!=": "<>",
  "<": "<",
  "<=": "<=",
  ">": ">",
  ">=": ">=",
};

/** Methods of texts → SQL. None uses a pattern, so nothing in a text has a meaning of its own. */
const METHODS: Readonly<Record<string, (text: string, part: string) => string>> = {
  startsWith: (text, part) => `starts_with(${text}, ${part})`,
  endsWith: (text, part) => `right(${text}, length(${part})) = ${part}`,
  contains: (text, part) => `strpos(${text}, ${part}) > 0`,
};

/**
 * Translates a condition that was type-checked already. Columns are `d."name"`, constants are values of the statement.
 * Rows have no nulls, so SQL's logic of three values never differs from CEL's of two.
 * @param first number of the first `$n`
 * @throws KPI_NOT_TRANSLATABLE
 */
export function conditionToSql(
  source: string,
  columns: Readonly<Record<string, { readonly type: ColumnType }>>,
  first: number,
  where?: Where,
): SqlPart {
  const values: unknown[] = [];
  const isText = (node: ASTNode): boolean =>
    (node.op === "value" && typeof node.args === "string") ||
    (node.op === "id" && columns[node.args]?.type === "string") ||
    (node.op === "?:" && node.args.slice(1).some(isText));
  const refuse = (node: ASTNode): never => {
    const { start, end } = node.range;
    throw kpiError("KPI_NOT_TRANSLATABLE", { part: source.slice(start, end) || source }, where);
  };
  const constant = (value: unknown, node: ASTNode): string => {
    const [sent, type] =
      typeof value === "string"
        ? [value, "text"]
        : typeof value === "boolean"
          ? [value, "boolean"]
          : typeof value === "number" || typeof value === "bigint"
            ? [String(value), "double precision"]
            : refuse(node);
    values.push(sent);
    return `$${first + values.length - 1}::${type}`;
  };
  const translate = (node: ASTNode): string => {
    switch (node.op) {
      case "value":
        return constant(node.args, node);
      case "id":
        return Object.hasOwn(columns, node.args) ? `d."${node.args}"` : refuse(node);
      case "-_":
        return `(- ${translate(node.args)})`;
      case "!_":
        return `(NOT ${translate(node.args)})`;
      case "&&":
        return `(${translate(node.args[0])} AND ${translate(node.args[1])})`;
      case "||":
        return `(${translate(node.args[0])} OR ${translate(node.args[1])})`;
      case "?:":
        return choice(node.args.map(translate) as [string, string, string]);
      case "in": {
        const [item, list] = node.args;
        if (list.op !== "list") return refuse(list);
        if (list.args.length === 0) return "false";
        return `(${translate(item)} IN (${list.args.map(translate).join(", ")}))`;
      }
      case "rcall": {
        const [name, text, given] = node.args;
        const method = Object.hasOwn(METHODS, name) ? METHODS[name] : undefined;
        const [part] = given;
        return method === undefined || part === undefined || given.length !== 1
          ? refuse(node)
          : `(${method(translate(text), translate(part))})`;
      }
      default: {
        const operator = COMPARISONS[node.op];
        if (operator === undefined) return refuse(node);
        const [left, right] = node.args as [ASTNode, ASTNode];
        // Texts are compared for being the same only: their order depends on a language.
        if (operator !== "=" && operator !== "<>" && [left, right].some(isText)) return refuse(node);
        return `(${translate(left)} ${operator} ${translate(right)})`;
      }
    }
  };
  const text = translate(new Environment({ unlistedVariablesAreDyn: true }).parse(source).ast);
  return { text, values };
}

const choice = ([condition, yes, no]: [string, string, string]): string =>
  `(CASE WHEN ${condition} THEN ${yes} ELSE ${no} END)`;
