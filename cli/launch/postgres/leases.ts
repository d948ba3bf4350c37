import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { lives, markOf } from "../processes.ts";

/**
 * Who needs a cluster: one file per opening, named `<pid>.<number>`, that holds the moment when the process started.
 * A lease ends with its process, so nothing has to be cleaned up after a kill.
 */
const folderOf = (home: string): string => path.join(home, "leases");

/** Takes a lease for this process; returns its file, to be removed when the cluster is no longer needed. */
export function takeLease(home: string): string {
  const mark = markOf(process.pid);
  if (mark === undefined) throw new Error("this process cannot see its own start");
  mkdirSync(folderOf(home), { recursive: true });
  for (let number = 0; ; number++) {
    const lease = path.join(folderOf(home), `${mark.pid}.${number}`);
    try {
      writeFileSync(lease, mark.startedAt, { flag: "wx" });
      return lease;
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw error;
      // Left behind by an earlier process of the same number, or held by this very one.
      if (!holds(lease)) rmSync(lease, { force: true });
    }
  }
}

/** Whether a living process holds a lease; leases of dead ones are removed. */
export function isNeeded(home: string): boolean {
  let held = false;
  for (const name of readdirSync(folderOf(home))) {
    const lease = path.join(folderOf(home), name);
    if (holds(lease)) held = true;
    else rmSync(lease, { force: true });
  }
  return held;
}

function holds(lease: string): boolean {
  try {
    const pid = Number(path.basename(lease).split(".")[0]);
    return lives({ pid, startedAt: readFileSync(lease, "utf8") });
  } catch {
    return false;
  }
}
