import type { Request } from "express";
import { commonError } from "#app/platform/common-errors.ts";

/** The body of a signed call from outside, as it came. @throws TOO_LARGE beyond `maxBytes` */
export async function readBody(request: Request, maxBytes: number): Promise<string> {
  const parts: Buffer[] = [];
  let bytes = 0;
  for await (const part of request as AsyncIterable<Buffer>) {
    bytes += part.length;
    if (bytes > maxBytes) throw commonError("TOO_LARGE");
    parts.push(part);
  }
  return Buffer.concat(parts).toString("utf8");
}
