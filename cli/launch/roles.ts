/** A process of the running product. The table below is the whole of it: one row a role. */
export interface ProcessRole {
  readonly name: "simulators" | "sandbox" | "worker" | "bulk" | "collab" | "web";
  /** Its program, from the root of the project. It sends `{ ready: true }` when it can serve. */
  readonly file: string;
  readonly nodeFlags: readonly string[];
  readonly args?: readonly string[];
  /** Whether it may know addresses and secrets. The sandbox runs foreign code and gets none. */
  readonly trusted: boolean;
  /** While developing: folders and files whose change starts it again. Pages reload by themselves and need no restart. */
  readonly restartOn: readonly string[];
}

const SERVER_CODE = [
  "app/connectors/",
  "app/platform/",
  "app/policies/",
  "app/services/",
  "engines/",
  "schema/",
];

/** They start side by side and stop in the opposite order of this table. */
export const PROCESS_ROLES: readonly ProcessRole[] = [
  {
    name: "simulators",
    file: "app/simulators/process.ts",
    nodeFlags: [],
    trusted: true,
    restartOn: ["app/simulators/"],
  },
  // Isolates cannot be made in a process that was itself started from V8's snapshot (isolated-vm, README).
  {
    name: "sandbox",
    file: "sandbox/process.ts",
    nodeFlags: ["--no-node-snapshot"],
    trusted: false,
    restartOn: ["sandbox/", "plugins/"],
  },
  {
    name: "worker",
    file: "app/jobs/worker.ts",
    nodeFlags: [],
    args: ["urgent", "normal"],
    trusted: true,
    restartOn: [...SERVER_CODE, "app/jobs/"],
  },
  // Bill runs keep a processor busy for minutes: alarms must not wait for theirs.
  {
    name: "bulk",
    file: "app/jobs/worker.ts",
    nodeFlags: [],
    args: ["bulk"],
    trusted: true,
    restartOn: [...SERVER_CODE, "app/jobs/"],
  },
  // What it makes is small and soon gone (frames, changes): a small nursery keeps the process small.
  {
    name: "collab",
    file: "app/collab/process.ts",
    nodeFlags: ["--max-semi-space-size=2"],
    trusted: true,
    restartOn: ["app/collab/", "app/platform/", "app/policies/", "app/services/draft/", "schema/blueprint/"],
  },
  {
    name: "web",
    file: "app/web/server.ts",
    nodeFlags: [],
    trusted: true,
    restartOn: [...SERVER_CODE, "app/web/", "app/trpc/"],
  },
];
