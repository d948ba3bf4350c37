import { TRPCError } from "@trpc/server";
import { z } from "zod";
import { commonError } from "#app/platform/common-errors.ts";
import { logger } from "#app/platform/logger.ts";
import { type Locale, ManifoldError, type Where } from "#engines/kernel/errors.ts";
import type { TrpcContext } from "./context.ts";

/** The body of every failed call: the catalogue's code, words in the person's language, and the number to look up in the log. */
export interface FaultBody {
  readonly code: string;
  readonly httpStatus: number;
  readonly requestId: string;
  readonly where?: Where;
}

/**
 * Turns whatever a procedure threw into an error of the catalogue. Input that does not fit its schema is told with the
 * path of its first fault; what nobody foresaw is logged with the request's number and becomes UNEXPECTED, whose details
 * never leave the process.
 */
export function faultOf(
  error: TRPCError,
  context: TrpcContext | undefined,
  path: string | undefined,
): ManifoldError {
  const { cause } = error;
  if (cause instanceof ManifoldError) return cause;
  if (cause instanceof z.ZodError || cause instanceof z.core.$ZodError)
    return inputFault(cause, context?.locale ?? "zh-CN");
  if (isUnstorable(cause))
    return commonError("INPUT_INVALID", { field: "input", detail: "NUL" }, undefined, cause);
  const known = OF_TRPC[error.code];
  if (known) return commonError(known);
  const requestId = context?.requestId;
  logger.error(
    { err: cause ?? error, requestId, tenant: context?.tenant?.slug, procedure: path },
    "procedure failed",
  );
  return commonError("UNEXPECTED", {}, undefined, error);
}

/** The same for what an endpoint threw, which tRPC did not wrap. */
export function asFault(thrown: unknown, context: TrpcContext, path: string): ManifoldError {
  const cause = thrown instanceof Error ? thrown : new Error(String(thrown));
  return faultOf(new TRPCError({ code: "INTERNAL_SERVER_ERROR", cause }), context, path);
}

/** A TRPCError that carries the status of an error of the catalogue. */
export function asTrpcError(fault: ManifoldError): TRPCError {
  return new TRPCError({
    code: CODES[fault.status] ?? "INTERNAL_SERVER_ERROR",
    message: fault.message,
    cause: fault,
  });
}

export function faultBody(fault: ManifoldError, requestId: string): FaultBody {
  const body = { code: fault.code, httpStatus: fault.status, requestId };
  return fault.where === undefined ? body : { ...body, where: fault.where };
}

/** PostgreSQL's refusal of the one character that no text may hold (SQLSTATE 22021, and 22P05 inside JSON). */
function isUnstorable(cause: unknown): boolean {
  const code = cause instanceof Error && "code" in cause ? cause.code : undefined;
  return code === "22021" || code === "22P05";
}

/** The words of Zod in the person's language, for the first fault of an input. */
function inputFault(error: z.core.$ZodError, locale: Locale): ManifoldError {
  const issue = error.issues[0];
  const path = issue?.path.map(String).join(".") ?? "";
  const field = path || "input";
  const worded = issue && ZOD_WORDS[locale](issue as z.core.$ZodRawIssue);
  const detail = typeof worded === "string" ? worded : (worded?.message ?? issue?.message ?? "");
  return commonError("INPUT_INVALID", { field, detail }, { path: field }, error);
}

const ZOD_WORDS: Record<Locale, z.core.$ZodErrorMap> = {
  "zh-CN": z.locales.zhCN().localeError,
  en: z.locales.en().localeError,
};

const OF_TRPC: Partial<Record<TRPCError["code"], Parameters<typeof commonError>[0]>> = {
  NOT_FOUND: "METHOD_UNKNOWN",
  METHOD_NOT_SUPPORTED: "METHOD_UNKNOWN",
  PAYLOAD_TOO_LARGE: "TOO_LARGE",
  PARSE_ERROR: "INPUT_INVALID",
  BAD_REQUEST: "INPUT_INVALID",
  UNSUPPORTED_MEDIA_TYPE: "INPUT_INVALID",
};

const CODES: Record<number, TRPCError["code"]> = {
  400: "BAD_REQUEST",
  401: "UNAUTHORIZED",
  402: "PAYMENT_REQUIRED",
  403: "FORBIDDEN",
  404: "NOT_FOUND",
  409: "CONFLICT",
  412: "PRECONDITION_FAILED",
  413: "PAYLOAD_TOO_LARGE",
  415: "UNSUPPORTED_MEDIA_TYPE",
  422: "UNPROCESSABLE_CONTENT",
  429: "TOO_MANY_REQUESTS",
  501: "NOT_IMPLEMENTED",
  502: "BAD_GATEWAY",
  503: "SERVICE_UNAVAILABLE",
  504: "GATEWAY_TIMEOUT",
};
