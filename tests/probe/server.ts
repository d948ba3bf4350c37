import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import path from "node:path";
import { WebSocket } from "ws";
import { assembleApp } from "#app/web/app.ts";
import type { Caller } from "./actors.ts";

export interface Answer {
  readonly status: number;
  readonly text: string;
  /** The catalogue's code, where the answer is a refusal in JSON. */
  readonly code: string | undefined;
  readonly location: string | null;
}

export interface CallOptions {
  readonly body?: string;
  /** Of the body; JSON where it is not said. */
  readonly type?: string;
  readonly origin?: string;
}

export interface ProbeServer {
  call(method: string, address: string, caller: Caller, options?: CallOptions): Promise<Answer>;
  /** Opens a WebSocket, as a page of `origin` does it. What is sent first comes back, or how it was refused. */
  connect(address: string, caller: Caller, origin?: string | null): Promise<Answer>;
  /** Listeners for sockets that nothing in tests/probe names. */
  socketListeners(): number;
  close(): Promise<void>;
}

/** The web process's own application on a free port, as `npm start` serves it. */
export async function openServer(pages: boolean): Promise<ProbeServer> {
  const server = createServer();
  const root = path.resolve(import.meta.dirname, "../..");
  await assembleApp(server, { root, development: false, trustedProxies: 0, pages });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    call: async (method, address, { cookie, key }, options = {}) => {
      const response = await fetch(origin + address, {
        method,
        redirect: "manual",
        headers: {
          "accept-language": "en",
          ...(cookie === undefined ? {} : { cookie: `manifold-session=${cookie}` }),
          ...(key === undefined ? {} : { authorization: `Bearer ${key}` }),
          ...(method === "GET" ? {} : { origin: options.origin ?? origin }),
          ...(options.body === undefined ? {} : { "content-type": options.type ?? "application/json" }),
        },
        ...(options.body === undefined ? {} : { body: options.body }),
      });
      const text = await response.text();
      return {
        status: response.status,
        text,
        code: codeOf(text),
        location: response.headers.get("location"),
      };
    },
    connect: (address, { cookie, key }, from = origin) =>
      new Promise((resolve, reject) => {
        const socket = new WebSocket(origin.replace("http", "ws") + address, {
          headers: {
            "accept-language": "en",
            ...(cookie === undefined ? {} : { cookie: `manifold-session=${cookie}` }),
            ...(key === undefined ? {} : { authorization: `Bearer ${key}` }),
            ...(from === null ? {} : { origin: from }),
          },
        });
        socket.on("message", (data) => {
          socket.close();
          resolve({ status: 101, text: String(data), code: undefined, location: null });
        });
        socket.on("unexpected-response", (_, response) => {
          let text = "";
          response.on("data", (chunk) => {
            text += chunk;
          });
          response.on("end", () =>
            resolve({ status: response.statusCode ?? 0, text, code: codeOf(text), location: null }),
          );
        });
        socket.on("error", reject);
      }),
    socketListeners: () => server.listenerCount("upgrade"),
    close: () =>
      new Promise((resolve) => {
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  };
}

/** `error.data.code` of tRPC, `code` of everything else. */
function codeOf(text: string): string | undefined {
  try {
    const body = JSON.parse(text) as { error?: { data?: { code?: string } }; code?: string };
    return body.error?.data?.code ?? body.code;
  } catch {
    return undefined;
  }
}
