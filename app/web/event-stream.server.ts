/**
 * An answer of server-sent events (WHATWG HTML §9.2): each value of `events` goes out as one JSON message. Ends when
 * the values end or the reader leaves. A comment every 15 s keeps proxies from closing a quiet stream.
 */
export function eventStream<Value>(
  signal: AbortSignal,
  events: (signal: AbortSignal) => AsyncIterable<Value>,
): Response {
  const encoder = new TextEncoder();
  let heartbeat: ReturnType<typeof setInterval>;
  const body = new ReadableStream<Uint8Array>({
    async start(controller) {
      heartbeat = setInterval(() => controller.enqueue(encoder.encode(": still here\n\n")), HEARTBEAT_MS);
      try {
        for await (const value of events(signal)) {
          if (signal.aborted) break;
          controller.enqueue(encoder.encode(`data: ${JSON.stringify(value)}\n\n`));
        }
        controller.close();
      } catch (error) {
        if (!signal.aborted) controller.error(error);
      } finally {
        clearInterval(heartbeat);
      }
    },
    cancel: () => clearInterval(heartbeat),
  });
  return new Response(body, {
    headers: {
      "content-type": "text/event-stream",
      // `no-transform` keeps compression from holding messages back.
      "cache-control": "no-store, no-transform",
      "x-accel-buffering": "no",
    },
  });
}

const HEARTBEAT_MS = 15_000;
