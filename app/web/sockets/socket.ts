import type { IncomingMessage } from "node:http";
import type { Duplex } from "node:stream";
import type { TrpcContext } from "#app/trpc/context.ts";
import type { Entered, Guard } from "#app/trpc/guard.ts";

/**
 * Something that a page connects to by WebSocket. `path` lies inside the utility, like an endpoint's. The guard is asked
 * before `connect` runs, and only pages of our own get that far.
 */
export interface Socket {
  readonly path: string;
  readonly guard: Exclude<Guard, { access: "open" }>;
  readonly connect: (asked: SocketRequest) => Promise<void>;
}

export interface SocketRequest {
  readonly request: IncomingMessage;
  readonly socket: Duplex;
  /** What came after the head of the request. */
  readonly head: Buffer;
  readonly context: TrpcContext & Entered;
  /** The session's token, to pass on; never to be told to anybody outside. */
  readonly token: string;
}
