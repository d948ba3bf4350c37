import type { Server } from "node:http";
import compression from "compression";
import express, { type ErrorRequestHandler, type Express } from "express";
import { logger } from "#app/platform/logger.ts";
import { answerMetrics } from "#app/platform/metrics.ts";
import { accessLog } from "./access-log.ts";
import { brandStore, openBrands } from "./brands.ts";
import { identifyRequest, requestIdOf } from "./context.ts";
import { endpointRoutes } from "./endpoints/index.ts";
import { healthRoutes } from "./health.ts";
import { builtPages, livePages } from "./pages.ts";
import { procedureRoutes } from "./procedures.ts";
import { limitRate } from "./rate-limit.ts";
import { refuseCrossSite } from "./same-origin.ts";
import { securityHeaders } from "./security.ts";
import { serveSockets } from "./sockets/index.ts";
import { traceRequest } from "./trace-request.ts";

export interface AppOptions {
  readonly root: string;
  readonly development: boolean;
  /** Number of proxies in front whose `X-Forwarded-*` may be believed; 0 = none. */
  readonly trustedProxies: number;
  /** False serves everything but pages: tests of interfaces need no build. */
  readonly pages?: boolean;
}

/**
 * Assembles the web process on `server`. Order matters: a request gets its id and headers first, health answers
 * without anything else, then interfaces (tRPC, uploads), then pages.
 */
export async function assembleApp(server: Server, options: AppOptions): Promise<Express> {
  await openBrands();
  const app = express();
  app.disable("x-powered-by");
  app.set("trust proxy", options.trustedProxies);
  app.use(identifyRequest);
  app.use(securityHeaders(options.development));
  app.use(healthRoutes());
  app.get("/metrics", (request, response, next) => void answerMetrics(request, response).catch(next));
  app.use(traceRequest);
  app.use(accessLog);
  app.use(limitRate);
  app.use(compression());
  app.get("/brand/:slug/:hash.svg", (request, response, next) => {
    const svg = brandStore().logo(request.params.slug, request.params.hash);
    if (svg === undefined) return next();
    // An SVG opened by itself is a document: it may draw, nothing else.
    response.setHeader("content-security-policy", "default-src 'none'; style-src 'unsafe-inline'; sandbox");
    response.setHeader("cache-control", "public, max-age=31536000, immutable");
    response.type("image/svg+xml").send(svg);
  });
  app.use(refuseCrossSite);
  app.use(procedureRoutes());
  app.use(endpointRoutes());
  if (options.pages !== false)
    app.use(options.development ? await livePages(options.root, server) : await builtPages(options.root));
  app.use(lastResort);
  server.on("request", app);
  serveSockets(server, app, options.development);
  return app;
}

// Only what no page could answer lands here: the page renderer itself failed.
const lastResort: ErrorRequestHandler = (error, request, response, next) => {
  const requestId = requestIdOf(response);
  logger.error({ err: error, requestId, url: request.originalUrl }, "request failed outside any page");
  if (response.headersSent) return next(error);
  response
    .status(500)
    .type("text/plain")
    .send(`Internal error. Try again; if it stays, tell the operator this number: ${requestId}`);
};
