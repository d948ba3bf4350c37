/**
 * The program of a child process: isolates, and nothing else. It is started by the sandbox with an empty environment,
 * reads what it needs, gives up its rights, and then speaks frames over descriptor 3 until that is closed.
 *
 * It is written to a folder as plain JavaScript beforehand (host/child-program.ts): V8 without a compiler cannot run
 * the WebAssembly by which Node strips types. So: imports of Node and of files of this folder only.
 */
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import type IsolatedVm from "isolated-vm";
import { encodeFrame, type Frame } from "../frames.ts";
import { Calls } from "./calls.ts";
import { Pipe } from "./pipe.ts";

interface Start {
  /** The native part of isolated-vm, resolved by the sandbox. */
  readonly addon: string;
  readonly runtime: string;
  readonly sdk: string;
  /** User and group ids to become, in order of preference; empty when not started as root. */
  readonly becomeIds: readonly number[];
}

/** Exit codes by which the sandbox tells what happened. */
const EXIT_INSECURE = 70;
const EXIT_CATASTROPHE = 71;

const start = JSON.parse(process.argv[2] ?? "") as Start;
const ivm = (createRequire(import.meta.url)(start.addon) as { ivm: typeof IsolatedVm }).ivm;
const sources = { runtime: readFileSync(start.runtime, "utf8"), sdk: readFileSync(start.sdk, "utf8") };
giveUpRights(start.becomeIds);
// A Ctrl-C in the terminal reaches the whole process group; the sandbox decides when its children end.
process.on("SIGINT", () => {});

const calls = new Calls(ivm, sources, {
  send: (bytes) => pipe.send(bytes),
  // Nothing can be said of this process any more: isolated-vm's own advice is to end it.
  catastrophe: () => process.reallyExit(EXIT_CATASTROPHE),
});
// When the pipe closes the sandbox is gone, however it ended: nobody is left to serve.
const pipe = new Pipe(3, take, () => process.exit(0));
pipe.send(encodeFrame("ready", 0));

function take(frame: Frame): void {
  switch (frame.kind) {
    case "load":
      calls.load(frame);
      return;
    case "call":
      calls.call(frame);
      return;
    case "answer":
      calls.answer(frame);
      return;
    default:
      throw new Error(`unexpected ${frame.kind}`);
  }
}

/** Gives up root for an id that owns nothing. Never goes on with root's rights. */
function giveUpRights(ids: readonly number[]): void {
  if (process.getuid?.() !== 0) return;
  for (const id of ids) {
    try {
      process.setgroups?.([]);
      process.setgid?.(id);
      process.setuid?.(id);
      return;
    } catch {
      // Not mapped in this container's user namespace: the next one.
    }
  }
  process.stderr.write("cannot give up root: no user id of this system can be taken\n");
  process.exit(EXIT_INSECURE);
}

declare global {
  namespace NodeJS {
    interface Process {
      reallyExit(code: number): never;
    }
  }
}
