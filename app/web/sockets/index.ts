import { type IncomingMessage, type Server, ServerResponse, STATUS_CODES } from "node:http";
import type { Duplex } from "node:stream";
import type { Express, Request, Response } from "express";
import { uuidv7 } from "uuidv7";
import { commonError } from "#app/platform/common-errors.ts";
import { asFault } from "#app/trpc/faults.ts";
import { requireEntry } from "#app/trpc/guard.ts";
import { contextsOf } from "../context.ts";
import { hostAsked } from "../host-asked.ts";
import { tokenCookies } from "../session-cookie.ts";
import { draftSocket } from "./draft.ts";
import type { Socket } from "./socket.ts";

/** Every WebSocket. A new one is a row here, a file beside this one and a row in tests/probe. */
export const sockets: readonly Socket[] = [draftSocket];

/** Serves the sockets under both forms of a utility's address. What is no socket of ours is left to hot reload, or closed. */
export function serveSockets(server: Server, app: Express, development: boolean): void {
  server.on("upgrade", (request: IncomingMessage, socket: Duplex, head: Buffer) => {
    socket.on("error", () => socket.destroy());
    const path = request.url?.split("?", 1)[0] ?? "";
    const row = sockets.find((each) => path.replace(/^\/t\/[^/]+/, "") === `/${each.path}`);
    if (row === undefined) {
      if (!development) refuse(socket, 404, { code: "NOT_FOUND" });
      return;
    }
    void enter(row, asExpress(request, app), socket, head);
  });
}

async function enter(row: Socket, request: Request, socket: Duplex, head: Buffer): Promise<void> {
  const response = new ServerResponse(request) as Response;
  response.locals = { requestId: uuidv7(), nonce: "" };
  const { trpc } = await contextsOf(request, response);
  try {
    // The same-origin rule does not hold for WebSockets, and the browser sends the cookie: any page could open one.
    if (originHost(request) !== hostAsked(request)) throw commonError("CROSS_SITE");
    const entered = requireEntry(row.guard, trpc);
    const token = tokenCookies(request, response, entered.tenant.base).token("session");
    if (token === undefined) throw commonError("SIGN_IN_NEEDED");
    await row.connect({ request, socket, head, context: { ...trpc, ...entered }, token });
  } catch (error) {
    const fault = asFault(error, trpc, row.path);
    refuse(socket, fault.status, {
      code: fault.code,
      message: fault.wordsIn(trpc.locale),
      requestId: trpc.requestId,
    });
  }
}

/** What a request of an upgrade lacks: express's view of proxies in front of us. */
function asExpress(request: IncomingMessage, app: Express): Request {
  Object.setPrototypeOf(request, app.request);
  return Object.assign(request as Request, { originalUrl: request.url ?? "" });
}

function originHost(request: Request): string | undefined {
  const origin = request.get("origin");
  return origin !== undefined && URL.canParse(origin) ? new URL(origin).host : undefined;
}

function refuse(socket: Duplex, status: number, body: object): void {
  const text = JSON.stringify(body);
  socket.end(
    [
      `HTTP/1.1 ${status} ${STATUS_CODES[status] ?? ""}`,
      "Content-Type: application/json",
      `Content-Length: ${Buffer.byteLength(text)}`,
      "Connection: close",
      "",
      text,
    ].join("\r\n"),
  );
}
