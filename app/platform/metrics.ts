import { timingSafeEqual } from "node:crypto";
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import { Counter, collectDefaultMetrics, Histogram, Registry } from "prom-client";
import { env } from "./env.ts";
import { remember } from "./remember.ts";

/** What a process counts about itself, in the text format of Prometheus. No label holds a tenant, a person or an id. */
interface Metrics {
  readonly registry: Registry;
  readonly requests: Histogram<"method" | "area" | "status">;
  readonly jobs: Histogram<"job" | "outcome">;
  readonly faults: Counter<"where">;
}

export function metrics(): Metrics {
  return remember("metrics", () => {
    const registry = new Registry();
    collectDefaultMetrics({ register: registry, prefix: "manifold_" });
    return {
      registry,
      requests: new Histogram({
        name: "manifold_http_request_seconds",
        help: "Requests by method, area of the product and status class.",
        labelNames: ["method", "area", "status"],
        buckets: [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10],
        registers: [registry],
      }),
      jobs: new Histogram({
        name: "manifold_job_seconds",
        help: "Background jobs by name and outcome.",
        labelNames: ["job", "outcome"],
        buckets: [0.01, 0.05, 0.1, 0.5, 1, 5, 15, 60, 300, 1800],
        registers: [registry],
      }),
      faults: new Counter({
        name: "manifold_faults_total",
        help: "Faults that were nobody's wrong input.",
        labelNames: ["where"],
        registers: [registry],
      }),
    };
  });
}

const LOOPBACK = new Set(["127.0.0.1", "::1", "::ffff:127.0.0.1"]);

/** Who asks for the figures: where from, whether a proxy passed it on, and what it says of itself. */
interface Asker {
  readonly remote: string | undefined;
  readonly forwarded: boolean;
  readonly authorization: string | undefined;
}

/**
 * Figures tell an attacker much: without a token only this machine itself may read them (nobody for whom a proxy on it asks),
 * else whoever holds the token.
 */
export function mayReadMetrics(
  token: string | undefined,
  { remote, forwarded, authorization }: Asker,
): boolean {
  if (token === undefined) return remote !== undefined && LOOPBACK.has(remote) && !forwarded;
  const given = Buffer.from(authorization ?? "");
  const wanted = Buffer.from(`Bearer ${token}`);
  return given.length === wanted.length && timingSafeEqual(given, wanted);
}

/** Answers a request for the figures, or refuses it. */
export async function answerMetrics(request: IncomingMessage, response: ServerResponse): Promise<void> {
  const asker = {
    remote: request.socket.remoteAddress,
    forwarded: request.headers["x-forwarded-for"] !== undefined || request.headers.forwarded !== undefined,
    authorization: request.headers.authorization,
  };
  if (!mayReadMetrics(env().METRICS_TOKEN, asker)) {
    response.writeHead(403, { "content-type": "text/plain" }).end("Forbidden\n");
    return;
  }
  const { registry } = metrics();
  const text = await registry.metrics();
  response.writeHead(200, { "content-type": registry.contentType, "cache-control": "no-store" }).end(text);
}

/** For a process that serves no pages: its figures at a port of its own, where METRICS_PORT names one. */
export function serveMetrics(): Server | undefined {
  const { METRICS_PORT: port } = env();
  if (port === undefined) return undefined;
  metrics();
  const server = createServer((request, response) => void answerMetrics(request, response));
  return server.listen(port);
}
