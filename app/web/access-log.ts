import type { NextFunction, Request, Response } from "express";
import { logger } from "#app/platform/logger.ts";
import { requestIdOf } from "./context.ts";

/** One line a request when it is answered. The path is logged without its query: it may hold what a person searched for. */
export function accessLog(request: Request, response: Response, next: NextFunction): void {
  const started = performance.now();
  // A mounted router rewrites `path`; what was asked for is taken before.
  const { path, method } = request;
  response.on("close", () => {
    const line = {
      requestId: requestIdOf(response),
      method,
      path,
      status: response.statusCode,
      durationMs: Math.round(performance.now() - started),
      ...(response.writableFinished ? {} : { aborted: true }),
    };
    if (response.statusCode >= 500) logger.warn(line, "request");
    else if (path.startsWith("/assets/")) logger.debug(line, "request");
    else logger.info(line, "request");
  });
  next();
}
