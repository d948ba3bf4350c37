import { connect, type Socket } from "node:net";
import type { Bundle } from "./bundle.ts";
import type { AskHead, ResultHead } from "./child/protocol.ts";
import { sandboxFail } from "./errors.ts";
import { bodyText, encodeFrame, type Frame, headOf, onFrames } from "./frames.ts";
import { type AppCallHead, BUNDLE_UNKNOWN, type Control, SANDBOX_ENDING } from "./protocol.ts";

export interface Reply {
  readonly head: Omit<ResultHead, "use"> & Partial<Pick<ResultHead, "use">>;
  readonly body: string;
}

export interface CallHandling {
  readonly timeoutMs: number;
  readonly answer: (ask: Frame) => Promise<{ ok: boolean; body: string }>;
}

interface Pending {
  readonly socket: Socket;
  readonly take: (frame: Frame) => void;
  readonly lost: () => void;
}

/** A lost connection; whoever waits decides whether to try again. */
class Lost extends Error {}

const RETRY_MS = 50;

/** One socket to the sandbox, made when first needed and again after it was lost; many calls at once. */
export class Connection {
  readonly #socketPath: string;
  readonly #connectTimeoutMs: number;
  readonly #pending = new Map<number, Pending>();
  readonly #sent = new Set<string>();
  #socket: Socket | undefined;
  #connecting: Promise<Socket> | undefined;
  #last = 0;
  #closed = false;

  constructor(socketPath: string, connectTimeoutMs: number) {
    this.#socketPath = socketPath;
    this.#connectTimeoutMs = connectTimeoutMs;
  }

  /**
   * One call, answered. When the sandbox is lost meanwhile it is called once more, unless the plugin has used a
   * capability: then the first attempt may have had an effect.
   *
   * @throws ManifoldError `SANDBOX_UNAVAILABLE`
   */
  async call(bundle: Bundle, head: AppCallHead, input: string, handling: CallHandling): Promise<Reply> {
    let asked = false;
    const handled: CallHandling = {
      ...handling,
      answer: (frame) => {
        asked = true;
        return handling.answer(frame);
      },
    };
    for (let attempt = 1; ; attempt++) {
      const socket = await this.#connected();
      if (!this.#sent.has(bundle.hash)) {
        this.#sent.add(bundle.hash);
        socket.write(encodeFrame("load", 0, { hash: bundle.hash, manifest: bundle.manifest }, bundle.source));
      }
      try {
        const reply = await this.#exchange(socket, head, input, handled);
        if (reply.head.code === SANDBOX_ENDING) {
          // Its other calls may still be answered on this socket; further ones go to the sandbox that comes next.
          if (this.#socket === socket) this.#socket = undefined;
          throw new Lost();
        }
        if (reply.head.code !== BUNDLE_UNKNOWN) return reply;
        this.#sent.delete(bundle.hash);
        if (attempt > 1) throw sandboxFail("BUNDLE_INVALID", { reason: "its hash does not fit its content" });
      } catch (error) {
        if (!(error instanceof Lost)) throw error;
        if (asked || attempt > 1)
          throw sandboxFail("SANDBOX_UNAVAILABLE", { reason: "it ended during the call" });
      }
    }
  }

  async control<Answer>(control: Control): Promise<Answer> {
    const socket = await this.#connected();
    const call = this.#next();
    return new Promise<Answer>((done, failed) => {
      this.#pending.set(call, {
        socket,
        take: (frame) => {
          this.#pending.delete(call);
          done(headOf<Answer>(frame));
        },
        lost: () => failed(sandboxFail("SANDBOX_UNAVAILABLE", { reason: "connection lost" })),
      });
      socket.write(encodeFrame("control", call, control));
    });
  }

  close(): void {
    this.#closed = true;
    this.#socket?.destroy();
  }

  #exchange(socket: Socket, head: AppCallHead, input: string, handling: CallHandling): Promise<Reply> {
    const call = this.#next();
    return new Promise<Reply>((done, failed) => {
      const timer = setTimeout(() => {
        this.#pending.delete(call);
        failed(sandboxFail("SANDBOX_UNAVAILABLE", { reason: `no answer within ${handling.timeoutMs} ms` }));
      }, handling.timeoutMs);
      const end = () => {
        clearTimeout(timer);
        this.#pending.delete(call);
      };
      this.#pending.set(call, {
        socket,
        take: (frame) => {
          if (frame.kind === "ask") {
            const { ask } = headOf<AskHead>(frame);
            void handling.answer(frame).then(({ ok, body }) => {
              if (!socket.destroyed) socket.write(encodeFrame("answer", call, { ask, ok }, body));
            });
            return;
          }
          end();
          done({ head: headOf<Reply["head"]>(frame), body: bodyText(frame) });
        },
        lost: () => {
          end();
          failed(new Lost());
        },
      });
      socket.write(encodeFrame("call", call, head, input));
    });
  }

  #connected(): Promise<Socket> {
    if (this.#socket !== undefined) return Promise.resolve(this.#socket);
    this.#connecting ??= this.#connect().finally(() => {
      this.#connecting = undefined;
    });
    return this.#connecting;
  }

  async #connect(): Promise<Socket> {
    const giveUpMs = performance.now() + this.#connectTimeoutMs;
    for (;;) {
      if (this.#closed) throw sandboxFail("SANDBOX_UNAVAILABLE", { reason: "the client is closed" });
      try {
        const socket = await open(this.#socketPath);
        this.#socket = socket;
        this.#sent.clear();
        onFrames(socket, (frame) => this.#pending.get(frame.call)?.take(frame));
        socket.on("close", () => this.#lost(socket));
        return socket;
      } catch (error) {
        if (performance.now() > giveUpMs) {
          throw sandboxFail("SANDBOX_UNAVAILABLE", { reason: (error as Error).message }, undefined, error);
        }
        await new Promise((done) => setTimeout(done, RETRY_MS));
      }
    }
  }

  #lost(socket: Socket): void {
    if (this.#socket === socket) this.#socket = undefined;
    for (const [call, pending] of [...this.#pending]) {
      if (pending.socket !== socket) continue;
      this.#pending.delete(call);
      pending.lost();
    }
  }

  #next(): number {
    this.#last = (this.#last + 1) >>> 0;
    return this.#last;
  }
}

function open(socketPath: string): Promise<Socket> {
  return new Promise((done, failed) => {
    const socket = connect(socketPath);
    socket.once("error", failed);
    socket.once("connect", () => {
      socket.off("error", failed);
      socket.on("error", () => {});
      done(socket);
    });
  });
}
