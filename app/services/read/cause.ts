/** Why reads change: a batch that came in or an edit by staff. It stands beside every input and revision. */
export interface Cause {
  readonly batchId: string | null;
  readonly editId: string | null;
  readonly at: Date;
}

export const causeId = (cause: Cause): string => cause.batchId ?? cause.editId ?? "";
