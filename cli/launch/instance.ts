import { linkSync, readFileSync, rmSync, unlinkSync, writeFileSync } from "node:fs";
import path from "node:path";
import { z } from "zod";
import { lives, markOf } from "./processes.ts";

/** The launcher that runs on a data folder, noted in `instance.json`. There is one at a time. */
const noteSchema = z.object({
  launcher: z.object({ pid: z.number(), startedAt: z.string() }),
  /** Where the product will answer, or does. */
  address: z.string(),
});

export type Instance = z.output<typeof noteSchema>;

const fileOf = (folder: string): string => path.join(folder, "instance.json");

/** The launcher that lives on this folder now, if one does. */
export function findInstance(folder: string): Instance | undefined {
  try {
    const note = noteSchema.parse(JSON.parse(readFileSync(fileOf(folder), "utf8")));
    return lives(note.launcher) ? note : undefined;
  } catch {
    return undefined;
  }
}

/**
 * Makes this process the launcher of the folder, unless another one lives on it: then that one is returned.
 * What a killed launcher left behind is taken over.
 */
export function claim(folder: string, address: string): Instance | undefined {
  const launcher = markOf(process.pid);
  if (launcher === undefined) throw new Error("this process cannot see its own start");
  const draft = `${fileOf(folder)}.${process.pid}`;
  writeFileSync(draft, JSON.stringify({ launcher, address }));
  try {
    for (;;) {
      try {
        linkSync(draft, fileOf(folder));
        process.on("exit", () => rmSync(fileOf(folder), { force: true }));
        return undefined;
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw error;
        const other = findInstance(folder);
        if (other !== undefined) return other;
        rmSync(fileOf(folder), { force: true });
      }
    }
  } finally {
    unlinkSync(draft);
  }
}
