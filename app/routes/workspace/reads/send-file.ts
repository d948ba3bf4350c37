import type { IngestReport } from "#app/services/read/ingest-file.ts";

export type SendAnswer = { readonly report: IngestReport } | { readonly message: string | undefined };

/** Sends a file as the body of a request and tells how much of it has gone: `fetch` cannot tell. */
export function sendFile(address: string, file: File, onShare: (share: number) => void): Promise<SendAnswer> {
  return new Promise((resolve) => {
    const request = new XMLHttpRequest();
    request.open("POST", address);
    request.setRequestHeader("content-type", "application/octet-stream");
    request.responseType = "json";
    request.upload.onprogress = ({ loaded, total }) => onShare(total === 0 ? 1 : loaded / total);
    request.onload = () => {
      const body = request.response as IngestReport | { readonly message?: string } | null;
      if (body !== null && "batchId" in body) resolve({ report: body });
      else resolve({ message: body?.message });
    };
    request.onerror = () => resolve({ message: undefined });
    request.send(file);
  });
}
