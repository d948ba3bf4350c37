import type { Request } from "express";
import { z } from "zod";
import { commonError } from "#app/platform/common-errors.ts";
import { attachmentError } from "#app/services/attachment/errors.ts";
import { ATTACHMENT_MAX_BYTES, storeAttachment } from "#app/services/attachment/store-attachment.ts";
import { tenantEndpoint } from "./endpoint.ts";

/**
 * `PUT api/attachments/<id>?name=<file name>` with the bytes as body: keeps a file that a form will mention. The id is made
 * by the sender (a UUID), so that sending again after a lost answer changes nothing. Answers the value for the form.
 */
export const putAttachment = tenantEndpoint({
  method: "put",
  path: "api/attachments/:attachmentId",
  noun: "attachment",
  action: "add",
  who: ["staff", "customer"],
  handle: async (request, response, { scope }) => {
    const id = z.uuid().safeParse(request.params.attachmentId);
    if (!id.success) throw commonError("INPUT_INVALID", { field: "attachmentId", detail: "UUID" });
    const name = z.string().min(1).max(500).catch("file").parse(request.query.name);
    const content = await bytesOf(request);
    response.json(await storeAttachment(scope, { id: id.data, name, content, now: new Date() }));
  },
});

async function bytesOf(request: Request): Promise<Buffer> {
  const parts: Buffer[] = [];
  let bytes = 0;
  for await (const part of request as AsyncIterable<Buffer>) {
    bytes += part.length;
    if (bytes > ATTACHMENT_MAX_BYTES)
      throw attachmentError("ATTACHMENT_TOO_LARGE", { limit: ATTACHMENT_MAX_BYTES / 1024 / 1024 });
    parts.push(part);
  }
  return Buffer.concat(parts);
}
