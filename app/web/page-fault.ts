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
