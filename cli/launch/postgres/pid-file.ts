import { readFileSync } from "node:fs";
import path from "node:path";

export interface PidFile {
  readonly pid: number;
  readonly port: number;
  /** `starting`, `ready`, `stopping`, `standby`. */
  readonly status: string;
}

/** `postmaster.pid`: line 1 the process, line 4 the port, line 8 the status (PostgreSQL, pidfile.h). */
export function readPidFile(data: string): PidFile | undefined {
  try {
    const lines = readFileSync(path.join(data, "postmaster.pid"), "utf8").split("\n");
    return { pid: Number(lines[0]), port: Number(lines[3]), status: (lines[7] ?? "").trim() };
  } catch {
    return undefined;
  }
}
