import { type ActionFunctionArgs, data, type LoaderFunctionArgs, redirect } from "@remix-run/node";
import { commonError } from "#app/platform/common-errors.ts";
import { logger } from "#app/platform/logger.ts";
import type { Locale, ManifoldError } from "#engines/kernel/errors.ts";
import type { FormResult, PageFault } from "./page-fault.ts";

type PageArgs = LoaderFunctionArgs | ActionFunctionArgs;

/**
 * Wraps a loader or action: what it throws becomes an answer that the error boundary can explain, with the request id.
 * A `ManifoldError` keeps its status and words; redirects and thrown responses pass; anything else is logged and
 * becomes `UNEXPECTED` (500), whose details never leave the process.
 */
export function page<Args extends PageArgs, Result>(
  handle: (args: Args) => Promise<Result> | Result,
): (args: Args) => Promise<Result> {
  return async (args) => {
    try {
      return await handle(args);
    } catch (caught) {
      const thrown = isBrokenForm(caught) ? commonError("FORM_BROKEN", {}, undefined, caught) : caught;
      if (thrown instanceof Response || isDataWithStatus(thrown)) throw thrown;
      const { requestId, locale } = args.context;
      if (isManifoldError(thrown)) {
        const way = wayToSignIn(thrown, args);
        if (way !== undefined) throw redirect(way);
        if (thrown.status >= 500) logger.error({ err: thrown, requestId }, "page failed");
        throw data(faultOf(thrown, locale, requestId), { status: thrown.status });
      }
      if (!args.request.signal.aborted) {
        logger.error({ err: thrown, requestId, url: new URL(args.request.url).pathname }, "page failed");
      }
      throw data({ code: "UNEXPECTED", requestId } satisfies PageFault, { status: 500 });
    }
  };
}

/**
 * Wraps the action of a form. A refusal (a `ManifoldError` below 500) is answered beside the form, so that nothing the
 * person typed is lost; `where.path` of the error names the field. Anything worse goes the way of `page`.
 */
export function formAction<Value>(
  handle: (args: ActionFunctionArgs) => Promise<Value>,
): (args: ActionFunctionArgs) => Promise<FormResult<Value> | DataWithStatus<FormResult<Value>>> {
  return page(async (args: ActionFunctionArgs) => {
    try {
      return { ok: true, value: await handle(args) } satisfies FormResult<Value>;
    } catch (thrown) {
      if (!isManifoldError(thrown) || thrown.status >= 500 || thrown.status === 401) throw thrown;
      const fault = faultOf(thrown, args.context.locale, args.context.requestId);
      const path = thrown.where?.path;
      const fields = path === undefined ? [] : [{ path, message: fault.message ?? fault.code }];
      return data<FormResult<Value>>({ ok: false, fault, fields }, { status: thrown.status });
    }
  });
}

type DataWithStatus<Value> = ReturnType<typeof data<Value>>;

function faultOf(error: ManifoldError, locale: Locale, requestId: string): PageFault {
  return {
    code: error.code,
    message: error.wordsIn(locale),
    requestId,
    ...(error.where ? { where: error.where } : {}),
  };
}

/** A page that needs a session leads to the sign-in and back again; a form that was sent cannot be sent again by itself. */
function wayToSignIn(thrown: ManifoldError, { request, context }: PageArgs): string | undefined {
  if (thrown.code !== "SIGN_IN_NEEDED" || request.method !== "GET" || !context.tenant) return undefined;
  const { pathname, search } = new URL(request.url);
  return `${context.tenant.base}/auth/sign-in?redirectTo=${encodeURIComponent(pathname + search)}`;
}

/** An answer that says a page, or the thing it shows, is not here. Also for what a person may not know exists. */
export function notFound(requestId: string): ReturnType<typeof data<PageFault>> {
  return data<PageFault>({ code: "NOT_FOUND", requestId }, { status: 404 });
}

/** What `request.formData()` throws for a body that is no form, or half of one: the sender's fault, not ours. */
function isBrokenForm(caught: unknown): boolean {
  return caught instanceof TypeError && /FormData|Content-Type was not one of/.test(caught.message);
}

// By shape, not `instanceof`: services run outside the bundle of the pages, so the class exists twice.
function isManifoldError(thrown: unknown): thrown is ManifoldError {
  return thrown instanceof Error && thrown.name === "ManifoldError" && "wordsIn" in thrown;
}

function isDataWithStatus(thrown: unknown): boolean {
  return typeof thrown === "object" && thrown !== null && "type" in thrown && "init" in thrown;
}
