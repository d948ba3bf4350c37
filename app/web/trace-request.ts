import { SpanStatusCode } from "@opentelemetry/api";
import type { NextFunction, Request, Response } from "express";
import { spanned } from "#app/platform/tracing.ts";
import { areaOf } from "./access-log.ts";
import { requestIdOf } from "./context.ts";

/** Everything that is done for a request lies in one span, which ends with the answer. */
export function traceRequest(request: Request, response: Response, next: NextFunction): void {
  const { path, method } = request;
  const attributes = {
    "http.request.method": method,
    "url.path": path,
    "manifold.request_id": requestIdOf(response),
  };
  void spanned(
    `${method} ${areaOf(path)}`,
    { kind: "SERVER", attributes, parent: behindProxy(request) ? request.get("traceparent") : undefined },
    (span) => {
      next();
      if (span === undefined) return Promise.resolve();
      return new Promise<void>((resolve) => {
        response.on("close", () => {
          span.setAttribute("http.response.status_code", response.statusCode);
          if (response.statusCode >= 500) span.setStatus({ code: SpanStatusCode.ERROR });
          resolve();
        });
      });
    },
  );
}

/** Whose trace a stranger says it is decides nothing here: only a proxy that is trusted may go on with its own. */
const behindProxy = (request: Request): boolean => {
  const trusted = request.app.get("trust proxy fn") as (address: string, hop: number) => boolean;
  return trusted(request.socket.remoteAddress ?? "", 0);
};
