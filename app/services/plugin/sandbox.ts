import path from "node:path";
import process from "node:process";
import { remember } from "#app/platform/remember.ts";
import { createSandboxClient, type SandboxClient } from "#sandbox/client.ts";

/**
 * The sandbox process of this installation, as services use it. Connected when first used; a sandbox that is being started
 * again is waited for. Without MANIFOLD_SOCKET_DIR there is none, and calls say so.
 */
export function pluginSandbox(): SandboxClient {
  return remember("plugin.sandbox", () =>
    createSandboxClient(path.join(process.env.MANIFOLD_SOCKET_DIR ?? "/nonexistent", "sandbox.sock")),
  );
}

/** Ends the connection of this process. */
export function closePluginSandbox(): void {
  pluginSandbox().close();
}
