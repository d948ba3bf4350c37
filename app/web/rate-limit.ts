import { createHash } from "node:crypto";
import { isIPv6 } from "node:net";
import type { NextFunction, Request, Response } from "express";
import { commonError } from "#app/platform/common-errors.ts";
import { env } from "#app/platform/env.ts";
import { chooseLocale, LOCALE_COOKIE } from "#app/platform/preferences.ts";
import { remember } from "#app/platform/remember.ts";
import type { ManifoldError } from "#engines/kernel/errors.ts";
import { requestIdOf } from "./context.ts";
import { parseCookies } from "./cookies.ts";
import { resolveTenant } from "./tenant.ts";
import { type Budget, TokenBuckets } from "./token-buckets.ts";

/**
 * How much one caller may ask of one process. Generous: a person never meets them, a script that runs wild does. An address
 * may be an office of many people; a utility's own budget keeps one utility from taking the process from the others.
 */
const BUDGETS = {
  address: { burst: 600, perSecond: 60 },
  session: { burst: 300, perSecond: 30 },
  key: { burst: 600, perSecond: 60 },
  tenant: { burst: 6_000, perSecond: 600 },
  /** Uploads and exports of one session or key, which work for seconds each. */
  transfer: { burst: 60, perSecond: 1 },
} as const satisfies Record<string, Budget>;

type Kind = keyof typeof BUDGETS;

/** Files of the build, told apart by their hash and kept by browsers: they cost next to nothing. */
const STATIC = /^\/(assets|brand|theme|fonts)\/|\.(svg|ico|webmanifest)$/;

/** Refuses requests beyond the budgets of their address, session or key, and utility: 429 with `Retry-After` and words. */
export function limitRate(request: Request, response: Response, next: NextFunction): void {
  const waitMs = STATIC.test(request.path) ? 0 : waitOf(request);
  if (waitMs > 0) refuse(request, response, waitMs);
  else next();
}

function waitOf(request: Request): number {
  const tenant = resolveTenant(request.hostname, request.path)?.brand.slug;
  return take(request, [...callerOf(request), ...(tenant ? [["tenant", tenant] as const] : [])]);
}

function refuse(request: Request, response: Response, waitMs: number): void {
  const { fault, seconds } = refusal(waitMs);
  const chosen = parseCookies(request.headers.cookie).get(LOCALE_COOKIE);
  const message = fault.wordsIn(chooseLocale(chosen, request.headers["accept-language"], undefined));
  response.status(fault.status).setHeader("retry-after", seconds).setHeader("cache-control", "no-store");
  if (request.accepts(["json", "html"]) === "html") response.type("text/plain").send(message);
  else response.json({ code: fault.code, message, requestId: requestIdOf(response) });
}

/** Takes one of the budget for uploads and exports. @throws RATE_LIMITED, having set `Retry-After` */
export function limitTransfer(request: Request, response: Response): void {
  const [caller] = callerOf(request).slice(-1);
  const waitMs = caller === undefined ? 0 : take(request, [["transfer", `${caller[0]} ${caller[1]}`]]);
  if (waitMs === 0) return;
  const { fault, seconds } = refusal(waitMs);
  response.setHeader("retry-after", seconds);
  throw fault;
}

function refusal(waitMs: number): { fault: ManifoldError; seconds: number } {
  const seconds = Math.max(1, Math.ceil(waitMs / 1000));
  return { fault: commonError("RATE_LIMITED", { seconds }), seconds };
}

/** The longest wait of all that are asked; every one is asked, so that none is spared by another's refusal. */
function take(request: Request, asked: readonly (readonly [Kind, string])[]): number {
  const factor = env().RATE_LIMIT_FACTOR;
  // From this very machine come tests, probes of health and a proxy that was not declared, which stands for everybody.
  if (factor === 0 || isLoopback(request.ip)) return 0;
  const nowMs = performance.now();
  return Math.max(...asked.map(([kind, key]) => bucketsOf(kind, factor).take(key, nowMs)));
}

function bucketsOf(kind: Kind, factor: number): TokenBuckets {
  return remember(`rate-limit.${kind}`, () => {
    const { burst, perSecond } = BUDGETS[kind];
    return new TokenBuckets({ burst: Math.max(1, burst * factor), perSecond: perSecond * factor });
  });
}

/** Address, then what the request says it comes with; that is not looked up yet, only told apart. */
function callerOf(request: Request): (readonly [Kind, string])[] {
  const callers: (readonly [Kind, string])[] = [["address", networkOf(request.ip)]];
  const key = /^Bearer (\S+)$/.exec(request.get("authorization") ?? "")?.[1];
  if (key !== undefined) callers.push(["key", digest(key)]);
  else {
    const session = /(?:^|;\s*)(?:__Host-)?manifold-session=([^;]+)/.exec(request.headers.cookie ?? "")?.[1];
    if (session !== undefined) callers.push(["session", digest(session)]);
  }
  return callers;
}

const digest = (secret: string): string => createHash("sha256").update(secret).digest("base64url");

/** One household or server has a whole /64 of IPv6 addresses. */
function networkOf(ip: string | undefined): string {
  const plain = (ip ?? "unknown").replace(/^::ffff:/, "");
  if (!isIPv6(plain)) return plain;
  const [head = "", tail] = plain.split("::");
  const groups = head === "" ? [] : head.split(":");
  const behind = tail === undefined || tail === "" ? 0 : tail.split(":").length;
  const full =
    tail === undefined ? groups : [...groups, ...Array<string>(8 - groups.length - behind).fill("0")];
  return `${full.slice(0, 4).join(":")}::/64`;
}

const isLoopback = (ip: string | undefined): boolean => ip === "::1" || /^(::ffff:)?127\./.test(ip ?? "");
