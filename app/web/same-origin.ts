import type { NextFunction, Request, Response } from "express";
import { commonError } from "#app/platform/common-errors.ts";
import { chooseLocale } from "#app/platform/preferences.ts";
import { requestIdOf } from "./context.ts";
import { hostAsked } from "./host-asked.ts";
import { carriesSession } from "./session-cookie.ts";

const SAFE_METHODS = ["GET", "HEAD", "OPTIONS"];

/**
 * Refuses what another site makes a browser send (cross-site request forgery). Browsers say where an unsafe request comes
 * from: `Sec-Fetch-Site`, and older ones `Origin`. One that says neither is let through only without a session, which is
 * how programs with an API key and payment gateways come. docs/decisions/0011 says why this needs no token in each form.
 */
export function refuseCrossSite(request: Request, response: Response, next: NextFunction): void {
  if (SAFE_METHODS.includes(request.method) || comesFromUs(request)) {
    next();
    return;
  }
  const fault = commonError("CROSS_SITE");
  const requestId = requestIdOf(response);
  const locale = chooseLocale(undefined, request.headers["accept-language"], undefined);
  response.status(fault.status).json({ code: fault.code, message: fault.wordsIn(locale), requestId });
}

function comesFromUs(request: Request): boolean {
  const site = request.get("sec-fetch-site");
  // `none` is the person's own doing: an address typed, a bookmark, a form sent again.
  if (site !== undefined) return site === "same-origin" || site === "none";
  const origin = request.get("origin");
  if (origin !== undefined) return hostOf(origin) === hostAsked(request);
  return !carriesSession(request);
}

const hostOf = (origin: string): string | undefined =>
  URL.canParse(origin) ? new URL(origin).host : undefined;
