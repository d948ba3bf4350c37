import type { Words } from "#engines/kernel/errors.ts";
import type { Codelist } from "#schema/blueprint/codelist/schema.ts";

export interface CodelistProgram {
  /** What a form offers, in the order of the list: retired codes are left out. */
  readonly options: readonly { readonly code: string; readonly label: Words; readonly parent?: string }[];
  /** Whether the list holds the code, retired or not: data that were right stay right. */
  has(code: string): boolean;
  labelOf(code: string): Words | undefined;
}

export function compileCodelist({ codes }: Codelist): CodelistProgram {
  const labels = new Map(codes.map(({ code, label }) => [code, label]));
  return {
    options: codes
      .filter(({ retired }) => !retired)
      .map(({ code, label, parent }) => ({ code, label, ...(parent === undefined ? {} : { parent }) })),
    has: (code) => labels.has(code),
    labelOf: (code) => labels.get(code),
  };
}
