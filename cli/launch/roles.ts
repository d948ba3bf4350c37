/** A process of the running product. The table below is the whole of it: one row a role. */
export interface ProcessRole {
  readonly name: "simulators" | "sandbox" | "worker" | "web";
  /** Its program, from the root of the project. It sends `{ ready: true }` when it can serve. */
  readonly file: string;
  readonly nodeFlags: readonly string[];
  /** Whether it may know addresses and secrets. The sandbox runs foreign code and gets none. */
  readonly trusted: boolean;
}

/** In the order of their start; they stop in the opposite one. */
export const PROCESS_ROLES: readonly ProcessRole[] = [
  { name: "simulators", file: "app/simulators/process.ts", nodeFlags: [], trusted: true },
  // Isolates cannot be made in a process that was itself started from V8's snapshot (isolated-vm, README).
  { name: "sandbox", file: "sandbox/process.ts", nodeFlags: ["--no-node-snapshot"], trusted: false },
  { name: "worker", file: "app/jobs/worker.ts", nodeFlags: [], trusted: true },
  { name: "web", file: "app/web/server.ts", nodeFlags: [], trusted: true },
];
