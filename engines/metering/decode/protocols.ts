import { decodeCjt188 } from "./cjt188.ts";
import { decodeDlt645 } from "./dlt645.ts";
import type { DecodedFrame } from "./frame.ts";

/** The frames that can be decoded, by the name that `--protocol` takes. */
export const PROTOCOLS = {
  "dlt645-2007": decodeDlt645,
  cjt188: decodeCjt188,
} as const satisfies Record<string, (frame: Uint8Array) => DecodedFrame>;

export type Protocol = keyof typeof PROTOCOLS;
