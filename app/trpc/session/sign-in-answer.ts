import type { SignedIn } from "#app/services/identity/after-first-factor.ts";
import type { OpenedSession, SignInRequest } from "#app/services/identity/open-session.ts";
import type { TrpcContext } from "../context.ts";

/** Longer than any session; the database says when one really ends. Staff share machines at counters: theirs end with the window. */
const CUSTOMER_SESSION_AGE_S = 90 * 24 * 3600;
const DEVICE_AGE_S = 400 * 24 * 3600;
const STEP_AGE_S = 600;

/** What the services of signing in are told of the request. */
export function signInRequestOf({ request, requestId }: TrpcContext): SignInRequest {
  const { ip, agent } = request;
  return { ip, agent, requestId, device: request.token("device") };
}

/** Gives the browser its new session; nothing but the cookies ever holds the tokens. */
export function answerSession(
  { request }: TrpcContext,
  opened: OpenedSession,
  as: "staff" | "customer",
): void {
  request.setToken("session", opened.token, as === "customer" ? CUSTOMER_SESSION_AGE_S : undefined);
  request.setToken("device", opened.device, DEVICE_AGE_S);
  if (request.token("step") !== undefined) request.setToken("step", undefined);
}

/** The same after a first factor, or the token of the step that is next. Returns which that is. */
export function answerSignIn(
  ctx: TrpcContext,
  signedIn: SignedIn,
  as: "staff" | "customer",
): { next: SignedIn["next"] } {
  if (signedIn.next === null) answerSession(ctx, signedIn, as);
  else ctx.request.setToken("step", signedIn.token, STEP_AGE_S);
  return { next: signedIn.next };
}
