import { createServer, type IncomingMessage, type Server, STATUS_CODES } from "node:http";
import type { AddressInfo } from "node:net";
import type { Duplex } from "node:stream";
import { WebSocketServer } from "ws";
import { logger } from "#app/platform/logger.ts";
import { draftErrors } from "#app/services/draft/errors.ts";
import { errorsOf, ManifoldError } from "#engines/kernel/errors.ts";
import { attend } from "./connection.ts";
import { admit } from "./join.ts";
import { CONNECTION_LIMIT, CONNECTIONS_PER_PERSON, UPDATE_LIMIT } from "./protocol.ts";
import type { Rooms } from "./rooms.ts";

const fail = errorsOf(draftErrors);

export interface CollabServer {
  readonly port: number;
  close(): Promise<void>;
}

/** Listens for the connections that web processes pass on. `rooms` is made once the port is known. */
export async function openCollabServer(options: {
  readonly port: number;
  readonly host: string;
  readonly rooms: (port: number) => Promise<Rooms> | Rooms;
}): Promise<CollabServer> {
  const server = createServer((_, response) => response.writeHead(426).end());
  const sockets = new WebSocketServer({
    noServer: true,
    maxPayload: UPDATE_LIMIT + 5,
    // Changes are small and many; compressing each would cost memory for every connection.
    perMessageDeflate: false,
  });
  await listen(server, options.port, options.host);
  const { port } = server.address() as AddressInfo;
  const rooms = await options.rooms(port);
  server.on("upgrade", (request, socket, head) => {
    socket.on("error", () => socket.destroy());
    join(rooms, sockets, request, socket, head).catch((error: unknown) => refuse(socket, error));
  });
  return {
    port,
    close: async () => {
      await rooms.endAll();
      for (const client of sockets.clients) client.terminate();
      await new Promise<void>((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      });
    },
  };
}

async function join(
  rooms: Rooms,
  sockets: WebSocketServer,
  request: IncomingMessage,
  socket: Duplex,
  head: Buffer,
): Promise<void> {
  const admitted = await admit(request);
  const { tenantId, userId } = admitted.session;
  const room = await rooms.of(tenantId);
  const own = [...room.editors].filter(({ personId }) => personId === userId);
  if (room.editors.size >= CONNECTION_LIMIT) throw fail("DRAFT_CROWDED", { limit: CONNECTION_LIMIT });
  if (own.length >= CONNECTIONS_PER_PERSON) throw fail("DRAFT_CROWDED", { limit: CONNECTIONS_PER_PERSON });
  sockets.handleUpgrade(request, socket, head, (websocket) =>
    attend(websocket, room, admitted, () => rooms.left(room)),
  );
}

/** An answer of HTTP, with the code of the catalogue, before there is a WebSocket. */
function refuse(socket: Duplex, error: unknown): void {
  const fault = error instanceof ManifoldError ? error : fail("DRAFT_UNAVAILABLE", {}, undefined, error);
  if (fault.status >= 500) logger.warn({ err: error }, "connection to a draft failed");
  const body = JSON.stringify(fault.toJSON());
  socket.end(
    [
      `HTTP/1.1 ${fault.status} ${STATUS_CODES[fault.status] ?? ""}`,
      "Content-Type: application/json",
      `Content-Length: ${Buffer.byteLength(body)}`,
      "Connection: close",
      "",
      body,
    ].join("\r\n"),
  );
}

async function listen(server: Server, port: number, host: string): Promise<void> {
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen({ port, host }, () => {
      server.off("error", reject);
      resolve();
    });
  });
}
