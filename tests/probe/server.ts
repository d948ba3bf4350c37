import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import path from "node:path";
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
