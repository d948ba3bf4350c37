/** What is taken, by what its bytes say. What a browser would run (HTML, SVG, scripts) is not among it. */
export type AllowedMime =
  | "image/jpeg"
  | "image/png"
  | "image/webp"
  | "application/pdf"
  | "application/zip"
  | "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
  | "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
  | "text/csv"
  | "text/plain";

/** What browsers may show in the page; everything else is downloaded. */
export const SHOWN_IN_PAGE: ReadonlySet<string> = new Set(["image/jpeg", "image/png", "image/webp"]);

/** The kind of a file by its bytes; `undefined` is not taken. The name only tells CSV from other text, and Office from ZIP. */
export function sniff(content: Uint8Array, name: string): AllowedMime | undefined {
  const starts = (...bytes: number[]) => bytes.every((byte, at) => content[at] === byte);
  const ascii = (from: number, to: number) => Buffer.from(content.subarray(from, to)).toString("latin1");
  if (starts(0xff, 0xd8, 0xff)) return "image/jpeg";
  if (starts(0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a)) return "image/png";
  if (ascii(0, 4) === "RIFF" && ascii(8, 12) === "WEBP") return "image/webp";
  if (ascii(0, 5) === "%PDF-") return "application/pdf";
  if (starts(0x50, 0x4b, 0x03, 0x04)) return officeOrZip(content, name);
  return isText(content) ? (/\.csv$/i.test(name) ? "text/csv" : "text/plain") : undefined;
}

function officeOrZip(content: Uint8Array, name: string): AllowedMime {
  // An Office file names its parts in the ZIP's own directory.
  const parts = Buffer.from(content).toString("latin1");
  if (/\.xlsx$/i.test(name) && parts.includes("xl/workbook.xml"))
    return "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";
  if (/\.docx$/i.test(name) && parts.includes("word/document.xml"))
    return "application/vnd.openxmlformats-officedocument.wordprocessingml.document";
  return "application/zip";
}

/** UTF-8 or GB 18030 without control characters, and nothing that a browser could take for a page. */
function isText(content: Uint8Array): boolean {
  if (content.some((byte) => byte < 0x20 && byte !== 0x09 && byte !== 0x0a && byte !== 0x0d)) return false;
  const text = decoded(content);
  return (
    text !== undefined &&
    !/^\s*<(?:!doctype|html|\?xml|svg|script|body|head|iframe)/i.test(text.replace(/^\uFEFF/, ""))
  );
}

function decoded(content: Uint8Array): string | undefined {
  for (const encoding of ["utf-8", "gb18030"]) {
    try {
      return new TextDecoder(encoding, { fatal: true }).decode(content);
    } catch {
      // The next encoding may fit.
    }
  }
  return undefined;
}
