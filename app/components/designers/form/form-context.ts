import { type ComponentType, createContext, useContext } from "react";
import type { Words } from "#engines/kernel/errors.ts";
import type { Json } from "#schema/blueprint/item.ts";
import type { DesignerProps } from "../designer.ts";
import type { Schema } from "./json-schema.ts";

export interface NodeProps {
  readonly schema: Schema;
  readonly value: Json | undefined;
  readonly pointer: string;
  /** Name of the field, for its words; a position or a free name where there is none. */
  readonly name: string;
  /** Shown instead of the words of the name. */
  readonly label?: string;
  readonly required: boolean;
  /** Takes the field away, where it may be absent. */
  readonly onRemove?: () => void;
}

export interface FormContext extends Pick<DesignerProps, "change" | "problems" | "readOnly" | "locale"> {
  readonly root: Schema;
  readonly lockedAt: (pointer: string) => Words | undefined;
  /** The form of any part; parts that hold others are drawn by it, whatever they are. */
  readonly Node: ComponentType<NodeProps>;
}

const Context = createContext<FormContext | undefined>(undefined);

export const FormContextProvider = Context.Provider;

export function useForm(): FormContext {
  const form = useContext(Context);
  if (!form) throw new Error("A field of a designer stands outside of its form");
  return form;
}

/** The id of a field's control, so that a problem can lead to it. */
export const controlId = (pointer: string): string => `field${pointer.replaceAll("/", ":")}`;

export const childPointer = (pointer: string, name: string | number): string =>
  `${pointer}/${String(name).replaceAll("~", "~0").replaceAll("/", "~1")}`;
