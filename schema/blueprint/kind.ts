import type { z } from "zod";
import type { Words } from "#engines/kernel/errors.ts";
import type { CelType, EnvironmentSpec } from "#engines/kernel/expression.ts";

/** A mention of another item of the blueprint: publishing checks that it stands and is not withdrawn. */
export interface Reference {
  /** Kind and key of the item that is mentioned. */
  readonly kind: string;
  readonly key: string;
  /** A field of that item, by its id, where one is mentioned. */
  readonly field?: string;
  /** Where in the mentioning item, for example `charges[2].schedule`. */
  readonly path: string;
}

/** An expression or a template inside an item, with all that it may name: a check types it before anything runs it. */
export type ExpressionUse = CelUse | TemplateUse;

interface CelUse extends EnvironmentSpec {
  readonly language: "cel";
  readonly source: string;
  /** Where in the item, as a pointer: `/levels/0/raise`. */
  readonly path: string;
  /** The type that the answer must have: "bool" for a condition. */
  readonly expects?: CelType;
}

export interface TemplateUse {
  readonly language: "liquid";
  readonly source: string;
  /** Where in the item, as a pointer: `/channels/sms/body/zh-CN`. */
  readonly path: string;
  /** Names of what the template may say. */
  readonly variables: readonly string[];
}

/** What a kind's own check finds in an item that its schema lets pass: a step that nobody reaches, a gap, an overlap. */
export interface Finding {
  /** Where in the item, as a pointer. */
  readonly path: string;
  readonly message: Words;
  readonly remedy: Words;
  /** An error stands in the way of publishing; a warning is for the reviewer to judge. */
  readonly severity: "error" | "warning";
}

/** A field whose values are stored with business data. */
export interface FieldUse {
  /** Stays the same for as long as the field exists, whatever its label becomes. */
  readonly id: string;
  /** Never changes for an id: data written under one release are read under every other. */
  readonly type: string;
  /** Where in the item, as a pointer. */
  readonly path: string;
}

/**
 * What the platform must know of a kind of blueprint item: its shape, what it mentions, and how a change of it is said
 * to a person. How it is compiled stands in its engine. All functions are pure and get a parsed item.
 */
export interface ItemKind<Kind extends string, Schema extends z.ZodType> {
  readonly kind: Kind;
  readonly label: Words;
  readonly schema: Schema;
  /** What a mistake in it costs: a second person must then approve a change before it is published. */
  readonly guarded?: "money" | "safety";
  references(item: z.infer<Schema>): readonly Reference[];
  /** The difference in words, one sentence a change; `undefined` before = created, after = removed. */
  words(before: z.infer<Schema> | undefined, after: z.infer<Schema> | undefined): readonly Words[];
  /** Every expression and template in it. */
  expressions?(item: z.infer<Schema>): readonly ExpressionUse[];
  /** What is wrong with it beyond its schema. */
  check?(item: z.infer<Schema>): readonly Finding[];
  /** Its fields whose values are stored. */
  fields?(item: z.infer<Schema>): readonly FieldUse[];
}

/** Keeps the literal kind and the schema's type: `export const tariffKind = defineKind({ kind: "tariff", … })`. */
export function defineKind<const Kind extends string, Schema extends z.ZodType>(
  kind: ItemKind<Kind, Schema>,
): ItemKind<Kind, Schema> {
  return kind;
}
