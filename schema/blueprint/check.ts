import type { z } from "zod";
import { errorsOf, ManifoldError } from "#engines/kernel/errors.ts";
import { expressionEnvironment } from "#engines/kernel/expression.ts";
import { keySchema } from "./common.ts";
import { blueprintErrors } from "./errors.ts";
import { fieldsOf, referencesOf } from "./facts.ts";
import { inherit } from "./inherit.ts";
import { type EffectiveItem, type Item, itemName, type KindRegistry, sortItems } from "./item.ts";
import type { ExpressionUse, Finding, ItemKind, TemplateUse } from "./kind.ts";
import { faultsOfContent } from "./pack.ts";
import { type Problem, problemOfError, problemOfFinding } from "./problem.ts";

const fail = errorsOf(blueprintErrors);

/** An item as it stood in an earlier release, for what must not change between releases. */
export interface PastItem extends Item {
  readonly release: number;
}

export interface CheckInput {
  /** Effective items of the upper tier's release; empty at the top. */
  readonly upper: readonly EffectiveItem[];
  /** The tenant's own items: the thing that is checked. */
  readonly own: readonly Item[];
  /** What is in force: items of the same hash were checked when they were published. */
  readonly inForce?: readonly EffectiveItem[];
  /** Earlier versions of items whose kinds have fields. */
  readonly past?: readonly PastItem[];
}

/** What the check needs of the engines. */
export interface CheckPorts {
  readonly kinds: KindRegistry;
  /** Compiles an item that its schema has accepted. Throws a ManifoldError with the path of the fault. */
  compile?(item: EffectiveItem): void;
  /** Runs what an engine knows to check: golden examples, invariants. Asked of items that compile. */
  examine?(item: EffectiveItem, parsed: unknown): readonly Finding[];
  /** Reads a Liquid template. Throws a ManifoldError. */
  checkTemplate?(use: TemplateUse): void;
}

export interface Checked {
  /** The effective blueprint, as far as it could be made. */
  readonly items: readonly EffectiveItem[];
  readonly problems: readonly Problem[];
}

/**
 * Checks a set of items as a whole: form, inheritance and locks, references, expressions, what each kind itself knows to be
 * wrong, fields that changed their type, and last whether it compiles. Every fault is found, not the first one only. Pure;
 * what costs is done for changed items only.
 */
export function checkBlueprint(input: CheckInput, ports: CheckPorts): Checked {
  const problems: Problem[] = [];
  const wellFormed = input.own.filter((item) => {
    const faults = faultsOfForm(item, ports.kinds);
    problems.push(...faults.map((fault) => problemOfError(fault, item)));
    return faults.length === 0;
  });
  const distinct = new Map<string, Item>();
  for (const item of wellFormed) {
    const name = itemName(item);
    if (distinct.has(name)) problems.push(problemOfError(fail("ITEM_TWICE", { item: name }), item));
    else distinct.set(name, item);
  }
  const { items, faults } = inherit(input.upper, [...distinct.values()], ports.kinds);
  problems.push(...faults.map((fault) => problemOfError(fault)));
  problems.push(...fieldProblems(items, input.past ?? [], ports.kinds));
  const known = new Set((input.inForce ?? []).map(({ kind, key, hash }) => `${kind}/${key}/${hash}`));
  for (const item of items) {
    if (known.has(`${item.kind}/${item.key}/${item.hash}`)) continue;
    const kind = ports.kinds[item.kind];
    if (kind) problems.push(...problemsOfItem(item, kind, ports));
  }
  return { items, problems: sortProblems(problems) };
}

/** Whether anything stands in the way of publishing. */
export function hasErrors(problems: readonly Problem[]): boolean {
  return problems.some(({ severity }) => severity === "error");
}

