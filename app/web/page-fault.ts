import type { Where } from "#engines/kernel/errors.ts";

/** What a failed page tells its error boundary. `message` is in the person's language, or missing for general codes. */
export interface PageFault {
  readonly code: string;
  readonly message?: string;
  readonly requestId: string;
  readonly where?: Where;
}

export function isPageFault(value: unknown): value is PageFault {
  return typeof value === "object" && value !== null && "code" in value && "requestId" in value;
}

/** One field of a form that the server refused: path as in the form (`lines.0.amount`), words for the person. */
export interface FieldFault {
  readonly path: string;
  readonly message: string;
}

/** What the action of a form answers: done, or refused with words for the whole form and for single fields. */
export type FormResult<Value = null> =
  | { readonly ok: true; readonly value: Value }
  | { readonly ok: false; readonly fault: PageFault; readonly fields: readonly FieldFault[] };
