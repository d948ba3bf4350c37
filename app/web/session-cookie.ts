import type { Request, Response } from "express";
import { env } from "#app/platform/env.ts";
import type { TokenCookie } from "#app/trpc/context.ts";
import { parseCookies } from "./cookies.ts";

/** The cookies that hold a random token each. `step` and `flow` live through one sign-in, `device` knows a browser again. */
const NAMES: Readonly<Record<TokenCookie, string>> = {
  session: "manifold-session",
  step: "manifold-step",
  flow: "manifold-flow",
  device: "manifold-device",
};

/**
 * The cookies of one utility. Found by path, they are sent to `/t/<slug>/…` only, so that no other utility's page ever
 * receives them; under its own host name they carry the `__Host-` prefix, which a browser takes from that host alone.
 */
export function tokenCookies(request: Request, response: Response, base: string) {
  // Plain HTTP is for the demo and tests; elsewhere a browser must never send a token unencrypted.
  const { NODE_ENV, MANIFOLD_DEMO } = env();
  const secure = request.secure || (NODE_ENV === "production" && !MANIFOLD_DEMO);
  const nameOf = (cookie: TokenCookie): string =>
    secure && base === "" ? `__Host-${NAMES[cookie]}` : NAMES[cookie];
  const attributes = [`Path=${base || "/"}`, "HttpOnly", "SameSite=Lax", ...(secure ? ["Secure"] : [])];
  const sent = parseCookies(request.headers.cookie);
  return {
    token: (cookie: TokenCookie): string | undefined => sent.get(nameOf(cookie)),
    /** `ageS`: it outlives the browser's window by so much. Undefined takes the cookie away. */
    set(cookie: TokenCookie, token: string | undefined, ageS?: number): void {
      const age = token === undefined ? ["Max-Age=0"] : ageS === undefined ? [] : [`Max-Age=${ageS}`];
      response.append("set-cookie", [`${nameOf(cookie)}=${token ?? ""}`, ...attributes, ...age].join("; "));
    },
  };
}

/** Whether a request carries a session of any utility: the browser sent it, so the request may not be the person's will. */
export function carriesSession(request: Request): boolean {
  const cookies = parseCookies(request.headers.cookie);
  return cookies.has(NAMES.session) || cookies.has(`__Host-${NAMES.session}`);
}
