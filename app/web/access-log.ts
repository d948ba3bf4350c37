import type { NextFunction, Request, Response } from "express";
import { logger } from "#app/platform/logger.ts";
import { metrics } from "#app/platform/metrics.ts";
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
    metrics().requests.observe(
      { method, area: areaOf(path), status: `${Math.floor(response.statusCode / 100)}xx` },
      line.durationMs / 1_000,
    );
    if (response.statusCode >= 500) {
      metrics().faults.inc({ where: "web" });
      logger.warn(line, "request");
    } else if (path.startsWith("/assets/")) logger.debug(line, "request");
    else logger.info(line, "request");
  });
  next();
}

const AREAS = ["portal", "workspace", "console", "auth", "api", "market", "assets"] as const;

/** The part of the product that a path lies in: few enough to be a label, and naming nobody. */
export function areaOf(path: string): string {
  const segments = path.split("/").filter(Boolean);
  const at = segments[0] === "t" ? 2 : 0;
  return AREAS.find((area) => area === segments[at]) ?? "other";
}
