import { type ActionFunctionArgs, data, type LoaderFunctionArgs } from "@remix-run/node";
import { logger } from "#app/platform/logger.ts";
import type { ManifoldError } from "#engines/kernel/errors.ts";
import type { PageFault } from "./page-fault.ts";

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
    } catch (thrown) {
      if (thrown instanceof Response || isDataWithStatus(thrown)) throw thrown;
      const { requestId, locale } = args.context;
      if (isManifoldError(thrown)) {
        if (thrown.status >= 500) logger.error({ err: thrown, requestId }, "page failed");
        const fault: PageFault = {
          code: thrown.code,
          message: thrown.wordsIn(locale),
          requestId,
          ...(thrown.where ? { where: thrown.where } : {}),
        };
        throw data(fault, { status: thrown.status });
      }
      if (!args.request.signal.aborted) {
        logger.error({ err: thrown, requestId, url: new URL(args.request.url).pathname }, "page failed");
      }
      throw data({ code: "UNEXPECTED", requestId } satisfies PageFault, { status: 500 });
    }
  };
}

/** An answer that says a page, or the thing it shows, is not here. Also for what a person may not know exists. */
export function notFound(requestId: string): ReturnType<typeof data<PageFault>> {
  return data<PageFault>({ code: "NOT_FOUND", requestId }, { status: 404 });
}

// By shape, not `instanceof`: services run outside the bundle of the pages, so the class exists twice.
function isManifoldError(thrown: unknown): thrown is ManifoldError {
  return thrown instanceof Error && thrown.name === "ManifoldError" && "wordsIn" in thrown;
}

function isDataWithStatus(thrown: unknown): boolean {
  return typeof thrown === "object" && thrown !== null && "type" in thrown && "init" in thrown;
}
