import type { z } from "zod";
import type { Words } from "./values.ts";

/** What one call may use before it is stopped. Times in milliseconds, sizes in the unit of the name. */
export interface Budget {
  /** CPU time inside the isolate, all turns of the call added up. */
  readonly cpuMs: number;
  /** From entry to answer, waiting for capabilities included. */
  readonly wallMs: number;
  /** Heap of the isolate (a guideline to V8; the process limit stands behind it). */
  readonly memoryMb: number;
  /** Length of the answer as JSON text, in UTF-16 units. */
  readonly resultLength: number;
  /** Calls of capabilities that leave the process. */
  readonly capabilityCalls: number;
  /** Log lines that are kept; further ones are counted and dropped. */
  readonly logLines: number;
}

export const DEFAULT_BUDGET: Budget = {
  cpuMs: 200,
  wallMs: 2_000,
  memoryMb: 32,
  resultLength: 1_000_000,
  capabilityCalls: 50,
  logLines: 100,
};

/** One row of the map of extension points. */
export interface ExtensionPoint<
  Input extends z.ZodType = z.ZodType,
  Output extends z.ZodType = z.ZodType,
  Batched extends boolean = boolean,
> {
  /** What the point is for, shown to developers and on the consent screen. */
  readonly words: Words;
  /** One item that the hook is given; a batched hook gets an array of them. */
  readonly input: Input;
  /** The answer to one item; a batched hook answers with an array of the same length. */
  readonly output: Output;
  readonly batched: Batched;
  /** Same input, same answer: no clock, random, network or stored state, and proved by running twice. */
  readonly deterministic: boolean;
  /** `fresh`: each call starts from the module's text; `kept`: the module's variables live on between calls. */
  readonly state: "fresh" | "kept";
  /** Where the default budget does not fit. */
  readonly budget?: Partial<Budget>;
}

/** Declares a row; keeps the exact types and holds that a deterministic point never keeps state. */
export function extensionPoint<
  Input extends z.ZodType,
  Output extends z.ZodType,
  const Batched extends boolean,
>(row: ExtensionPoint<Input, Output, Batched>): ExtensionPoint<Input, Output, Batched> {
  if (row.deterministic && row.state !== "fresh") {
    throw new TypeError("a deterministic extension point needs fresh state for each call");
  }
  return row;
}
