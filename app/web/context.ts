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
import { policyActorOf, type Session, scopeOf } from "#app/platform/session.ts";
import { abilityOf, permissionsOf } from "#app/policies/ability.ts";
import type { Permission } from "#app/policies/index.ts";
import { findApiKey } from "#app/services/identity/find-api-key.ts";
import { findSession } from "#app/services/identity/find-session.ts";
import { type Caller, callerOf } from "#app/trpc/caller.ts";
import type { TrpcContext } from "#app/trpc/context.ts";
import type { Locale } from "#engines/kernel/errors.ts";
import { parseCookies } from "./cookies.ts";
import { hostAsked } from "./host-asked.ts";
import { tokenCookies } from "./session-cookie.ts";
import { resolveTenant } from "./tenant.ts";
import type { TenantBrand } from "./tenant-brand.ts";

/** The utility that a request speaks to, and where its pages are mounted. */
export interface TenantContext {
  readonly brand: TenantBrand;
  /** `/t/<slug>` when found by path, empty when found by host name. Links are made with it: `tenantPath`. */
  readonly base: string;
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
  /** Who is signed in at this utility, or null. */
  readonly session: Session | null;
  /** What they may do, for menus and buttons: `read:bill`. The server asks its policies again. */
  readonly permissions: readonly Permission[];
  /** The procedures as functions: `await context.caller.bill.list({ … })`. */
  readonly caller: Caller;
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

/** What Remix and tRPC are given for one request. */
interface Contexts {
  readonly load: AppLoadContext;
  readonly trpc: TrpcContext;
}

/** The contexts of one request. Asked for more than once (Remix, tRPC, an endpoint), they are made once. */
export async function contextsOf(request: Request, response: Response): Promise<Contexts> {
  const made = response.locals.contexts as Promise<Contexts> | undefined;
  if (made) return made;
  const contexts = makeContexts(request, response);
  response.locals.contexts = contexts;
  return contexts;
}

export async function getLoadContext(request: Request, response: Response): Promise<AppLoadContext> {
  return (await contextsOf(request, response)).load;
}

async function makeContexts(request: Request, response: Response): Promise<Contexts> {
  // Inside a mounted router `path` is cut; the utility is found in what was asked for.
  const tenant = resolveTenant(request.hostname, request.originalUrl.split("?", 1)[0] ?? "/");
  const cookies = parseCookies(request.headers.cookie);
  const colorScheme = cookies.get(COLOR_SCHEME_COOKIE);
  const requestId = requestIdOf(response);
  const locale = chooseLocale(
    cookies.get(LOCALE_COOKIE),
    request.headers["accept-language"],
    tenant?.brand.locale,
  );
  const tokens = tokenCookies(request, response, tenant?.base ?? "");
  const session =
    tenant === null ? null : await sessionOf(request, tenant.brand.slug, tokens.token("session"));
  // An IPv4 address that came by a socket for both families.
  const ip = request.ip?.replace(/^::ffff:/, "");
  const ability = abilityOf(policyActorOf(session));
  const trpc: TrpcContext = {
    requestId,
    locale,
    tenant: tenant && {
      slug: tenant.brand.slug,
      base: tenant.base,
      timezone: tenant.brand.timezone,
      currency: tenant.brand.currency,
    },
    session,
    scope: session && scopeOf(session, requestId, ip),
    ability,
    request: {
      ip,
      agent: request.get("user-agent") ?? "",
      origin: `${request.protocol}://${hostAsked(request) ?? ""}`,
      token: tokens.token,
      setToken: tokens.set,
    },
  };
  const load: AppLoadContext = {
    requestId,
    nonce: nonceOf(response),
    locale,
    colorScheme: isColorScheme(colorScheme) ? colorScheme : "auto",
    tenant,
    session,
    permissions: permissionsOf(ability),
    caller: callerOf(trpc),
  };
  return { load, trpc };
}

/** By API key (`Authorization: Bearer …`) where one is given, else by cookie. A wrong key is nobody, not the cookie's person. */
async function sessionOf(request: Request, slug: string, token: string | undefined): Promise<Session | null> {
  const key = /^Bearer (\S+)$/.exec(request.get("authorization") ?? "")?.[1];
  if (key !== undefined) return findApiKey(slug, key);
  return token === undefined ? null : findSession(slug, token);
}
