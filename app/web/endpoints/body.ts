import type { Request } from "express";
import { readError } from "#app/services/read/errors.ts";

/** The body as it arrives. A sender that goes away in the middle is told apart from a fault of ours. */
export async function* bodyOf(request: Request): AsyncGenerator<Uint8Array> {
  try {
    for await (const piece of request) yield piece as Buffer;
  } catch (error) {
    throw readError("READS_BROKEN_OFF", {}, undefined, error);
  }
}
