import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import type { Manifest } from "#plugins/sdk/manifest.ts";
import { type Bundle, makeBundle, type Trust } from "./bundle.ts";
import type { Grant } from "./capabilities/grants.ts";
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

/** A real sandbox with real child processes, listening in a folder of its own; for tests, benches and the CLI. */
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
  await server.listen();
  return {
    socketPath,
    server,
    confinement,
    events,
    close: async () => {
      await server.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

const words = { "zh-CN": "测试", en: "test" };

/** A bundle around a module's text. */
export function testBundle(
  source: string,
  points: readonly string[],
  requests: readonly Grant[] = [],
  more: { readonly trust?: Trust; readonly configuration?: Manifest["configuration"] } = {},
): Bundle {
  const manifest: Manifest = {
    id: "test-plugin",
    version: "1.0.0",
    name: words,
    description: words,
    publisher: "Manifold",
    licence: "MIT",
    points: [...points],
    capabilities: requests.map((request) => ({ ...request, reason: words })),
    configuration: more.configuration ?? [],
    items: [],
  };
  return makeBundle(manifest, source, more.trust);
}
