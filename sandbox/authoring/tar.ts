import { gunzipSync, gzipSync } from "node:zlib";

const BLOCK = 512;
/** Largest archive after unpacking; a small file that unpacks to gigabytes is refused before it does. */
const UNPACKED_BYTES_MAX = 8 * 1024 * 1024;

/** Files of one archive by name. */
export type Files = Readonly<Record<string, string>>;

/** A .tgz (POSIX ustar) that depends on the content alone: no times, owners or modes of the machine. */
export function packTgz(files: Files): Buffer {
  const blocks = Object.entries(files).flatMap(([name, text]) => {
    const content = Buffer.from(text);
    return [header(name, content.length), content, Buffer.alloc((BLOCK - (content.length % BLOCK)) % BLOCK)];
  });
  return gzipSync(Buffer.concat([...blocks, Buffer.alloc(2 * BLOCK)]), { level: 9 });
}

/** @throws RangeError when it is no such archive: only plain files with plain names are taken */
export function unpackTgz(bytes: Uint8Array): Files {
  const tar = gunzipSync(bytes, { maxOutputLength: UNPACKED_BYTES_MAX });
  const files: Record<string, string> = {};
  for (let at = 0; at + BLOCK <= tar.length; ) {
    const head = tar.subarray(at, at + BLOCK);
    if (head.every((byte) => byte === 0)) break;
    if (checksum(head) !== octal(head, 148, 8)) throw new RangeError("a header's checksum does not fit");
    const name = text(head, 0, 100);
    const size = octal(head, 124, 12);
    if (head[156] !== 0x30 || !/^[a-z0-9][a-z0-9.-]*$/.test(name))
      throw new RangeError(`"${name}" is no plain file`);
    if (Object.hasOwn(files, name)) throw new RangeError(`"${name}" stands twice`);
    if (at + BLOCK + size > tar.length) throw new RangeError(`"${name}" is cut off`);
    files[name] = tar.subarray(at + BLOCK, at + BLOCK + size).toString("utf8");
    at += BLOCK + Math.ceil(size / BLOCK) * BLOCK;
  }
  return files;
}

function header(name: string, size: number): Buffer {
  const head = Buffer.alloc(BLOCK);
  head.write(name, 0, 100);
  const fields: readonly (readonly [number, number, number])[] = [
    [100, 8, 0o644],
    [108, 8, 0],
    [116, 8, 0],
    [124, 12, size],
    [136, 12, 0],
  ];
  for (const [at, length, value] of fields) head.write(value.toString(8).padStart(length - 1, "0"), at);
  head.write("0", 156);
  head.write("ustar\u000000", 257);
  head.write(checksum(head).toString(8).padStart(6, "0"), 148);
  head.write("\u0000 ", 154);
  return head;
}

/** Sum of the header's bytes, its own field taken as spaces. */
function checksum(head: Uint8Array): number {
  return head.reduce((sum, byte, at) => sum + (at >= 148 && at < 156 ? 0x20 : byte), 0);
}

function text(head: Buffer, at: number, length: number): string {
  return (
    head
      .subarray(at, at + length)
      .toString("utf8")
      .split("\u0000")[0] ?? ""
  ).trim();
}

function octal(head: Buffer, at: number, length: number): number {
  const digits = text(head, at, length);
  if (!/^[0-7]+$/.test(digits)) throw new RangeError("not an archive");
  return Number.parseInt(digits, 8);
}
