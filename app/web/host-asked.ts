import type { Request } from "express";

/** The host that the browser asked for, with its port: what a proxy in front says, if one is trusted. */
export function hostAsked(request: Request): string | undefined {
  const trusts = request.app.get("trust proxy") as unknown;
  const forwarded = trusts ? request.get("x-forwarded-host")?.split(",")[0]?.trim() : undefined;
  return (forwarded ?? request.get("host"))?.toLowerCase();
}
