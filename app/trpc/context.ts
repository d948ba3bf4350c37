import type { Session } from "#app/platform/session.ts";
import type { Scope } from "#app/platform/tenancy.ts";
import type { Ability } from "#app/policies/ability.ts";
import type { Locale } from "#engines/kernel/errors.ts";

/** What every procedure is given. Made once a request by app/web/context.ts. */
export interface TrpcContext {
  readonly requestId: string;
  readonly locale: Locale;
  /** The utility that the request speaks to; null on pages of the platform. `base` is where its pages are mounted. */
  readonly tenant: RequestTenant | null;
  readonly session: Session | null;
  readonly scope: Scope | null;
  readonly ability: Ability;
  readonly request: RequestPort;
}

/** What a procedure may know of the HTTP request, and the only thing it may do to the answer. */
export interface RequestPort {
  readonly ip: string | undefined;
  readonly agent: string;
  /** Scheme and host by which the browser reached us, for addresses that it comes back to: `https://power.example.cn`. */
  readonly origin: string;
  /** The token that the browser sent in one of the utility's cookies. */
  token(cookie: TokenCookie): string | undefined;
  /** Sets such a cookie on the answer; undefined takes it away. `ageS`: it outlives the browser's window by so much. */
  setToken(cookie: TokenCookie, token: string | undefined, ageS?: number): void;
}

/** Cookies that hold a random token: of a session, of a step of a sign-in, of a sign-on elsewhere, of this browser. */
export type TokenCookie = "session" | "step" | "flow" | "device";

/** The utility as procedures know it. */
export interface RequestTenant {
  readonly slug: string;
  readonly base: string;
  /** IANA zone: local days of the utility are told in it. */
  readonly timezone: string;
  /** ISO 4217. */
  readonly currency: string;
}
