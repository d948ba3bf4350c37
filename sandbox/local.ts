import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { writeChildProgram } from "./host/child-program.ts";
import { type Confinement, findConfinement } from "./host/confinement.ts";
import { type SandboxOptions, SandboxServer } from "./host/server.ts";

export interface RunningSandbox {
  readonly socketPath: string;
  readonly server: SandboxServer;
  readonly confinement: Confinement;
  readonly events: { readonly event: string; readonly detail: Readonly<Record<string, unknown>> }[];
  close(): Promise<void>;
}

/** A real sandbox with real child processes, listening in a folder of its own: for the
 * command line, for benches and tests. The same budgets and the same floors as in production. */
export async function startSandbox(options: Partial<SandboxOptions> = {}): Promise<RunningSandbox> {
  // Not the deep folder that TMPDIR may name: a unix socket's path is short.
  const folder = mkdtempSync(path.join(tmpdir().length > 60 ? "/tmp" : tmpdir(), "manifold-sandbox-"));
  const confinement = findConfinement();
  const socketPath = path.join(folder, "sandbox.sock");
  const events: RunningSandbox["events"] = [];
  const server = new SandboxServer({
    socketPath,
    program: writeChildProgram(folder),
    confinement,
    childrenMax: 6,
    childrenMaxPerKey: 2,
    queueMax: 10_000,
    childBytesMax: 512 * 1024 * 1024,
    log: (event, detail) => events.push({ event, detail }),
    ...options,
  });
  const close = async () => {
    await server.close();
    rmSync(folder, { recursive: true, force: true });
  };
  try {
    await server.listen();
  } catch (error) {
    await close();
    throw error;
  }
  return {
    socketPath,
    server,
    confinement,
    events,
    close,
  };
}
