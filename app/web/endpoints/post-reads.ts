import type { Request } from "express";
import { z } from "zod";
import { commonError } from "#app/platform/common-errors.ts";
import { type IngestRequest, ingestFile } from "#app/services/read/ingest-file.ts";
import { isZone, parseDay, zoneOf } from "#engines/kernel/zone.ts";
import { FORMATS, UNITS } from "#engines/metering/index.ts";
import { bodyOf } from "./body.ts";
import { tenantEndpoint } from "./endpoint.ts";

/** What the format does not say of itself, in the query of the address. */
const querySchema = z.strictObject({
  file: z.string().min(1).max(200).default("upload"),
  format: z.enum(FORMATS).optional(),
  channel: z.string().min(1).max(200).optional(),
  start: z
    .string()
    .refine((text) => parseDay(text) !== undefined, "expected a date such as 2026-03-01")
    .optional(),
  unit: z.enum(UNITS).optional(),
  zone: z.string().refine(isZone, "expected a zone such as Asia/Shanghai").optional(),
});

/**
 * Takes in a file that streams in as the body, as `manifold ingest` does from a disk:
 * `curl -H "Authorization: Bearer <key>" --data-binary @reads.csv <address>/api/reads`. Answers with the report, also where a part or
 * all of it went into quarantine: the file itself was received.
 * The body is read as fast as it is stored, so a sender that is too fast is held back by the connection.
 */
export const postReads = tenantEndpoint({
  method: "post",
  path: "api/reads",
  noun: "read",
  action: "ingest",
  who: ["staff", "api"],
  budget: "transfer",
  handle: async (request, response, { scope }) => {
    const report = await ingestFile(scope, requestOf(request));
    response.json(report);
  },
});

function requestOf(request: Request): IngestRequest {
  const query = querySchema.safeParse(request.query);
  if (!query.success) {
    const issue = query.error.issues[0];
    const field = issue?.path.join(".") || "query";
    throw commonError("INPUT_INVALID", { field, detail: issue?.message ?? "" });
  }
  const { file, format, channel, start, unit, zone } = query.data;
  return {
    source: bodyOf(request),
    fileName: file,
    format,
    channel,
    startDay: start === undefined ? undefined : parseDay(start),
    unit,
    zone: zone === undefined ? undefined : zoneOf(zone),
  };
}
