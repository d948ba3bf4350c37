import { z } from "zod";
import type { ResultHead } from "../child/protocol.ts";
import { type Frame, headOf } from "../frames.ts";

const count = z.number().min(0).max(1e12);

/** A child may be in the hands of what it runs: what it says is parsed like any other foreign input. */
const resultHead = z.strictObject({
  ok: z.boolean(),
  code: z.string().max(40).optional(),
  params: z.record(z.string().max(40), z.union([z.string().max(5_000), z.number()])).optional(),
  stack: z.string().max(5_000).optional(),
  late: z.boolean().optional(),
  use: z.strictObject({ cpuMs: count, wallMs: count, capabilityCalls: count, resultLength: count }),
  logs: z
    .array(z.strictObject({ level: z.enum(["debug", "info", "warn", "error"]), text: z.string().max(2_000) }))
    .max(1_000)
    .optional(),
  logsDropped: count.optional(),
});

/** `undefined`: the child breaks the protocol. */
export function readResultHead(frame: Frame): ResultHead | undefined {
  try {
    return resultHead.parse(headOf<unknown>(frame)) as ResultHead;
  } catch {
    return undefined;
  }
}
