import { ManifoldError } from "./errors.ts";

/** An outcome that the caller must look at: batches go on past a bad part. */
export type Result<Value, Fault = ManifoldError> =
  | { readonly ok: true; readonly value: Value }
  | { readonly ok: false; readonly error: Fault };

export function ok<Value>(value: Value): Result<Value, never> {
  return { ok: true, value };
}

export function err<Fault>(error: Fault): Result<never, Fault> {
  return { ok: false, error };
}

/** Runs `work`; a ManifoldError becomes a result, anything else is a fault of the program and goes on upwards. */
export function attempt<Value>(work: () => Value): Result<Value> {
  try {
    return ok(work());
  } catch (error) {
    if (error instanceof ManifoldError) return err(error);
    throw error;
  }
}
