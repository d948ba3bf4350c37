import { lookup } from "node:dns";
import http from "node:http";
import https from "node:https";
import type { LookupFunction } from "node:net";
import type { HttpRequest, HttpResponse, SandboxPorts } from "../ports.ts";
import { isPublicAddress } from "./http-host.ts";

/** Response headers that a plugin may see. */
const VISIBLE_HEADERS = [
  "content-type",
  "content-language",
  "etag",
  "last-modified",
  "date",
  "retry-after",
  "link",
];

export interface HttpClientOptions {
  /** Which resolved addresses may be connected to; public ones unless a test or a local simulator says otherwise. */
  readonly allowsAddress?: (address: string) => boolean;
  readonly lookup?: typeof lookup;
  /** Further certificate authorities, PEM. */
  readonly ca?: string;
}

/**
 * The HTTP client behind `http.fetch`. The address is looked at after the name is resolved and is the one connected to,
 * so a name that changes its address between check and use (DNS rebinding) gains nothing. No redirects, no proxies
 * from the environment, no kept connections, no cookies.
 */
export function createHttpClient(options: HttpClientOptions = {}): SandboxPorts["http"] {
  const allowsAddress = options.allowsAddress ?? isPublicAddress;
  const resolve = options.lookup ?? lookup;
  const guardedLookup: LookupFunction = (hostname, lookupOptions, callback) => {
    resolve(hostname, { ...lookupOptions, all: true }, (error, addresses) => {
      if (error) return callback(error, "", 0);
      const refused = addresses.find(({ address }) => !allowsAddress(address));
      const [first] = addresses;
      if (refused !== undefined || first === undefined) {
        return callback(new Error(`${hostname} does not lead to a public address`), "", 0);
      }
      if (lookupOptions.all) callback(null, addresses);
      else callback(null, first.address, first.family);
    });
  };

  return {
    fetch: (request) =>
      new Promise<HttpResponse>((done, failed) => {
        const { url, method, headers, body, timeoutMs, signal } = request;
        const outgoing = (url.protocol === "https:" ? https : http).request(
          url,
          {
            method,
            headers: { "user-agent": "Manifold-Plugin", ...headers, "accept-encoding": "identity" },
            lookup: guardedLookup,
            agent: false,
            signal: AbortSignal.any([signal, AbortSignal.timeout(timeoutMs)]),
            ...(options.ca === undefined ? {} : { ca: options.ca }),
          },
          (incoming) => readResponse(incoming, request).then(done, failed),
        );
        outgoing.on("error", failed);
        outgoing.end(body);
      }),
  };
}

async function readResponse(incoming: http.IncomingMessage, request: HttpRequest): Promise<HttpResponse> {
  const status = incoming.statusCode ?? 0;
  if (status >= 300 && status < 400 && status !== 304) {
    incoming.destroy();
    throw new Error(`the host redirects (${status}), which is not followed`);
  }
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of incoming as AsyncIterable<Buffer>) {
    bytes += chunk.length;
    if (bytes > request.responseBytesMax) {
      incoming.destroy();
      throw new Error(`the response is larger than ${request.responseBytesMax} bytes`);
    }
    chunks.push(chunk);
  }
  const headers = Object.fromEntries(
    VISIBLE_HEADERS.flatMap((name) => {
      const value = incoming.headers[name];
      return typeof value === "string" ? [[name, value]] : [];
    }),
  );
  return { status, headers, body: Buffer.concat(chunks).toString("utf8") };
}
