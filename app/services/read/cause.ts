/** Why reads change: a batch that came in, an edit by staff, new rules. Its id stands beside every input and revision. */
export interface Cause {
  readonly kind: "batch" | "edit" | "rules";
  readonly id: string;
  readonly at: Date;
}

/** The columns `ingest_batch_id, read_edit_id` of an input: exactly one of them is set. */
export function causeColumns(cause: Cause): [batchId: string | null, editId: string | null] {
  return [cause.kind === "batch" ? cause.id : null, cause.kind === "edit" ? cause.id : null];
}
