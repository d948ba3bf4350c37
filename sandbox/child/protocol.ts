import type { Budget } from "#plugins/sdk/extension-point.ts";

/** Heads of the frames between the sandbox and a child. The child trusts what the sandbox says, never the reverse. */
export interface LoadHead {
  readonly hash: string;
}

export interface CallHead {
  readonly tenantId: string;
  readonly hash: string;
  readonly point: string;
  /** Names of the granted capabilities. */
  readonly granted: readonly string[];
  readonly deterministic: boolean;
  /** A context of its own for this call. */
  readonly fresh: boolean;
  /** Run again in another context, the batch reversed, and compare. */
  readonly prove: boolean;
  /** The tenant's configuration as JSON. */
  readonly config: string;
  readonly budget: Budget;
}

export interface AskHead {
  readonly ask: number;
  readonly capability: string;
}

export interface AnswerHead {
  readonly ask: number;
  readonly ok: boolean;
}

export interface LogLine {
  readonly level: "debug" | "info" | "warn" | "error";
  readonly text: string;
}

/** What a call has used of its budget. */
export interface Use {
  readonly cpuMs: number;
  readonly wallMs: number;
  readonly capabilityCalls: number;
  readonly resultLength: number;
}

export interface ResultHead {
  readonly ok: boolean;
  readonly code?: string;
  readonly params?: Readonly<Record<string, string | number>>;
  /** Where in the plugin's source, for the developer. */
  readonly stack?: string;
  readonly use: Use;
  readonly logs?: readonly LogLine[];
  /** Log lines beyond the budget. */
  readonly logsDropped?: number;
  /** Sent by a time limit while the call was parked: it ends no turn. */
  readonly late?: boolean;
}
