import { randomBytes } from "node:crypto";
import type { AppLoadContext } from "@remix-run/node";
import type { Request, Response } from "express";
import { uuidv7 } from "uuidv7";
import {
  COLOR_SCHEME_COOKIE,
  type ColorScheme,
  chooseLocale,
  isColorScheme,
  LOCALE_COOKIE,
} from "#app/platform/preferences.ts";
import type { Locale } from "#engines/kernel/errors.ts";
import { parseCookies } from "./cookies.ts";
import { resolveTenant } from "./tenant.ts";
import type { TenantBrand } from "./tenant-brand.ts";

/** The utility that a request speaks to, and where its pages are mounted. */
export interface TenantContext {
  readonly brand: TenantBrand;
  /** `/t/<slug>` when found by path, empty when found by host name. Links are made with it: `tenantPath`. */
  readonly base: string;
}

/** The person behind a request. `abilities` is what menus ask: `read:bill`, `correct:read`. */
export interface Session {
  readonly id: string;
  readonly userId: string;
  readonly displayName: string;
  readonly abilities: readonly string[];
}

/** What every loader, action and handler is given. Made once per request, before Remix or tRPC sees it. */
export interface LoadContext {
  /** In every log line, error page and error body of this request; also sent as `x-request-id`. */
  readonly requestId: string;
  /** For the content security policy: only scripts and styles that carry it run. */
  readonly nonce: string;
  /** Language of the answer: chosen, else the browser's, else the tenant's. */
  readonly locale: Locale;
  readonly colorScheme: ColorScheme;
  readonly tenant: TenantContext | null;
  readonly session: Session | null;
  readonly caller: unknown;
}

declare module "@remix-run/server-runtime" {
  interface AppLoadContext extends LoadContext {}
  interface Future {
    v3_singleFetch: true;
  }
}

/** First middleware: gives the request its id and nonce, so that even a refused request can be found in the log. */
export function identifyRequest(_request: Request, response: Response, next: () => void): void {
  response.locals.requestId = uuidv7();
  response.locals.nonce = randomBytes(16).toString("base64");
  response.setHeader("x-request-id", requestIdOf(response));
  next();
}

export function requestIdOf(response: Response): string {
  return String(response.locals.requestId);
}

export function nonceOf(response: Response): string {
  return String(response.locals.nonce);
}

/** The context of one request. Asked for more than once (Remix, tRPC), it is made once. */
export async function getLoadContext(request: Request, response: Response): Promise<AppLoadContext> {
  const made = response.locals.context as Promise<AppLoadContext> | undefined;
  if (made) return made;
  const context = makeContext(request, response);
  response.locals.context = context;
  return context;
}

async function makeContext(request: Request, response: Response): Promise<AppLoadContext> {
  const tenant = resolveTenant(request.hostname, request.path);
  const cookies = parseCookies(request.headers.cookie);
  const colorScheme = cookies.get(COLOR_SCHEME_COOKIE);
  return {
    requestId: requestIdOf(response),
    nonce: nonceOf(response),
    locale: chooseLocale(
      cookies.get(LOCALE_COOKIE),
      request.headers["accept-language"],
      tenant?.brand.locale,
    ),
    colorScheme: isColorScheme(colorScheme) ? colorScheme : "auto",
    tenant,
    session: null,
    caller: null,
  };
}
