import type { NextFunction, Request, Response } from "express";
import { nonceOf } from "./context.ts";

/**
 * Security headers of every answer. Scripts and style elements run only with the nonce of the request; style
 * *attributes* are allowed because widths of bars and columns are data. `development` opens what hot reload needs.
 */
export function securityHeaders(development: boolean) {
  return (request: Request, response: Response, next: NextFunction): void => {
    const nonce = `'nonce-${nonceOf(response)}'`;
    const policy = [
      "default-src 'self'",
      `script-src 'self' ${nonce}`,
      development ? "style-src 'self' 'unsafe-inline'" : `style-src 'self' ${nonce}`,
      "style-src-attr 'unsafe-inline'",
      "img-src 'self' data: blob:",
      "font-src 'self'",
      development ? "connect-src 'self' ws:" : "connect-src 'self'",
      "worker-src 'self' blob:",
      "object-src 'none'",
      "base-uri 'none'",
      "form-action 'self'",
      "frame-ancestors 'self'",
    ];
    response.setHeader("content-security-policy", policy.join("; "));
    response.setHeader("x-content-type-options", "nosniff");
    response.setHeader("x-frame-options", "SAMEORIGIN");
    response.setHeader("referrer-policy", "same-origin");
    response.setHeader("cross-origin-opener-policy", "same-origin");
    response.setHeader("cross-origin-resource-policy", "same-origin");
    response.setHeader(
      "permissions-policy",
      "camera=(self), geolocation=(self), microphone=(), payment=(), usb=()",
    );
    if (request.secure)
      response.setHeader("strict-transport-security", "max-age=31536000; includeSubDomains");
    next();
  };
}
