/**
 * A JPEG without what was written beside the picture: EXIF and XMP (APP1: place, phone, time), Photoshop's own (APP13),
 * comments. The browser has drawn the photo anew already; this is for files that came by another way.
 * A file that is not built as a JPEG should be comes back as it is.
 */
export function stripJpeg(content: Uint8Array): Uint8Array {
  const kept: Uint8Array[] = [content.subarray(0, 2)];
  let at = 2;
  while (at + 4 <= content.length) {
    if (content[at] !== 0xff) return content;
    const marker = content[at + 1] as number;
    // Start of scan: what follows is the picture itself.
    if (marker === 0xda) {
      kept.push(content.subarray(at));
      return Buffer.concat(kept);
    }
    const length = ((content[at + 2] as number) << 8) | (content[at + 3] as number);
    if (length < 2 || at + 2 + length > content.length) return content;
    if (!LEFT_OUT.has(marker)) kept.push(content.subarray(at, at + 2 + length));
    at += 2 + length;
  }
  return content;
}

const LEFT_OUT = new Set([0xe1, 0xed, 0xfe]);
