import { Readable } from "node:stream";
import type { ReadableStream } from "node:stream/web";
import type { Request } from "express";
import { onNotice } from "#app/platform/notices.ts";
import type { Scope } from "#app/platform/tenancy.ts";
import { type AlarmNews, alarmNews } from "#app/services/alarm/alarm-news.ts";
import { eventStream } from "../event-stream.server.ts";
import { type EnteredContext, tenantEndpoint } from "./endpoint.ts";

/** After so long the stream ends and the browser opens another: whether its session still stands is asked anew. */
const STREAM_MS = 600_000;
/** Notices of a storm are told together. */
const GATHER_MS = 40;
const IDS_AT_ONCE = 200;

/**
 * `GET api/alarms/live`: what changes among the alarms of the utility, as server-sent events, each a list of alarms as they
 * stand now. Asked without `Accept: text/event-stream` it answers where the list stands, once.
 */
export const alarmsLive = tenantEndpoint({
  method: "get",
  path: "api/alarms/live",
  noun: "alarm",
  action: "read",
  who: ["staff", "api"],
  handle: async (request, response, { scope, present }) => {
    if (!wantsStream(request)) {
      response.json(await present(await alarmNews(scope, [])));
      return;
    }
    const leave = new AbortController();
    const timer = setTimeout(() => leave.abort(), STREAM_MS);
    response.on("close", () => {
      clearTimeout(timer);
      leave.abort();
    });
    const stream = eventStream(leave.signal, (signal) => changes(scope, present, signal));
    stream.headers.forEach((value, name) => {
      response.setHeader(name, value);
    });
    response.flushHeaders();
    if (stream.body)
      Readable.fromWeb(stream.body as ReadableStream)
        .on("error", () => {})
        .pipe(response);
  },
});

const wantsStream = (request: Request): boolean =>
  request.headers.accept?.includes("text/event-stream") === true;

/** First where the list stands, then each change, gathered for a moment. */
async function* changes(
  scope: Scope,
  present: EnteredContext["present"],
  signal: AbortSignal,
): AsyncGenerator<AlarmNews> {
  const waiting = new Set<string>();
  let wake: () => void = () => {};
  onNotice("alarm", scope.tenantId, signal, ({ id }) => {
    waiting.add(id);
    wake();
  });
  signal.addEventListener("abort", () => wake(), { once: true });
  yield await alarmNews(scope, []);
  while (!signal.aborted) {
    if (waiting.size === 0) {
      await new Promise<void>((resolve) => {
        wake = resolve;
      });
      continue;
    }
    await new Promise((resolve) => setTimeout(resolve, GATHER_MS));
    const ids = [...waiting].slice(0, IDS_AT_ONCE);
    waiting.clear();
    yield await present(await alarmNews(scope, ids));
  }
}
