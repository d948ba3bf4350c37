import type { Socket } from "node:net";

/**
 * What travels between app, sandbox and child, over byte streams:
 *
 *     u32 length of the rest │ u8 kind │ u32 call │ u32 length of head │ head (JSON) │ body (bytes)
 *
 * Little endian. The head is for whoever routes the frame, the body passes through untouched.
 */
export const FRAME_KINDS = [
  "load", // app → sandbox → child: head is a bundle without its source, body its source
  "call", // app → sandbox → child: body is the input as JSON
  "result", // back: head says how it went, body is the output as JSON
  "parked", // child → sandbox: the call waits for capabilities, the child is free
  "ask", // child → sandbox → app: a use of a capability, body its input
  "answer", // back: body the output, or the head has the error
  "control", // app → sandbox: health, status, pardon, block
  "reply", // back
  "ready", // child → sandbox: may be given calls
] as const;
export type FrameKind = (typeof FRAME_KINDS)[number];

export interface Frame {
  readonly kind: FrameKind;
  readonly call: number;
  readonly head: Uint8Array;
  readonly body: Uint8Array;
}

const PREFIX_BYTES = 4;
const FIXED_BYTES = 9;
const EMPTY = new Uint8Array(0);
/** Longer than any budget allows; a peer that announces more is broken or hostile. */
export const FRAME_BYTES_MAX = 64 * 1024 * 1024;

const KIND_CODES = new Map<FrameKind, number>(FRAME_KINDS.map((kind, code) => [kind, code]));

/** Bytes of one frame. `head` is put in as JSON; strings in `body` as UTF-8. */
export function encodeFrame(
  kind: FrameKind,
  call: number,
  head?: unknown,
  body: string | Uint8Array = EMPTY,
): Buffer {
  const headText = head === undefined ? "" : head instanceof Uint8Array ? head : JSON.stringify(head);
  const headBytes = Buffer.byteLength(headText);
  const bodyBytes = Buffer.byteLength(body);
  const frame = Buffer.allocUnsafe(PREFIX_BYTES + FIXED_BYTES + headBytes + bodyBytes);
  frame.writeUInt32LE(FIXED_BYTES + headBytes + bodyBytes, 0);
  frame[4] = KIND_CODES.get(kind) ?? 0;
  frame.writeUInt32LE(call, 5);
  frame.writeUInt32LE(headBytes, 9);
  put(frame, headText, PREFIX_BYTES + FIXED_BYTES);
  put(frame, body, PREFIX_BYTES + FIXED_BYTES + headBytes);
  return frame;
}

function put(frame: Buffer, content: string | Uint8Array, at: number): void {
  if (typeof content === "string") frame.write(content, at);
  else frame.set(content, at);
}

/** The head as JSON; `undefined` when it is empty. */
export function headOf<Head>(frame: Frame): Head {
  if (frame.head.length === 0) return undefined as Head;
  return JSON.parse(
    Buffer.from(frame.head.buffer, frame.head.byteOffset, frame.head.length).toString("utf8"),
  ) as Head;
}

export function bodyText(frame: Frame): string {
  return Buffer.from(frame.body.buffer, frame.body.byteOffset, frame.body.length).toString("utf8");
}

/** Cuts a stream of chunks into frames. Broken framing throws: the connection is beyond repair. */
export class FrameReader {
  #parts: Buffer[] = [];
  #bytes = 0;
  #wanted = PREFIX_BYTES;

  /** Takes a chunk; gives back the frames that it completes. */
  push(chunk: Buffer): Frame[] {
    this.#parts.push(chunk);
    this.#bytes += chunk.length;
    const frames: Frame[] = [];
    // Joining waits until a whole frame is there, so a long frame is copied once and not once a chunk.
    while (this.#bytes >= this.#wanted) {
      const joined = this.#parts.length === 1 ? (this.#parts[0] as Buffer) : Buffer.concat(this.#parts);
      const length = joined.readUInt32LE(0);
      if (length < FIXED_BYTES || length > FRAME_BYTES_MAX) throw new RangeError(`frame of ${length} bytes`);
      const end = PREFIX_BYTES + length;
      this.#parts = [joined];
      if (joined.length < end) {
        this.#wanted = end;
        break;
      }
      frames.push(decode(joined, end));
      const rest = joined.subarray(end);
      this.#parts = rest.length === 0 ? [] : [rest];
      this.#bytes = rest.length;
      this.#wanted = PREFIX_BYTES;
    }
    return frames;
  }
}

function decode(bytes: Buffer, end: number): Frame {
  const kind = FRAME_KINDS[bytes[4] as number];
  const headEnd = PREFIX_BYTES + FIXED_BYTES + bytes.readUInt32LE(9);
  if (kind === undefined || headEnd > end) throw new RangeError("malformed frame");
  return {
    kind,
    call: bytes.readUInt32LE(5),
    head: bytes.subarray(PREFIX_BYTES + FIXED_BYTES, headEnd),
    body: bytes.subarray(headEnd, end),
  };
}

/** Reads frames off a socket; a peer that breaks the framing is disconnected. */
export function onFrames(socket: Socket, take: (frame: Frame) => void): void {
  const reader = new FrameReader();
  socket.on("data", (chunk: Buffer) => {
    let frames: Frame[];
    try {
      frames = reader.push(chunk);
    } catch (error) {
      socket.destroy(error as Error);
      return;
    }
    for (const frame of frames) take(frame);
  });
}
