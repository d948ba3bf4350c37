import type { Manifest } from "#plugins/sdk/manifest.ts";
import type { Trust } from "./bundle.ts";
import type { CallHead } from "./child/protocol.ts";
import type { PluginConduct } from "./host/conduct.ts";

/** Heads of the frames between an app process and the sandbox process. */
export interface BundleHead {
  readonly hash: string;
  readonly manifest: Manifest;
}

export interface AppCallHead extends CallHead {
  readonly trust: Trust;
}

/** Head of an `answer` that the app gives to an `ask`. */
export interface AppAnswerHead {
  readonly ask: number;
  readonly ok: boolean;
}

export type Control =
  | { readonly op: "health" }
  | { readonly op: "status" }
  | { readonly op: "pardon"; readonly tenantId: string; readonly hash: string }
  | { readonly op: "block"; readonly hash: string; readonly tenantId?: string; readonly blocked: boolean };

export interface SandboxHealth {
  readonly healthy: boolean;
  readonly pid: number;
  readonly uptimeSeconds: number;
  readonly children: number;
  /** What stands between a plugin and the machine, and what this system does not give. */
  readonly floors: readonly string[];
  readonly missing: readonly string[];
}

export interface SandboxStatus extends SandboxHealth {
  readonly processes: readonly {
    readonly pid: number | undefined;
    readonly key: string | undefined;
    readonly trust: Trust;
    readonly calls: number;
    readonly residentBytes: number;
  }[];
  readonly plugins: readonly PluginConduct[];
  /** Ends of child processes since the start, by reason. */
  readonly ends: Readonly<Record<string, number>>;
}

/** Answered to a call whose bundle the sandbox does not hold (any more); the client sends it and calls again. */
export const BUNDLE_UNKNOWN = "BUNDLE_UNKNOWN";
/** Answered to a call that a sandbox on its way out has not begun; the client calls the next one. */
export const SANDBOX_ENDING = "SANDBOX_ENDING";
