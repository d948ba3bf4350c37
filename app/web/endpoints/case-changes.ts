import { z } from "zod";
import { watchCases } from "#app/services/case/watch-cases.ts";
import { tenantEndpoint } from "./endpoint.ts";

const query = z.object({ seconds: z.coerce.number().int().min(0).max(300).default(0) });

/**
 * `GET api/cases/changes`: server-sent events (WHATWG HTML §9.2), one at once and one whenever a case of the utility changed.
 * It ends after `seconds` (none: at once); the browser then asks again.
 */
export const caseChanges = tenantEndpoint({
  method: "get",
  path: "api/cases/changes",
  action: "read",
  noun: "case",
  who: "staff",
  handle: async (request, response, { scope }) => {
    const { seconds } = query.parse(request.query);
    const left = new AbortController();
    response.on("close", () => left.abort());
    response.setHeader("content-type", "text/event-stream");
    // `no-transform` keeps compression from holding messages back.
    response.setHeader("cache-control", "no-store, no-transform");
    response.setHeader("x-accel-buffering", "no");
    for await (const change of watchCases(scope, left.signal, seconds * 1000)) {
      if (left.signal.aborted) return;
      response.write(`data: ${JSON.stringify(change)}\n\n`);
    }
    response.end();
  },
});