function faultsOfForm(item: Item, kinds: KindRegistry): ManifoldError[] {
  const kind = Object.hasOwn(kinds, item.kind) ? kinds[item.kind] : undefined;
  if (kind === undefined)
    return [fail("KIND_UNKNOWN", { kind: item.kind, known: Object.keys(kinds).join(", ") })];
  if (!keySchema.safeParse(item.key).success) return [fail("PACK_KEY_MALFORMED", { key: item.key })];
  return faultsOfContent(kind.schema, item.content);
}

function problemsOfItem(
  item: EffectiveItem,
  kind: ItemKind<string, z.ZodType>,
  ports: CheckPorts,
): readonly Problem[] {
  const parsed = kind.schema.safeParse(item.content);
  if (!parsed.success) return [];
  const problems: Problem[] = [];
  const attempt = (work: () => void, path?: string): void => {
    try {
      work();
    } catch (error) {
      if (!(error instanceof ManifoldError)) throw error;
      problems.push(problemOfError(path === undefined ? error : error.at({ path }), item));
    }
  };
  for (const use of kind.expressions?.(parsed.data) ?? []) {
    attempt(() => checkExpression(use, ports), use.path);
  }
  problems.push(...(kind.check?.(parsed.data) ?? []).map((finding) => problemOfFinding(item, finding)));
  // What compiling would find first, the expressions have told already, and all of it.
  if (!hasErrors(problems)) attempt(() => ports.compile?.(item));
  if (!hasErrors(problems)) {
    const findings = ports.examine?.(item, parsed.data) ?? [];
    problems.push(...findings.map((finding) => problemOfFinding(item, finding)));
  }
  return problems;
}

function checkExpression(use: ExpressionUse, ports: CheckPorts): void {
  if (use.language === "liquid") {
    ports.checkTemplate?.(use);
    return;
  }
  const { source, expects } = use;
  expressionEnvironment(use).compile(source, expects === undefined ? {} : { expects });
}

/** Fields that changed their type since some release, and mentions of fields that are not there. */
function fieldProblems(
  items: readonly EffectiveItem[],
  past: readonly PastItem[],
  kinds: KindRegistry,
): Problem[] {
  const problems: Problem[] = [];
  const present = new Map(items.map((item) => [itemName(item), item]));
  const types = new Map<string, { type: string; release: number }>();
  for (const item of [...past].sort((a, b) => a.release - b.release)) {
    for (const { id, type } of fieldsOf(item, kinds) ?? []) {
      const name = `${itemName(item)}/${id}`;
      if (!types.has(name)) types.set(name, { type, release: item.release });
    }
  }
  for (const item of items) {
    for (const { id, type, path } of fieldsOf(item, kinds) ?? []) {
      const was = types.get(`${itemName(item)}/${id}`);
      if (was === undefined || was.type === type) continue;
      const params = { item: itemName(item), field: id, was: was.type, is: type, release: was.release };
      problems.push(problemOfError(fail("FIELD_TYPE_CHANGED", params, { path }), item));
    }
    for (const mention of referencesOf(item, kinds)) {
      const target = present.get(itemName(mention));
      const fields = target && mention.field !== undefined ? fieldsOf(target, kinds) : undefined;
      if (fields === undefined || fields.some(({ id }) => id === mention.field)) continue;
      const params = {
        path: mention.path,
        target: itemName(mention),
        field: mention.field ?? "",
        known: fields.map(({ id }) => id).join(", ") || "—",
      };
      problems.push(problemOfError(fail("FIELD_MISSING", params, { path: mention.path }), item));
    }
  }
  return problems;
}

/** Errors before warnings, then item by item. */
function sortProblems(problems: readonly Problem[]): Problem[] {
  const byItem = sortItems(problems.map((problem) => ({ kind: problem.item, key: problem.path, problem })));
  const sorted = byItem.map(({ problem }) => problem);
  return [
    ...sorted.filter(({ severity }) => severity === "error"),
    ...sorted.filter(({ severity }) => severity === "warning"),
  ];
}
