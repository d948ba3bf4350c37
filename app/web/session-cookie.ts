import type { Request, Response } from "express";
import { env } from "#app/platform/env.ts";
import { parseCookies } from "./cookies.ts";

const NAME = "manifold-session";
/** Longer than any session; the database says when one really ends. */
const CUSTOMER_COOKIE_AGE_S = 90 * 24 * 3600;

/**
 * The session's cookie at one utility. Found by path, it is sent to `/t/<slug>/…` only, so that no other utility's page
 * ever receives it; under its own host name it carries the `__Host-` prefix, which a browser takes from that host alone.
 */
export function sessionCookie(request: Request, response: Response, base: string) {
  // Plain HTTP is for the demo and tests; elsewhere a browser must never send the token unencrypted.
  const { NODE_ENV, MANIFOLD_DEMO } = env();
  const secure = request.secure || (NODE_ENV === "production" && !MANIFOLD_DEMO);
  const name = secure && base === "" ? `__Host-${NAME}` : NAME;
  const attributes = [`Path=${base || "/"}`, "HttpOnly", "SameSite=Lax", ...(secure ? ["Secure"] : [])];
  return {
    token: parseCookies(request.headers.cookie).get(name),
    /** `keep`: outlives the browser's window, for customers; staff share machines at counters. Undefined takes it away. */
    set(token: string | undefined, keep: boolean): void {
      const age = token === undefined ? ["Max-Age=0"] : keep ? [`Max-Age=${CUSTOMER_COOKIE_AGE_S}`] : [];
      response.append("set-cookie", [`${name}=${token ?? ""}`, ...attributes, ...age].join("; "));
    },
  };
}

/** Whether a request carries a session of any utility: the browser sent it, so the request may not be the person's will. */
export function carriesSession(request: Request): boolean {
  const cookies = parseCookies(request.headers.cookie);
  return cookies.has(NAME) || cookies.has(`__Host-${NAME}`);
}
