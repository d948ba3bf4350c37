import { readFileSync, renameSync, writeFileSync } from "node:fs";
import path from "node:path";
import { z } from "zod";

/** What the keeper of a cluster tells those who wait for it, in `keeper.json`. */
const noteSchema = z.discriminatedUnion("state", [
  z.object({ state: z.literal("starting"), keeper: z.object({ pid: z.number(), startedAt: z.string() }) }),
  z.object({
    state: z.literal("ready"),
    keeper: z.object({ pid: z.number(), startedAt: z.string() }),
    port: z.number(),
  }),
  z.object({ state: z.literal("stopping"), keeper: z.object({ pid: z.number(), startedAt: z.string() }) }),
  z.object({
    state: z.literal("failed"),
    keeper: z.object({ pid: z.number(), startedAt: z.string() }),
    /** One line for the person who started the product. */
    reason: z.string(),
  }),
]);

export type KeeperNote = z.output<typeof noteSchema>;

const fileOf = (home: string): string => path.join(home, "keeper.json");

/** The note of the last keeper, which may be dead; undefined where there was none or its note is damaged. */
export function readNote(home: string): KeeperNote | undefined {
  try {
    return noteSchema.parse(JSON.parse(readFileSync(fileOf(home), "utf8")));
  } catch {
    return undefined;
  }
}

export function writeNote(home: string, note: KeeperNote): void {
  const draft = `${fileOf(home)}.${process.pid}`;
  writeFileSync(draft, JSON.stringify(note));
  renameSync(draft, fileOf(home));
}
