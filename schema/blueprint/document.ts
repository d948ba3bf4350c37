import type { z } from "zod";
import { inputSchemaOf } from "./input-schema.ts";
import type { Item } from "./item.ts";
import type { ItemKind } from "./kind.ts";

/** JSON Schema 2020-12 of what a file of a kind may hold, for editors and other programs. */
export function jsonSchemaOf(kind: ItemKind<string, z.ZodType>): string {
  const schema = inputSchemaOf(kind.schema);
  return `${JSON.stringify({ title: kind.label.en, ...schema }, null, 2)}\n`;
}

interface Node {
  readonly $ref?: string;
  readonly type?: string | readonly string[];
  readonly const?: unknown;
  readonly enum?: readonly unknown[];
  readonly default?: unknown;
  readonly description?: string;
  readonly properties?: Readonly<Record<string, Node>>;
  readonly required?: readonly string[];
  readonly items?: Node | boolean;
  readonly additionalProperties?: Node | boolean;
  readonly anyOf?: readonly Node[];
  readonly oneOf?: readonly Node[];
  readonly allOf?: readonly Node[];
  readonly pattern?: string;
  readonly minimum?: number;
  readonly maximum?: number;
}

/** Levels of fields that the page shows; deeper ones stand in the JSON Schema. */
const LEVELS = 4;

/** The page of a kind: what it is, what a file of it may hold, field by field, and one that ships as an example. */
export function pageOf(
  kind: ItemKind<string, z.ZodType>,
  example: { item: Item; text: string } | undefined,
): string {
  const root = JSON.parse(jsonSchemaOf(kind)) as Node & { $defs?: Readonly<Record<string, Node>> };
  const rows = fieldsOf(root, root.$defs ?? {}, "", 0);
  const facts = [
    `Files: \`${kind.kind}/<key>.yaml\` of a pack. JSON Schema: [${kind.kind}.schema.json](${kind.kind}.schema.json).`,
    ...(kind.guarded === undefined
      ? []
      : [
          `A mistake in it costs ${kind.guarded}: a second person approves each change before it is published.`,
        ]),
    ...(kind.fields === undefined ? [] : ["Its fields hold data: the id of a field never changes its type."]),
    ...(kind.expressions === undefined ? [] : ["Its expressions are typed when it is checked."]),
  ];
  const table = [
    "| field | | type | default |",
    "|---|---|---|---|",
    ...rows.map(({ path, required, type, otherwise, note }) => {
      const about = note === "" ? type : `${type}. ${note}`;
      return `| \`${path}\` | ${required ? "required" : ""} | ${about} | ${otherwise} |`;
    }),
  ];
  const shown =
    example === undefined
      ? []
      : ["", `## Example: \`${example.item.key}\``, "", "```yaml", example.text.trimEnd(), "```"];
  const title = `# ${kind.label.en} (\`${kind.kind}\`, ${kind.label["zh-CN"]})`;
  return `${[title, "", GENERATED, "", ...facts, "", "## Fields", "", ...table, ...shown].join("\n")}\n`;
}

const GENERATED = "Written by `npm run blueprint-docs` from the schema of the kind; do not edit.";

interface Row {
  readonly path: string;
  readonly required: boolean;
  readonly type: string;
  readonly otherwise: string;
  readonly note: string;
}

function fieldsOf(node: Node, defs: Readonly<Record<string, Node>>, path: string, level: number): Row[] {
  const { properties, required = [] } = node;
  return Object.entries(properties ?? {}).flatMap(([name, raw]) => {
    const field = resolve(raw, defs);
    const own = `${path}${name}`;
    const row: Row = {
      path: own,
      required: required.includes(name),
      type: cell(typeOf(field, defs)),
      otherwise: field.default === undefined ? "" : cell(`\`${JSON.stringify(field.default)}\``),
      note: cell(field.description ?? ""),
    };
    if (level + 1 >= LEVELS || isWords(field)) return [row];
    return [row, ...below(field, defs, own, level + 1)];
  });
}

function below(
  field: Node,
  defs: Readonly<Record<string, Node>>,
  path: string,
  level: number,
  nested = 0,
): Row[] {
  if (nested > LEVELS) return [];
  if (field.properties !== undefined) return fieldsOf(field, defs, `${path}.`, level);
  if (typeof field.items === "object")
    return below(resolve(field.items, defs), defs, `${path}[]`, level, nested + 1);
  if (typeof field.additionalProperties === "object") {
    return below(resolve(field.additionalProperties, defs), defs, `${path}.<name>`, level, nested + 1);
  }
  const branches = (field.oneOf ?? field.anyOf ?? []).map((branch) => resolve(branch, defs));
  const rows = branches
    .filter((branch) => !isWords(branch))
    .flatMap((branch) => below(branch, defs, path, level, nested + 1));
  return [...new Map(rows.map((row) => [row.path, row])).values()];
}

function resolve(node: Node, defs: Readonly<Record<string, Node>>): Node {
  const name = node.$ref?.replace("#/$defs/", "");
  const found = name === undefined ? undefined : defs[name];
  return found === undefined ? node : { ...found, ...node };
}

function typeOf(raw: Node, defs: Readonly<Record<string, Node>>, depth = 0): string {
  const node = resolve(raw, defs);
  // Any JSON is made of any JSON.
  if (depth > LEVELS) return "any";
  if (isWords(node)) return "text in both languages";
  if (node.const !== undefined) return `\`${JSON.stringify(node.const)}\``;
  if (node.enum !== undefined) return node.enum.map((value) => `\`${String(value)}\``).join(" ");
  const branches = node.oneOf ?? node.anyOf;
  if (branches !== undefined)
    return [...new Set(branches.map((branch) => typeOf(branch, defs, depth + 1)))].join(" or ");
  if (typeof node.items === "object") return `list of ${typeOf(node.items, defs, depth + 1)}`;
  if (node.properties !== undefined) return "record";
  if (typeof node.additionalProperties === "object")
    return `by name: ${typeOf(node.additionalProperties, defs, depth + 1)}`;
  return String(node.type ?? "any");
}

function isWords({ properties }: Node): boolean {
  const names = Object.keys(properties ?? {});
  return names.length === 2 && names.includes("zh-CN") && names.includes("en");
}

function cell(text: string): string {
  return text.replaceAll("|", "\\|").replaceAll("\n", " ");
}
