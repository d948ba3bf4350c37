import type { ComponentType } from "react";
import type { Locale, Words } from "#engines/kernel/errors.ts";
import type { Json, JsonObject } from "#schema/blueprint/item.ts";
import type { Pointer } from "#schema/blueprint/pointer.ts";
import type { Schema } from "./form/json-schema.ts";
import { TariffDesigner } from "./tariff-designer.tsx";

/** What is wrong at one place of the item, as checking says it. */
export interface DesignerProblem {
  readonly path: Pointer;
  readonly message: Words;
  readonly remedy: Words;
  readonly severity: "error" | "warning";
}

/**
 * What every designer of an item is given: the form made from a kind's schema, and the own designers of kinds that have
 * one. A designer holds no content of its own: it shows `content` and says each change at once, so that several people
 * can edit one item, and so that undo, history and presence are the frame's affair.
 */
export interface DesignerProps {
  /** JSON Schema of what may be written. */
  readonly schema: Schema;
  /** As it is written: without the defaults that the schema fills in, and perhaps not valid yet. */
  readonly content: JsonObject;
  /**
   * Sets the value at a JSON Pointer; `undefined` takes the field or the member of a list away. A list grows by setting
   * the position after its last member. Setting a whole list or record changes only what differs in it, so that a member
   * which was moved keeps what somebody else is changing in it.
   */
  change(pointer: Pointer, value: Json | undefined): void;
  readonly problems: readonly DesignerProblem[];
  /** Nothing may be changed: the person has no right to, or looks at a release. */
  readonly readOnly: boolean;
  /** Fields that the upper tier keeps for itself, by pointer, with its reason. Absent: none is locked. */
  readonly locked?: (pointer: Pointer) => Words | undefined;
  readonly locale: Locale;
  readonly itemKey: string;
}

export type Designer = ComponentType<DesignerProps>;

/** Kinds with a designer of their own, which takes the place of the form made from the schema. */
export const designers: Readonly<Record<string, Designer>> = {
  tariff: TariffDesigner,
};
