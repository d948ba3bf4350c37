import { useMemo } from "react";
import type { AttachmentValue } from "#engines/forms/index.ts";
import { useTenant } from "../page-root.ts";
import { newAttachmentId } from "./attachment-id.ts";
import type { FormPorts } from "./ports.ts";

/** Files of a form on a page with a network: each is uploaded as soon as it is taken. `<FormRenderer ports={useUploadPorts()} …>`. */
export function useUploadPorts(): FormPorts {
  const { base } = useTenant();
  return useMemo(
    () => ({
      attachments: {
        async take(file, name): Promise<AttachmentValue> {
          const address = `${base}/api/attachments/${newAttachmentId()}?name=${encodeURIComponent(name)}`;
          const response = await fetch(address, {
            method: "PUT",
            headers: { "content-type": file.type || "application/octet-stream" },
            body: file,
          });
          const body = (await response.json()) as AttachmentValue & { readonly message?: string };
          if (!response.ok) throw Object.assign(new Error(body.message), { name: "Refused" });
          return { id: body.id, name: body.name, mime: body.mime, size: body.size };
        },
        hrefOf: ({ id }) => `${base}/api/attachments/${id}`,
      },
    }),
    [base],
  );
}
