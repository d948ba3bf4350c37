import { type Socket as Connection, connect as openConnection } from "node:net";
import { PASSED_ON } from "#app/collab/join.ts";
import { draftErrors } from "#app/services/draft/errors.ts";
import { holderAddress } from "#app/services/draft/lease.ts";
import { addressesOf } from "#app/services/system/sign-of-life.ts";
import { errorsOf } from "#engines/kernel/errors.ts";
import type { Socket, SocketRequest } from "./socket.ts";

const fail = errorsOf(draftErrors);

const CONNECT_TIMEOUT_MS = 3_000;

/**
 * Editing the draft together: the connection is passed on to the process that holds the utility's draft, byte for byte.
 * So browsers speak to one address only, with the session's cookie, and it does not matter how many processes there are.
 */
export const draftSocket: Socket = {
  path: "api/draft",
  guard: { access: "tenant", noun: "blueprint", action: "read", who: ["staff"] },
  connect: async (asked) => {
    const { scope, tenant } = asked.context;
    const address = (await holderAddress(scope)) ?? (await addressesOf("collab"))[0];
    if (address === undefined) throw fail("DRAFT_UNAVAILABLE");
    const upstream = await reach(address);
    upstream.write(headOf(asked, tenant.slug));
    if (asked.head.length > 0) upstream.write(asked.head);
    const { socket } = asked;
    for (const side of [socket, upstream]) side.on("error", () => side.destroy());
    socket.on("close", () => upstream.destroy());
    upstream.on("close", () => socket.destroy());
    socket.pipe(upstream).pipe(socket);
  },
};

/** Headers of the handshake that a WebSocket needs; everything else of the browser's stays here. */
const OF_THE_HANDSHAKE = ["sec-websocket-key", "sec-websocket-version", "upgrade", "connection"] as const;

function headOf({ request, token }: SocketRequest, slug: string): string {
  const kept = OF_THE_HANDSHAKE.flatMap((name) => {
    const value = request.headers[name];
    return typeof value === "string" ? [`${name}: ${value}`] : [];
  });
  const own = ["host: collab", `${PASSED_ON.slug}: ${slug}`, `${PASSED_ON.token}: ${token}`];
  return `${["GET /draft HTTP/1.1", ...own, ...kept].join("\r\n")}\r\n\r\n`;
}

function reach(address: string): Promise<Connection> {
  const split = address.lastIndexOf(":");
  return new Promise((resolve, reject) => {
    const connection = openConnection({
      host: address.slice(0, split),
      port: Number(address.slice(split + 1)),
      noDelay: true,
    });
    const failed = (cause: unknown): void => {
      connection.destroy();
      reject(fail("DRAFT_UNAVAILABLE", {}, undefined, cause));
    };
    connection.setTimeout(CONNECT_TIMEOUT_MS, () => failed(new Error("no connection within 3 s")));
    connection.once("error", failed);
    connection.once("connect", () => {
      connection.off("error", failed);
      connection.setTimeout(0);
      resolve(connection);
    });
  });
}
