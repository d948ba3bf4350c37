import { z } from "zod";
import { commonError } from "#app/platform/common-errors.ts";
import { readAttachment } from "#app/services/attachment/read-attachment.ts";
import { SHOWN_IN_PAGE } from "#app/services/attachment/sniff.ts";
import { logAccess } from "#app/services/privacy/present.ts";
import { tenantEndpoint } from "./endpoint.ts";

/** `GET api/attachments/<id>`: the bytes. Pictures may stand in a page; everything else is downloaded, never run. */
export const getAttachment = tenantEndpoint({
  method: "get",
  path: "api/attachments/:attachmentId",
  noun: "attachment",
  action: "read",
  who: ["staff", "customer"],
  handle: async (request, response, { scope, session }) => {
    const id = z.uuid().safeParse(request.params.attachmentId);
    if (!id.success) throw commonError("NOT_FOUND");
    const { name, mime, hash, content, customerId } = await readAttachment(scope, id.data);
    const how = SHOWN_IN_PAGE.has(mime) ? "inline" : "attachment";
    response.setHeader("content-type", mime);
    response.setHeader("content-disposition", `${how}; filename*=UTF-8''${encodeURIComponent(name)}`);
    response.setHeader("content-security-policy", "default-src 'none'; sandbox");
    // The bytes under an id never change; who may read them may, so each look is asked anew.
    response.setHeader("cache-control", "private, no-cache");
    response.setHeader("etag", `"${hash}"`);
    if (request.headers["if-none-match"] === `"${hash}"`) {
      response.status(304).end();
      return;
    }
    // A picture cannot be masked. Who works with cases sees it, and the customer sees who did.
    if (session.kind === "staff") {
      const found = { fields: ["attachment"], records: 1, customerId: customerId ?? undefined };
      await logAccess(scope, { name: "api/attachments", ...found, basis: "role" });
    }
    response.end(content);
  },
});
