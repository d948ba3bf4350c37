import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";

/**
 * A process that outlives its number: numbers are given anew after a restart of the machine, the moment of start is not.
 */
export interface ProcessMark {
  readonly pid: number;
  readonly startedAt: string;
}

/** The mark of a living process; undefined when there is none of that number. */
export function markOf(pid: number): ProcessMark | undefined {
  const startedAt = startOf(pid);
  return startedAt === undefined ? undefined : { pid, startedAt };
}

/** Whether exactly this process still lives. */
export function lives(mark: ProcessMark): boolean {
  return startOf(mark.pid) === mark.startedAt;
}

/** The command line of a process, arguments separated by spaces; empty when it cannot be seen. */
export function commandLineOf(pid: number): string {
  try {
    if (process.platform === "linux") {
      return readFileSync(`/proc/${pid}/cmdline`, "utf8").replaceAll("\0", " ").trim();
    }
    return execFileSync("ps", ["-o", "command=", "-p", String(pid)], { encoding: "utf8" }).trim();
  } catch {
    return "";
  }
}

function startOf(pid: number): string | undefined {
  try {
    if (process.platform === "linux") {
      // The name in parentheses may itself hold spaces and parentheses: count the fields after the last one.
      const stat = readFileSync(`/proc/${pid}/stat`, "utf8");
      const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
      const [state] = fields;
      return state === "Z" || state === "X" ? undefined : fields[19];
    }
    const started = execFileSync("ps", ["-o", "lstart=", "-p", String(pid)], { encoding: "utf8" }).trim();
    return started === "" ? undefined : started;
  } catch {
    return undefined;
  }
}
