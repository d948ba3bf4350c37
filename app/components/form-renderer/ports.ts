import { createContext, useContext, useEffect, useState } from "react";
import type { AttachmentValue, ReferenceValue } from "#engines/forms/index.ts";
import type { FieldType } from "#schema/blueprint/form/field.ts";
import type { MapLayer } from "../map/map-view.tsx";

export type RegisterType = Extract<FieldType, "person" | "orgUnit" | "customer" | "meter" | "premise">;

/** What the fields of a form need from outside. What is absent is not offered: a form on paper has no search. */
export interface FormPorts {
  readonly attachments?: {
    /** Keeps a file: uploads it at once, or holds it until there is a network. Rejects with words for the person. */
    take(file: Blob, name: string): Promise<AttachmentValue>;
    /** Where its bytes are: an address of the server, or of the browser's own store. */
    hrefOf(value: AttachmentValue): string | Promise<string | undefined>;
  };
  /** Entries of a register that fit a text. */
  readonly search?: (type: RegisterType, text: string) => Promise<readonly ReferenceValue[]>;
  /** The map on which a place can be marked. */
  readonly map?: readonly MapLayer[];
}

const Ports = createContext<FormPorts>({});

export const FormPortsProvider = Ports.Provider;

export function useFormPorts(): FormPorts {
  return useContext(Ports);
}

/** The address of an attachment, as soon as it is known. */
export function useAttachmentHref(value: AttachmentValue | undefined): string | undefined {
  const { attachments } = useFormPorts();
  const at = value && attachments?.hrefOf(value);
  const [found, setFound] = useState<string>();
  // biome-ignore lint/correctness/useExhaustiveDependencies: an attachment never changes under its id.
  useEffect(() => {
    if (typeof at !== "object") return;
    let current = true;
    void at.then((href) => current && setFound(href));
    return () => {
      current = false;
    };
  }, [value?.id, attachments]);
  return typeof at === "string" ? at : found;
}
