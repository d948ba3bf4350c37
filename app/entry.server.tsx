import { type AppLoadContext, createReadableStreamFromReadable, type EntryContext } from "@remix-run/node";
import { isRouteErrorResponse, RemixServer } from "@remix-run/react";
import { isbot } from "isbot";
import { renderToPipeableStream } from "react-dom/server";
import { addAllLocales } from "#app/locales/all.ts";
import { logger } from "#app/platform/logger.ts";
import { dropNul } from "#app/web/drop-nul.ts";
import { RequestFactsProvider } from "./components/request-facts.tsx";

addAllLocales();

const RENDER_TIMEOUT_MS = 10_000;
/** How long loaders may go on streaming; Remix reads this name. */
export const streamTimeout = RENDER_TIMEOUT_MS - 1_000;

export default function handleRequest(
  request: Request,
  status: number,
  headers: Headers,
  remix: EntryContext,
  { nonce, requestId, locale }: AppLoadContext,
): Promise<Response> {
  return new Promise((resolve, reject) => {
    let shellSent = false;
    let finalStatus = status;
    const ready = isbot(request.headers.get("user-agent")) ? "onAllReady" : "onShellReady";
    const { pipe, abort } = renderToPipeableStream(
      <RequestFactsProvider value={{ nonce, requestId, locale }}>
        <RemixServer context={remix} url={request.url} abortDelay={RENDER_TIMEOUT_MS} nonce={nonce} />
      </RequestFactsProvider>,
      {
        nonce,
        [ready]() {
          shellSent = true;
          const body = dropNul();
          headers.set("content-type", "text/html; charset=utf-8");
          // Pages hold a nonce and a person's data; only their assets may be kept.
          if (!headers.has("cache-control")) headers.set("cache-control", "private, no-store");
          headers.set("vary", "accept-language, cookie");
          resolve(new Response(createReadableStreamFromReadable(body), { headers, status: finalStatus }));
          pipe(body);
        },
        onShellError: (error) => reject(error instanceof Error ? error : new Error(String(error))),
        onError(error) {
          finalStatus = 500;
          if (shellSent) logger.error({ err: error, requestId }, "rendering failed after the first bytes");
        },
      },
    );
    setTimeout(abort, RENDER_TIMEOUT_MS).unref();
  });
}

/** Faults that no `page()` wrapper turned into an answer. */
export function handleError(
  error: unknown,
  { request, context }: { request: Request; context: AppLoadContext },
): void {
  if (request.signal.aborted) return;
  // A method or address that no page answers is the asker's fault; the access log holds it.
  if (isRouteErrorResponse(error) && error.status < 500) return;
  logger.error(
    { err: error, requestId: context.requestId, url: new URL(request.url).pathname },
    "page failed",
  );
}
