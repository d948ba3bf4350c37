import { tenantPath } from "#app/platform/tenant-path.ts";
import { localPath } from "./local-path.ts";

export type SignInAs = "staff" | "customer";

/** Where to go after signing in: where the person wanted to, if it is a page of this utility, else the start of their area. */
export function signInTarget(search: URLSearchParams, base: string, as: SignInAs): string {
  const start = tenantPath(base, as === "staff" ? "workspace" : "portal");
  const target = localPath(search.get("redirectTo"), start);
  const inside = target.startsWith(`${base}/`) ? target.slice(base.length) : "";
  // Of the pages on which people prove who they are only their own account is somewhere to go.
  return inside !== "" && !/^\/auth\/(?!account)/.test(inside) ? target : start;
}

/** The page of the next step of a sign-in, which leads on to the same target. */
export function stepAddress(search: URLSearchParams, base: string): string {
  const target = search.get("redirectTo");
  const query = target === null ? "" : `?${new URLSearchParams({ redirectTo: target })}`;
  return tenantPath(base, "auth/second-factor") + query;
}
