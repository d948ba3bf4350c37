import type { z } from "zod";
import type { Words } from "#engines/kernel/errors.ts";

/** A mention of another item of the blueprint: publishing checks that it stands and is not withdrawn. */
export interface Reference {
  /** Kind and key of the item that is mentioned. */
  readonly kind: string;
  readonly key: string;
  /** Where in the mentioning item, for example `charges[2].schedule`. */
  readonly path: string;
}

/**
 * What the platform must know of a kind of blueprint item: its shape, what it mentions, and how a change of it is said
 * to a person. How it is compiled stands in its engine.
 */
export interface ItemKind<Kind extends string, Schema extends z.ZodType> {
  readonly kind: Kind;
  readonly label: Words;
  readonly schema: Schema;
  references(item: z.infer<Schema>): readonly Reference[];
  /** The difference in words, one sentence a change; `undefined` before = created, after = removed. */
  words(before: z.infer<Schema> | undefined, after: z.infer<Schema> | undefined): readonly Words[];
}

/** Keeps the literal kind and the schema's type: `export const tariffKind = defineKind({ kind: "tariff", … })`. */
export function defineKind<const Kind extends string, Schema extends z.ZodType>(
  kind: ItemKind<Kind, Schema>,
): ItemKind<Kind, Schema> {
  return kind;
}
