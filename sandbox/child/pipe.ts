import { writeSync } from "node:fs";
import { Socket, type SocketConstructorOpts } from "node:net";
import { type Frame, FrameReader } from "../frames.ts";

const READ_BYTES = 64 * 1024;

/**
 * The child's one connection, descriptor 3. Node's stream machinery is most of what a small call costs in a process
 * whose V8 has no compiler, so it is passed by: chunks are read into one buffer, and frames are written with the
 * system call itself as long as the pipe takes them.
 */
export class Pipe {
  readonly #socket: Socket;
  readonly #fd: number;

  constructor(fd: number, take: (frame: Frame) => void, closed: () => void) {
    this.#fd = fd;
    const reader = new FrameReader();
    // `onread` is honoured by the constructor as well as by connect(), where alone the types know it.
    const options: SocketConstructorOpts & { onread: object } = {
      fd,
      readable: true,
      writable: true,
      onread: {
        buffer: Buffer.allocUnsafe(READ_BYTES),
        callback: (bytes: number, buffer: Uint8Array) => {
          // Frames keep views of their chunk, and the buffer is written over by the next one.
          for (const frame of reader.push(Buffer.from(buffer.subarray(0, bytes)))) take(frame);
          return true;
        },
      },
    };
    this.#socket = new Socket(options);
    this.#socket.on("close", closed);
    this.#socket.on("error", () => {});
    this.#socket.resume();
  }

  send(bytes: Uint8Array): void {
    let written = 0;
    // What waits in the stream goes first.
    if (this.#socket.writableLength === 0) {
      try {
        written = writeSync(this.#fd, bytes);
      } catch {
        // The pipe is full (EAGAIN): the stream waits for it. Anything else the stream will meet too, and report.
      }
    }
    if (written < bytes.length) this.#socket.write(bytes.subarray(written));
  }
}
