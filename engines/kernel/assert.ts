/**
 * A fault of the program, never of the input: it ends the work at hand, with the reason.
 * Input is answered with a ManifoldError instead.
 */
export class AssertionFailure extends Error {
  override readonly name = "AssertionFailure";
}

/** States what must hold here, and why it must. */
export function assert(condition: unknown, why: string): asserts condition {
  if (!condition) throw new AssertionFailure(why);
}

/** The value, where it can only be missing by a fault of the program. */
export function present<Value>(value: Value | null | undefined, why: string): Value {
  if (value === undefined || value === null) throw new AssertionFailure(why);
  return value;
}

/** Closes a switch over a union: a new member fails the type check here. */
export function unreachable(value: never, why = "a case is missing"): never {
  throw new AssertionFailure(`${why}: ${JSON.stringify(value)}`);
}
