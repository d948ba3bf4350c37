import type { ChildProcess } from "node:child_process";
import { createWriteStream, existsSync, mkdirSync, renameSync, statSync, type WriteStream } from "node:fs";
import path from "node:path";
import { createInterface } from "node:readline";

const FILE_MAX_BYTES = 20_000_000;
const LEVELS: Readonly<Record<number, string>> = {
  20: "debug",
  30: "info",
  40: "warn",
  50: "ERROR",
  60: "FATAL",
};
const SHOWN_FROM: Readonly<Record<string, number>> = { trace: 10, debug: 20, info: 30, warn: 40, error: 50 };

/**
 * Gathers what the roles write. Every line goes, as it is, to `<folder>/<role>.log` (one earlier file is kept); to the
 * terminal go the lines from a level on, behind the name of the role.
 */
export class RoleLog {
  readonly #folder: string;
  readonly #shownFrom: number;
  readonly #say: (line: string) => void;
  readonly #files = new Map<string, WriteStream>();
  readonly #lastWords = new Map<string, string>();

  constructor(folder: string, shownFrom: string, say: (line: string) => void) {
    mkdirSync(folder, { recursive: true });
    this.#folder = folder;
    this.#shownFrom = SHOWN_FROM[shownFrom] ?? 40;
    this.#say = say;
  }

  follow(role: string, child: ChildProcess): void {
    if (child.stdout) createInterface(child.stdout).on("line", (line) => this.#take(role, line, false));
    if (child.stderr) createInterface(child.stderr).on("line", (line) => this.#take(role, line, true));
  }

  /** The last line that a role wrote for people: the reason of its end, when it ended. */
  lastWords(role: string): string | undefined {
    return this.#lastWords.get(role);
  }

  #take(role: string, line: string, isError: boolean): void {
    this.#fileOf(role).write(`${line}\n`);
    const entry = parse(line);
    if (entry === undefined) {
      if (isError && line.trim() !== "" && !/^\s+at |^Node\.js v|^\s*[\^~]+\s*$/.test(line))
        this.#lastWords.set(role, line.trim());
      if (isError || this.#shownFrom <= 30) this.#say(`${role.padEnd(10)} │ ${line}`);
    } else if (entry.level >= this.#shownFrom) {
      const { level, words } = entry;
      this.#say(`${role.padEnd(10)} │ ${LEVELS[level] ?? level} ${words}`);
    }
  }

  #fileOf(role: string): WriteStream {
    const open = this.#files.get(role);
    if (open) return open;
    const file = path.join(this.#folder, `${role}.log`);
    if (existsSync(file) && statSync(file).size > FILE_MAX_BYTES) renameSync(file, `${file}.1`);
    const stream = createWriteStream(file, { flags: "a" });
    // A full disk must not end the product because of its log.
    stream.on("error", () => {});
    this.#files.set(role, stream);
    return stream;
  }
}

/** A line of pino: JSON with a level and a message; undefined for anything else. */
function parse(line: string): { level: number; words: string } | undefined {
  if (!line.startsWith("{")) return undefined;
  try {
    const entry = JSON.parse(line) as {
      level?: number;
      msg?: string;
      err?: { message?: string; stack?: string };
    };
    if (typeof entry.level !== "number") return undefined;
    const reason = entry.err?.stack ?? entry.err?.message;
    return { level: entry.level, words: `${entry.msg ?? ""}${reason === undefined ? "" : `: ${reason}`}` };
  } catch {
    return undefined;
  }
}
