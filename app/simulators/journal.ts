import { appendFileSync, existsSync, mkdirSync, readFileSync } from "node:fs";
import path from "node:path";

/** What a simulator keeps: the last word on each key. With a file it survives a restart. */
export interface Journal<Entry> {
  save(entry: Entry): void;
  get(key: string): Entry | undefined;
  /** In the order in which their keys first came. */
  all(): readonly Entry[];
}

/** More than anybody looks at; the oldest go first. */
const ENTRIES_KEPT = 20_000;

/** Entries in memory; with a file, each change is a line appended to it and the last line of a key counts. */
export function openJournal<Entry>(keyOf: (entry: Entry) => string, file?: string): Journal<Entry> {
  const entries = new Map<string, Entry>();
  const keep = (entry: Entry): void => {
    entries.set(keyOf(entry), entry);
    const [oldest] = entries.keys();
    if (entries.size > ENTRIES_KEPT && oldest !== undefined) entries.delete(oldest);
  };
  if (file !== undefined) {
    mkdirSync(path.dirname(file), { recursive: true });
    for (const entry of existsSync(file) ? readLines<Entry>(file) : []) keep(entry);
  }
  return {
    save: (entry) => {
      keep(entry);
      if (file !== undefined) appendFileSync(file, `${JSON.stringify(entry)}\n`);
    },
    get: (key) => entries.get(key),
    all: () => [...entries.values()],
  };
}

/** A kill may have cut the last line short: what cannot be read was not saved. */
function readLines<Entry>(file: string): Entry[] {
  return readFileSync(file, "utf8")
    .split("\n")
    .flatMap((line) => {
      try {
        return [JSON.parse(line) as Entry];
      } catch {
        return [];
      }
    });
}
