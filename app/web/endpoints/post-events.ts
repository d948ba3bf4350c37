import { z } from "zod";
import { commonError } from "#app/platform/common-errors.ts";
import { ingestEvents } from "#app/services/device/ingest-events.ts";
import { bodyOf } from "./body.ts";
import { tenantEndpoint } from "./endpoint.ts";

const querySchema = z.strictObject({ file: z.string().min(1).max(200).default("telemetry") });

/**
 * Takes in what devices tell, NDJSON that streams in as the body:
 * `curl -H "Authorization: Bearer <key>" --data-binary @events.ndjson <address>/api/events`. Answers with the report when
 * everything is kept; alarms follow within a fraction of a second.
 */
export const postEvents = tenantEndpoint({
  method: "post",
  path: "api/events",
  noun: "read",
  action: "ingest",
  who: ["staff", "api"],
  handle: async (request, response, { scope }) => {
    const query = querySchema.safeParse(request.query);
    if (!query.success)
      throw commonError("INPUT_INVALID", { field: "query", detail: query.error.issues[0]?.message ?? "" });
    response.json(await ingestEvents(scope, { source: bodyOf(request), fileName: query.data.file }));
  },
});
